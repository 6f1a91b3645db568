"""What a run has shown so far, in bounded memory, ready to be drawn.

Two kinds of record: a `LossCurve` of every step, and `Track`s of what is sampled now and then.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.snapshot import Sample, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import Snapshot

    Array = NDArray[np.floating]

BUCKETS = 1_024  # at most; a curve is drawn from 512 to 1,024 of them, each a low and a high
CHUNK = 65_536  # steps
COLUMNS = 512  # samples at most, of a track
MOST_RECORDS = 6  # runs: those that undo may bring back, and one for a reset
CELLS = 4_194_304  # numbers at most, of a track: 16 MB


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
        kept = [chunk[: max(count - place * CHUNK, 0)] for place, chunk in enumerate(self._chunks)]
        self._forget()
        for part in kept:
            self.extend(part)

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

    def envelope(self) -> tuple[Array, Array, Array, Array]:
        """Return per bucket: last step, lowest, highest and mean loss, each (buckets,)."""
        used = -(-self._count // self.width)
        ends = np.minimum(np.arange(1, used + 1) * self.width, self._count)
        counts = np.diff(ends, prepend=0)
        return ends.astype(float), self._low[:used], self._high[:used], self._sum[:used] / counts


class Track:
    """Numbers sampled along the run: one row of `values` for each of `steps`.

    Holds at most `COLUMNS` samples, fewer where they are wide: when full, every other one is
    dropped and from then on only every second is taken, so the samples stay evenly spread over
    the whole run.
    """

    def __init__(self, width: int) -> None:
        columns = min(COLUMNS, 2 * max(CELLS // (2 * max(width, 1)), 1))
        self._steps = np.empty(columns)
        self._values = np.empty((columns, width), np.float32)
        self._count = 0
        self._stride = 1
        self._offered = 0

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
        """Forget the samples from `step` on: the run has gone back."""
        self._count = int(np.searchsorted(self.steps, step))

    def _thin(self) -> None:
        half = len(self._steps) // 2
        self._steps[:half] = self._steps[::2]
        self._values[:half] = self._values[::2]
        self._count = half
        self._stride *= 2


class Record:
    """The record of one run.

    Tracks of layers are kept by the layer's id (0: the output): `gradients` with the columns
    norm and mean |gradient|, `saturation` with a column for each unit. `test` has the columns
    loss and accuracy (NaN where there is none).
    """

    def __init__(self) -> None:
        self.losses = LossCurve()
        self.test = Track(2)
        self.gradients: dict[int, Track] = {}
        self.saturation: dict[int, Track] = {}
        self._last_step = -1

    def add_losses(self, first: int, losses: Array) -> None:
        """Take the losses of the steps from `first` (counted from 1) on.

        Where the run has gone back, steps are replaced.
        """
        if first <= len(self.losses):
            self.losses.truncate(first - 1)
        self.losses.extend(losses)

    def add(self, snapshot: Snapshot | Sample) -> None:
        """Sample what `snapshot` tells."""
        if self._went_back_to_its_best(snapshot):
            return
        if snapshot.step < self._last_step:
            self._go_back(snapshot.step)
        self._add_test(snapshot)
        self._last_step = snapshot.step
        for layer in snapshot.layers:
            norms = np.array([layer.gradient_norm, layer.gradient_mean])
            _track(self.gradients, layer.id, norms).append(snapshot.step, norms)
            if len(layer.saturation):
                units = layer.saturation
                _track(self.saturation, layer.id, units).append(snapshot.step, units)

    def _went_back_to_its_best(self, snapshot: Snapshot | Sample) -> bool:
        """Whether a run ended with earlier parameters: what it has shown is worth keeping."""
        if isinstance(snapshot, Sample) or snapshot.status is not Status.FINISHED:
            return False
        return snapshot.step < self._last_step

    def _add_test(self, snapshot: Snapshot | Sample) -> None:
        """Sample the test figures, which may be of an earlier step than the rest."""
        known = self.test.steps
        if snapshot.test_loss is None or (len(known) and snapshot.test_step < known[-1]):
            return
        accuracy = snapshot.test_accuracy
        row = [snapshot.test_loss, np.nan if accuracy is None else accuracy]
        self.test.append(snapshot.test_step, np.array(row))

    def _go_back(self, step: int) -> None:
        for track in (self.test, *self.gradients.values(), *self.saturation.values()):
            track.truncate(step)


class Recorder:
    """The records of the last runs, and among them that of the run which is shown.

    A run may come back: undo brings back the one that other data had put aside.
    """

    def __init__(self) -> None:
        self.run = 0
        self._records: OrderedDict[int, Record] = OrderedDict()

    @property
    def losses(self) -> LossCurve:
        """The loss of every step of the run."""
        return self._record_of(self.run).losses

    @property
    def test(self) -> Track:
        """Its test loss and accuracy."""
        return self._record_of(self.run).test

    @property
    def gradients(self) -> dict[int, Track]:
        """Its gradients, by layer."""
        return self._record_of(self.run).gradients

    @property
    def saturation(self) -> dict[int, Track]:
        """Its saturated units, by layer."""
        return self._record_of(self.run).saturation

    def add_losses(self, run: int, first: int, losses: Array) -> None:
        """Take the losses of the steps of `run` from `first` (counted from 1) on."""
        if run > self.run and run not in self._records:
            self.run = run  # a new one begins
        self._record_of(run).add_losses(first, losses)

    def add(self, snapshot: Snapshot | Sample) -> None:
        """Sample what `snapshot` tells; its run is the one that is shown from now on."""
        self.run = snapshot.run
        self._record_of(snapshot.run).add(snapshot)

    def _record_of(self, run: int) -> Record:
        if run not in self._records:
            self._records[run] = Record()
            while len(self._records) > MOST_RECORDS:
                self._records.popitem(last=False)
        return self._records[run]


def _track(tracks: dict[int, Track], layer: int, row: Array) -> Track:
    """Return the layer's track; one of another width (units came or went) starts anew."""
    track = tracks.get(layer)
    if track is None or track.values.shape[1] != len(row):
        track = tracks[layer] = Track(len(row))
    return track
