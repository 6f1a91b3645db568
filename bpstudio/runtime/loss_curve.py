"""The batch loss of every step of a run, and its envelope, ready to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

BUCKETS = 1_024  # at most; a curve is drawn from 512 to 1,024 of them, each a low and a high
CHUNK = 65_536  # steps
BLOCK = 256  # steps of which the sum is known; a chunk holds a whole number of them
SMOOTHED_PART = 10  # the smoothed loss is the mean of the last tenth of the steps made by then
BEYOND = 10  # times all before it: so large, a last loss is a run that blew up


class LossCurve:
    """The batch loss of every step (float32), and its envelope in at most `BUCKETS` buckets.

    A bucket covers `width` steps, a power of two; when the buckets run out, neighbours merge
    and the width doubles, so a step costs the same however long the run is.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._chunks: list[NDArray[np.float32]] = []
        self._count = 0
        self.width = 1
        self._low = np.full(BUCKETS, np.inf)
        self._high = np.full(BUCKETS, -np.inf)
        self._sum = np.zeros(BUCKETS)
        self._blocks: list[Array] = []  # of each chunk, (CHUNK // BLOCK,)
        self._smoothed: tuple[NDArray[np.intp], Array] = np.zeros(1, np.intp), np.zeros(1)

    def __len__(self) -> int:
        return self._count

    def extend(self, losses: Array) -> None:
        """Append the losses of the next steps, shape (steps,)."""
        with np.errstate(over="ignore"):  # what float32 can't hold is infinite
            losses = np.asarray(losses, np.float32)
        while len(losses):
            place = self._count % CHUNK
            if place == 0:
                self._chunks.append(np.empty(CHUNK, np.float32))
                self._blocks.append(np.zeros(CHUNK // BLOCK))
            part, losses = losses[: CHUNK - place], losses[CHUNK - place :]
            self._chunks[-1][place : place + len(part)] = part
            self._add_blocks(place, part)
            self._summarise(part)

    def truncate(self, count: int) -> None:
        """Forget all but the first `count` steps: the run has gone back."""
        kept = self._parts(count)
        self._forget()
        for part in kept:
            self.extend(part)

    def until(self, step: int) -> LossCurve:
        """Return a copy with the losses of the steps up to `step`."""
        copy = LossCurve()
        for part in self._parts(step):
            copy.extend(part)
        return copy

    def frozen(self) -> LossCurve:
        """Return it as it is now, for another thread to read; the losses are shared.

        A loss that is there stays where it is: what replaces it lies in another array.
        """
        copy = LossCurve()
        copy._chunks, copy._count, copy.width = list(self._chunks), self._count, self.width
        copy._low, copy._high = self._low.copy(), self._high.copy()
        copy._sum, copy._smoothed = self._sum.copy(), self._smoothed
        copy._blocks = [*self._blocks[:-1], *(block.copy() for block in self._blocks[-1:])]
        return copy

    def _parts(self, count: int) -> list[NDArray[np.float32]]:
        """Return the losses of the first `count` steps, or of all, a chunk at a time."""
        count = min(count, self._count)
        starts = range(0, count, CHUNK)
        return [self._chunks[start // CHUNK][: count - start] for start in starts]

    def _add_blocks(self, place: int, part: Array) -> None:
        block = (place + np.arange(len(part))) // BLOCK
        starts = np.flatnonzero(np.diff(block, prepend=-1))
        with np.errstate(invalid="ignore"):  # there is no sum of both infinities
            sums = np.add.reduceat(part, starts, dtype=float)
            self._blocks[-1][block[0] : block[-1] + 1] += sums

    def _summarise(self, part: Array) -> None:
        while self._count + len(part) > BUCKETS * self.width:
            self._merge()
        bucket = (self._count + np.arange(len(part))) // self.width
        starts = np.flatnonzero(np.diff(bucket, prepend=-1))
        some = slice(int(bucket[0]), int(bucket[-1]) + 1)
        low, high, total = self._low[some], self._high[some], self._sum[some]
        np.minimum(low, np.minimum.reduceat(part, starts), out=low)
        np.maximum(high, np.maximum.reduceat(part, starts), out=high)
        total += np.add.reduceat(part, starts, dtype=float)
        self._count += len(part)

    def _merge(self) -> None:
        half = BUCKETS // 2
        self._low[:half] = np.minimum(self._low[::2], self._low[1::2])
        self._high[:half] = np.maximum(self._high[::2], self._high[1::2])
        self._sum[:half] = self._sum[::2] + self._sum[1::2]
        self._low[half:], self._high[half:], self._sum[half:] = np.inf, -np.inf, 0.0
        self.width *= 2

    def value(self, step: int) -> float:
        """Return the loss of `step`, counted from 1."""
        if not 1 <= step <= self._count:
            raise IndexError(f"step {step} of {self._count}")
        return float(self._chunks[(step - 1) // CHUNK][(step - 1) % CHUNK])

    def between(self, first: int, last: int) -> NDArray[np.float32]:
        """Return the losses of the steps from `first` to `last`, both included, where there are."""
        first, last = max(first, 1), min(last, self._count)
        chunks = range((first - 1) // CHUNK, (last - 1) // CHUNK + 1) if first <= last else ()
        parts = [self._chunks[k][max(first - 1 - k * CHUNK, 0) : last - k * CHUNK] for k in chunks]
        return np.concatenate(parts) if parts else np.empty(0, np.float32)

    def values(self) -> NDArray[np.float32]:
        """Return a copy of the loss of every step, (steps,)."""
        return self.between(1, self._count)

    def smoothed(self, steps: Array) -> Array:
        """Return at each of `steps`, from 1, the mean of the last tenth of the steps made by then.

        The steps rise. However the curve is drawn, it is the same: at step 500 the mean of the
        losses of the steps 451 to 500, of one step at first. NaN where one isn't finite.
        """
        stops = np.asarray(steps, np.intp)
        known, values = self._smoothed  # what was asked last: most of it is asked again
        place = np.minimum(np.searchsorted(known, stops), len(known) - 1)
        is_new = known[place] != stops
        means: Array = values[place]
        means[is_new] = self._newly_smoothed(stops[is_new])
        if len(stops):
            self._smoothed = stops, means
        return means.copy()

    def _newly_smoothed(self, stops: NDArray[np.intp]) -> Array:
        widths = smoothed_over(stops)
        with np.errstate(invalid="ignore"):
            means: Array = self._sums(stops - widths, stops) / widths
        return np.where(np.isfinite(means), means, np.nan)

    def _sums(self, starts: NDArray[np.intp], stops: NDArray[np.intp]) -> Array:
        """Return the sums of the steps after `starts`, up to and with `stops` > `starts`."""
        if not len(starts):
            return np.empty(0)
        first, last = starts // BLOCK, (stops - 1) // BLOCK
        within, is_one = np.arange(BLOCK), first == last
        ends = np.where(is_one, stops - first * BLOCK, BLOCK)[:, None]
        head = (within >= (starts - first * BLOCK)[:, None]) & (within < ends)
        tail = (within < (stops - last * BLOCK)[:, None]) & ~is_one[:, None]
        total = _sum_where(self._rows(first), head) + _sum_where(self._rows(last), tail)
        blocks = np.append(np.concatenate(self._blocks), 0.0)
        between = np.add.reduceat(blocks, np.stack([first + 1, last], axis=1).ravel())[::2]
        whole: Array = np.where(last > first + 1, between, 0.0)
        return total + whole

    def _rows(self, blocks: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the losses of these blocks, (blocks, BLOCK); beyond the last step anything."""
        each = CHUNK // BLOCK
        return np.stack(
            [self._chunks[k // each].reshape(each, BLOCK)[k % each] for k in blocks.tolist()]
        )

    @property
    def blew_up(self) -> bool:
        """Whether the last loss isn't finite, or far beyond all before it."""
        if not self._count:
            return False
        newest = self.value(self._count)
        if not np.isfinite(newest):
            return True
        used = -(-self._count // self.width)
        rest = self.between((used - 1) * self.width + 1, self._count - 1)
        largest = max(self._high[: used - 1].max(initial=0.0), rest.max(initial=0.0))
        return self._count > 1 and newest > BEYOND * largest > 0

    def envelope(self, count: int | None = None) -> tuple[Array, Array, Array, Array]:
        """Return per bucket: last step, lowest, highest and mean loss, each (buckets,).

        With a `count`, at most one less than there are, only of so many steps.
        """
        count = self._count if count is None else count
        used = -(-count // self.width)
        ends = np.minimum(np.arange(1, used + 1) * self.width, count)
        counts = np.diff(ends, prepend=0)
        low, high = self._low[:used].copy(), self._high[:used].copy()
        means = self._sum[:used] / counts
        if count < self._count and used:
            last = self.between((used - 1) * self.width + 1, count)
            low[-1], high[-1], means[-1] = last.min(), last.max(), last.mean(dtype=float)
        return ends.astype(float), low, high, means


def smoothed_over(steps: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return of how many steps the smoothed loss at each of `steps` is the mean."""
    widths: NDArray[np.intp] = -(-steps // SMOOTHED_PART)
    return widths


def _sum_where(rows: NDArray[np.float32], chosen: NDArray[np.bool_]) -> Array:
    total: Array = np.where(chosen, rows, np.float32(0)).sum(axis=1, dtype=float)
    return total
