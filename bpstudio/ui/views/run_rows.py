"""What is told of each run in the list of runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.experiment.differences import differences
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.views.overlay import DASH_WORDS, DASHES, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot

SAME = "the same again"


@dataclass(frozen=True)
class RunRow:
    """One run: `can_resume` says whether it can be gone on with, `is_shown` whether it is on.

    `dashes` are those of its curves beside the one that is on, None where it has none.
    """

    number: int
    name: str
    differs: str
    steps: int
    test_loss: float | None
    accuracy: float | None
    is_pinned: bool
    is_shown: bool
    is_racing: bool
    can_resume: bool
    dashes: tuple[float, ...] | None = None

    @property
    def curve(self) -> str:
        """How its curves are drawn, in words; empty where they aren't."""
        if self.is_shown:
            return "the bold line"
        return "" if self.dashes is None else DASH_WORDS[DASHES.index(self.dashes)]

    @property
    def cells(self) -> list[str]:
        """The row in words: name, what differs, steps, best test loss, accuracy there."""
        return [self.name, self.differs, *self.numbers]

    @property
    def numbers(self) -> list[str]:
        """Steps, best test loss, accuracy there, in words."""
        return [count(self.steps), figure(self.test_loss), percent(self.accuracy)]


def run_rows(snapshot: Snapshot, recorder: Recorder) -> list[RunRow]:
    """Return a row for each run, the newest last."""
    records = recorder.records
    known = {record.number: record for record in records}
    dashes = {record.number: dashes for record, dashes in drawn(recorder.overlays)}
    return [
        _row(record, _differs(record, records[:place], known), snapshot, dashes.get(record.number))
        for place, record in enumerate(records)
    ]


def _row(
    record: Record, differs: str, snapshot: Snapshot, dashes: tuple[float, ...] | None
) -> RunRow:
    loss, accuracy = _best(record)
    return RunRow(
        number=record.number,
        name=record.name,
        differs=differs,
        steps=len(record.losses),
        test_loss=loss,
        accuracy=accuracy,
        is_pinned=record.is_pinned,
        is_shown=record.number == snapshot.run,
        is_racing=record.number in snapshot.racing,
        can_resume=record.number in snapshot.aside,
        dashes=dashes,
    )


def _best(record: Record) -> tuple[float | None, float | None]:
    """Return the lowest test loss that was sampled, and the accuracy there."""
    losses, accuracies = record.test.values[:, 0], record.test.values[:, 1]
    known = np.flatnonzero(np.isfinite(losses))
    if not len(known):
        return None, None
    best = known[int(np.argmin(losses[known]))]
    accuracy = float(accuracies[best])
    return float(losses[best]), accuracy if np.isfinite(accuracy) else None


def _differs(record: Record, before: Sequence[Record], known: dict[int, Record]) -> str:
    """Return what differs from the run it branched off from or races with, or the one before."""
    words = []
    other: Record | None = before[-1] if before else None
    if record.races_with is not None:
        other = known.get(record.races_with, other)
    if record.parent is not None:
        number, step = record.parent
        other = known.get(number, other)
        name = known[number].name if number in known else "a run that is gone"
        words.append(f"from step {count(step)} of {name}")
    if record.experiment is not None and other is not None and other.experiment is not None:
        words += differences(other.experiment, record.experiment)
    if not words and record.experiment is not None:
        words.append(SAME if before else _summary(record.experiment))
    return ", ".join(words)


def _summary(experiment: Experiment) -> str:
    """Return what is trained and how, for a run that has none before it."""
    units = "–".join(str(layer.units) for layer in experiment.hidden[:6])
    units += "–…" if len(experiment.hidden) > 6 else ""
    training = experiment.training
    parts = [experiment.data.name or (experiment.data.path or "").rpartition("/")[2]]
    parts.append(f"layers {units}" if units else "no hidden layer")
    parts.append(f"{training.optimizer.name} {training.learning_rate:g}")
    return " · ".join([*parts, f"batch {training.batch_size}"])
