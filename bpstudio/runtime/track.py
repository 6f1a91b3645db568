"""What is sampled now and then along a run, in bounded memory, ready to be drawn."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    Array = NDArray[np.floating]

COLUMNS = 512  # samples at most, of a track
CELLS = 4_194_304  # numbers at most, of a track: 16 MB


def room_for(width: int, cells: int = CELLS) -> int:
    """Return how many samples of `width` numbers a track holds, an even number."""
    return min(COLUMNS, 2 * max(cells // (2 * max(width, 1)), 1))


class Track:
    """Numbers sampled along the run: one row of `values` for each of `steps`.

    Holds at most `COLUMNS` samples, fewer where `cells` numbers aren't enough for them: when full,
    every other one is dropped and from then on only every second is taken, so the samples stay
    evenly spread over the whole run.
    """

    def __init__(self, width: int, cells: int = CELLS, dtype: DTypeLike = np.float32) -> None:
        columns = room_for(width, cells)
        self._steps = np.empty(columns)
        self._values = np.empty((columns, width), dtype)
        self._count = 0
        self._stride = 1
        self._offered = 0

    @classmethod
    def resumed(cls, steps: Array, values: Array, pace: tuple[int, int, int]) -> Track:
        """Return the track that had these samples, and this `pace`."""
        room, stride, offered = pace
        track = cls(0, dtype=values.dtype)
        track._stride, track._offered, track._count = stride, offered, len(steps)
        track._steps = np.empty(room)
        track._values = np.empty((room, values.shape[1]), values.dtype)
        track._steps[: len(steps)], track._values[: len(steps)] = steps, values
        return track

    @property
    def pace(self) -> tuple[int, int, int]:
        """Room for how many samples, every which one is taken, how many were offered."""
        return len(self._steps), self._stride, self._offered

    @property
    def steps(self) -> Array:
        """The steps of the samples, (samples,)."""
        return self._steps[: self._count]

    @property
    def values(self) -> Array:
        """The samples, (samples, width)."""
        return self._values[: self._count]

    def append(self, step: int, row: Array) -> None:
        """Offer the sample `row`, shape (width,), of `step`; it may be thinned out.

        A sample of the step that came last takes its place: an edit has changed the numbers.
        """
        if self._count and self._steps[self._count - 1] == step:
            self._values[self._count - 1] = row
            return
        self._offered += 1
        if (self._offered - 1) % self._stride:
            return
        if self._count == len(self._steps):
            self._thin()
            if (self._offered - 1) % self._stride:
                return
        self._steps[self._count] = step
        self._values[self._count] = row
        self._count += 1

    def truncate(self, step: int) -> None:
        """Forget the samples from `step` on: the run has gone back.

        What comes now lies in another array, so that nobody takes it for what there was.
        """
        kept = int(np.searchsorted(self.steps, step))
        if kept < self._count:
            self._count, self._values = kept, self._values.copy()

    def until(self, step: int) -> Track:
        """Return a copy with the samples of the steps up to `step`."""
        branch = copy(self)
        branch._steps, branch._values = self._steps.copy(), self._values.copy()
        branch.truncate(step + 1)
        return branch

    def frozen(self) -> Track:
        """Return a copy of what is in it now, without the room beyond."""
        return Track.resumed(self.steps, self.values, self.pace)

    def _thin(self) -> None:
        half = len(self._steps) // 2
        self._steps[:half] = self._steps[::2]
        self._values[:half] = self._values[::2]
        self._count = half
        self._stride *= 2
