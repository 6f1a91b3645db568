"""The batch loss of every step of a run, and its envelope, ready to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

BUCKETS = 1_024  # at most; a curve is drawn from 512 to 1,024 of them, each a low and a high
CHUNK = 65_536  # steps


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
            part, losses = losses[: CHUNK - place], losses[CHUNK - place :]
            self._chunks[-1][place : place + len(part)] = part
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

    def _parts(self, count: int) -> list[NDArray[np.float32]]:
        """Return the losses of the first `count` steps, or of all, a chunk at a time."""
        count = min(count, self._count)
        starts = range(0, count, CHUNK)
        return [self._chunks[start // CHUNK][: count - start] for start in starts]

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

    def envelope(self) -> tuple[Array, Array, Array, Array]:
        """Return per bucket: last step, lowest, highest and mean loss, each (buckets,)."""
        used = -(-self._count // self.width)
        ends = np.minimum(np.arange(1, used + 1) * self.width, self._count)
        counts = np.diff(ends, prepend=0)
        return ends.astype(float), self._low[:used], self._high[:used], self._sum[:used] / counts
