"""A run as a table: a row for each of its steps, with the columns of the command's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

    Array = NDArray[np.floating]

CHUNK = 4_096  # rows: a few milliseconds
EXACT = "%.9g"  # as many digits as a float32 needs to be read back as the same


class Column(NamedTuple):
    """What was sampled at some of the steps: `values` of `steps`, each (samples,)."""

    name: str
    steps: Array
    values: Array


class RunTable:
    """A copy of what the recorder knows of the run that is shown, to be written as CSV.

    It has the columns of `bpstudio train --log`: the loss of every step, the others where they
    were sampled, and empty cells elsewhere. The epoch is known where no edit has changed how many
    steps it takes.
    """

    def __init__(self, recorder: Recorder, snapshot: Snapshot) -> None:
        self._losses = recorder.losses.values()
        self._steps_an_epoch = snapshot.timeline.steps_an_epoch
        columns = [*_columns(recorder, snapshot.layers)]
        self.headers = ["step", "epoch", "loss", *(column.name for column in columns)]
        self._nothing = "," * len(columns)
        self._sampled = _sampled(columns)

    def __len__(self) -> int:
        return len(self._losses)

    def text(self) -> Iterator[str]:
        """Yield the table as CSV: the line of headers, then up to `CHUNK` rows at a time."""
        yield ",".join(self.headers) + "\n"
        for start in range(0, len(self), CHUNK):
            losses = self._losses[start : start + CHUNK].tolist()
            yield "".join(self._row(step, x) for step, x in enumerate(losses, start + 1))

    def _row(self, step: int, loss: float) -> str:
        per = self._steps_an_epoch
        epoch = (step - 1) // per + 1 if per else ""
        return f"{step},{epoch},{EXACT % loss}{self._sampled.get(step, self._nothing)}\n"


def _columns(recorder: Recorder, layers: tuple[LayerSnapshot, ...]) -> Iterator[Column]:
    """Yield the sampled columns, in the order of the log."""
    test = recorder.test
    yield Column("test_loss", test.steps, test.values[:, 0])
    yield Column("test_accuracy", test.steps, test.values[:, 1])
    none = np.empty(0)
    for place, layer in enumerate(layers):
        track = recorder.gradients.get(layer.id)
        found = (track.steps, track.values[:, 0]) if track else (none, none)
        yield Column(f"gradient_norm.{place}", *found)
    for place, layer in enumerate(layers[:-1]):
        track = recorder.saturation.get(layer.id)
        found = (track.steps, track.values.mean(axis=1)) if track else (none, none)
        yield Column(f"saturation.{place}", *found)


def _sampled(columns: list[Column]) -> dict[int, str]:
    """Return what stands at the end of the rows of the sampled steps, by step."""
    cells: dict[int, list[str]] = {}
    for place, column in enumerate(columns):
        pairs = zip(column.steps.tolist(), column.values.tolist(), strict=True)
        for step, value in pairs:
            row = cells.setdefault(int(step), [""] * len(columns))
            row[place] = "" if value != value else EXACT % value
    return {step: "".join(f",{cell}" for cell in row) for step, row in cells.items()}
