"""The loss of many steps in few buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]


class Buckets(NamedTuple):
    """Neighbouring steps taken together: arrays of shape (buckets,).

    A bucket runs from step `first` to `last`, both included, and has the lowest, highest and
    mean loss of these steps.
    """

    first: Array
    last: Array
    low: Array
    high: Array
    mean: Array

    @property
    def middle(self) -> Array:
        """The step in the middle of each bucket."""
        return (self.first + self.last) / 2

    @property
    def steps(self) -> Array:
        """How many steps each bucket holds."""
        return self.last - self.first + 1

    def merged(self, most: int, visible: tuple[float, float]) -> Buckets:
        """Return coarser buckets, of which about `most` fill the `visible` steps.

        A power of two go into one, counted from the first, so that they don't wander while the
        run goes on.
        """
        first, stop = np.searchsorted(self.last, visible).tolist()
        if not len(self.last):
            return self
        group = 1
        while stop + 1 - first > most * group:
            group *= 2
        starts = np.arange(0, len(self.last), group)
        total = np.add.reduceat(self.mean * self.steps, starts)
        ends = np.append(starts[1:], len(self.last)) - 1
        first_steps, last_steps = self.first[starts], self.last[ends]
        merged = Buckets(
            first_steps,
            last_steps,
            np.minimum.reduceat(self.low, starts),
            np.maximum.reduceat(self.high, starts),
            total / (last_steps - first_steps + 1),
        )
        return merged._complete()

    def _complete(self) -> Buckets:
        """Return all but a last bucket with fewer steps than the others: its mean would jump."""
        steps = self.steps
        if len(steps) > 1 and steps[-1] < steps[0]:
            return Buckets(*(part[:-1] for part in self))
        return self

    def at(self, step: float) -> int | None:
        """Return the bucket that holds `step`, None where there is none."""
        place = int(np.searchsorted(self.last, step))
        return place if place < len(self.last) else None


def buckets(envelope: tuple[Array, Array, Array, Array]) -> Buckets:
    """Return a loss curve's envelope (last steps, lows, highs, means) as buckets."""
    last, low, high, mean = envelope
    first = np.concatenate([[1.0], last[:-1] + 1])[: len(last)]
    return Buckets(first, last, low, high, mean)
