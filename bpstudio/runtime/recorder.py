"""What the last runs have shown so far, in bounded memory.

A record of each: a `LossCurve` of every step, and `Track`s of what is sampled now and then.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.former import resumed, stretches_before
from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.runtime.snapshot import Sample, Status, UnitRow
from bpstudio.runtime.track import CELLS, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import Branch, Snapshot

    Array = NDArray[np.floating]

MOST_RECORDS = 6  # runs: those that undo may bring back, and one for a reset


class Record:
    """The record of one run.

    Tracks of layers are kept by the layer's id (0: the output): `gradients` with the columns
    norm, mean |gradient| and update/weight ratio, `saturation` with a column for each unit,
    `units` with the rows of `UnitRow` one after the other. `test` has the columns loss and
    accuracy (NaN where there is none).
    """

    def __init__(self) -> None:
        self.losses = LossCurve()
        self.test = Track(2)
        self.gradients: dict[int, Track] = {}
        self.saturation: dict[int, Track] = {}
        self.former: dict[int, list[Track]] = {}  # saturation, while a layer had other units
        self.units: dict[int, Track] = {}
        self._last_step = -1

    def until(self, step: int) -> Record:
        """Return a copy of what it shows up to `step`."""
        copy = Record()
        copy.losses, copy.test = self.losses.until(step), self.test.until(step)
        for mine, its in zip(self._by_layer(), copy._by_layer(), strict=True):
            its.update({layer: track.until(step) for layer, track in mine.items()})
        copy.former = {
            layer: [track.until(step) for track in tracks] for layer, tracks in self.former.items()
        }
        copy._last_step = min(self._last_step, step)
        return copy

    def _by_layer(self) -> tuple[dict[int, Track], ...]:
        return self.gradients, self.saturation, self.units

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
            norms = np.array([layer.gradient_norm, layer.gradient_mean, layer.update_ratio])
            _track(self.gradients, layer.id, norms).append(snapshot.step, norms)
            if len(layer.saturation):
                self._add_saturation(snapshot.step, layer.id, layer.saturation)
        self._add_units(snapshot)

    def _add_saturation(self, step: int, layer: int, units: Array) -> None:
        """Sample who is saturated; where units came or went, another stretch begins."""
        known = self.saturation.get(layer)
        if known is not None and known.values.shape[1] != len(units):
            earlier = stretches_before(step, [*self.former.get(layer, ()), known])
            self.saturation[layer] = resumed(len(units), earlier)
            self.former[layer] = earlier
        _track(self.saturation, layer, units).append(step, units)

    def _add_units(self, snapshot: Snapshot | Sample) -> None:
        """Sample each unit's figures; all layers share the room of one track."""
        known = [(layer.id, layer.by_unit) for layer in snapshot.layers]
        total = sum(rows.size for _, rows in known if rows is not None)
        for number, rows in known:
            if rows is not None:
                room = CELLS * rows.size // total
                track = _track(self.units, number, rows.ravel(), room)
                track.append(snapshot.step, rows.ravel())

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
        tracks = (track for tracks in self._by_layer() for track in tracks.values())
        former = (track for tracks in self.former.values() for track in tracks)
        for track in (self.test, *tracks, *former):
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

    @property
    def former(self) -> dict[int, list[Track]]:
        """Earlier stretches of `saturation`, while a layer had other units, the oldest first."""
        return self._record_of(self.run).former

    def history(self, layer: int, unit: int) -> tuple[Array, Array]:
        """Return what has been sampled of a unit: the steps, and (samples, 3) as `UnitRow` says.

        `layer` is the layer's id. Both are empty where nothing has been.
        """
        track = self._record_of(self.run).units.get(layer)
        if track is None or unit >= track.values.shape[1] // len(UnitRow):
            return np.empty(0), np.empty((0, len(UnitRow)))
        rows = track.values.reshape(len(track.steps), len(UnitRow), -1)
        return track.steps.copy(), rows[:, :, unit].copy()

    def add_losses(self, run: int, first: int, losses: Array) -> None:
        """Take the losses of the steps of `run` from `first` (counted from 1) on."""
        if run > self.run and run not in self._records:
            self.run = run  # a new one begins
        self._record_of(run).add_losses(first, losses)

    def branch(self, branch: Branch) -> None:
        """Take down that a run goes on from a step of another: until there they are one."""
        self._records[branch.run] = self._record_of(branch.parent).until(branch.step)
        self.run = branch.run
        self._drop_oldest()

    def add(self, snapshot: Snapshot | Sample) -> None:
        """Sample what `snapshot` tells; its run is the one that is shown from now on."""
        self.run = snapshot.run
        self._record_of(snapshot.run).add(snapshot)

    def _record_of(self, run: int) -> Record:
        if run not in self._records:
            self._records[run] = Record()
            self._drop_oldest()
        return self._records[run]

    def _drop_oldest(self) -> None:
        while len(self._records) > MOST_RECORDS:
            self._records.popitem(last=False)


def _track(tracks: dict[int, Track], layer: int, row: Array, cells: int = CELLS) -> Track:
    """Return the layer's track; one of another width (units came or went) starts anew."""
    track = tracks.get(layer)
    if track is None or track.values.shape[1] != len(row):
        track = tracks[layer] = Track(len(row), cells)
    return track
