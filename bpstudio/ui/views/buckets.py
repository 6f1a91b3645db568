"""The loss of many steps in few buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.loss_curve import LossCurve

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

    @property
    def are_single(self) -> bool:
        """Whether each bucket is a step."""
        return bool((self.steps <= 1).all())

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


def close_up(
    curve: LossCurve,
    visible: tuple[float, float],
    most: int,
    more: int,
    count: int | None = None,
) -> Buckets:
    """Return buckets made of the very losses in sight, at most `most` of them.

    With a `count`, only the first so many losses count. They hold a power of two steps each,
    counted from step 1, so that they don't wander; beyond either end of what is in sight there
    are up to `more`.
    """
    width = 1
    while visible[1] - visible[0] > most * width:
        width *= 2
    start = max(int(visible[0] - 1) // width - more, 0) * width + 1
    end = (int(visible[1]) // width + more + 1) * width
    losses = curve.between(start, end if count is None else min(end, count))
    if not len(losses):
        return buckets(curve.envelope(count))
    starts = np.arange(0, len(losses), width)
    last = np.minimum(starts + width, len(losses))
    return Buckets(
        start + starts.astype(float),
        start + last - 1.0,
        np.minimum.reduceat(losses, starts).astype(float),
        np.maximum.reduceat(losses, starts).astype(float),
        np.add.reduceat(losses, starts, dtype=float) / (last - starts),
    )._complete()


def buckets(envelope: tuple[Array, Array, Array, Array]) -> Buckets:
    """Return a loss curve's envelope (last steps, lows, highs, means) as buckets."""
    last, low, high, mean = envelope
    first = np.concatenate([[1.0], last[:-1] + 1])[: len(last)]
    return Buckets(first, last, low, high, mean)
