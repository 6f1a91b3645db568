"""What the doctor notes of a run from look to look, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

STRETCHES = 96  # at most, an even number
LOOKS = 64  # at most, an even number
RECENT = 256  # batch losses whose jumps are looked at
MANY = 0.5  # of the units' samples: a layer with more is saturated


class Course:
    """The mean batch loss in even stretches of the run, ever longer ones, (stretches,)."""

    def __init__(self) -> None:
        self._sums: list[float] = []
        self._length = 1
        self._open, self._count = 0.0, 0
        self._recent = np.empty(0)

    def add(self, losses: Array) -> None:
        """Take the batch losses of the steps that follow."""
        self._recent = np.concatenate([self._recent, losses[-RECENT:]])[-RECENT:]
        while len(losses):
            some = losses[: self._length - self._count]
            self._open += float(some.sum(dtype=np.float64))
            self._count += len(some)
            losses = losses[len(some) :]
            if self._count == self._length:
                self._close()

    def _close(self) -> None:
        self._sums.append(self._open)
        self._open, self._count = 0.0, 0
        if len(self._sums) == STRETCHES:
            self._sums = [a + b for a, b in zip(self._sums[::2], self._sums[1::2], strict=True)]
            self._length *= 2

    @property
    def means(self) -> Array:
        """The mean loss of each whole stretch."""
        return np.array(self._sums) / self._length

    @property
    def swing(self) -> float:
        """How far the newest batch losses jump from one step to the next, in shares of them."""
        if len(self._recent) < 2:
            return 0.0
        size = float(np.median(np.abs(self._recent)))
        return float(np.median(np.abs(np.diff(self._recent)))) / size if size else 0.0


class Diary:
    """What there was at the looks so far; of many, every other one is dropped."""

    def __init__(self) -> None:
        self.course = Course()
        self.start_loss = np.nan
        self._steps: list[int] = []
        self._trains: list[float] = []
        self._tests: list[float] = []
        self._ratios: list[tuple[float, ...]] = []
        self._saturated_since: dict[int, int] = {}

    def note(
        self,
        step: int,
        train: float,
        test: float | None,
        ratios: tuple[float, ...],
        saturation: dict[int, float],
    ) -> None:
        """Take down the losses, the update ratios of all layers, and the hidden ones' saturation.

        `saturation` is by the layers' ids.
        """
        if not self._steps:
            self.start_loss = train
        self._steps.append(step)
        self._trains.append(train)
        self._tests.append(np.nan if test is None else test)
        if any(ratios):
            self._ratios = [*self._ratios, ratios][-8:]
        since = self._saturated_since
        self._saturated_since = {
            layer: since.get(layer, step) for layer, share in saturation.items() if share > MANY
        }
        if len(self._steps) == LOOKS:
            for noted in (self._steps, self._trains, self._tests):
                del noted[1::2]

    @property
    def trains(self) -> Array:
        """The loss on the probe set at the looks."""
        return np.array(self._trains)

    @property
    def tests(self) -> Array:
        """The test loss at the looks."""
        return np.array(self._tests)

    @property
    def update_ratios(self) -> Array:
        """The median of the last looks, (layers,); empty before an update."""
        return np.median(np.array(self._ratios), axis=0) if self._ratios else np.empty(0)

    @property
    def since(self) -> int:
        """The step of the first look; 0 before there was one."""
        return self._steps[0] if self._steps else 0

    def saturated_since(self, layer: int) -> int | None:
        """Return the step from which on a layer has been saturated at each look."""
        return self._saturated_since.get(layer)
