"""What one run has shown so far, in bounded memory.

A `LossCurve` of every step, and `Track`s of what is sampled now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.clock import Clock
from bpstudio.runtime.former import resumed, stretches_before
from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.runtime.snapshot import Sample, Snapshot, Status
from bpstudio.runtime.track import CELLS, Track

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bpstudio.experiment.spec import Experiment

    Array = NDArray[np.floating]


class Record:
    """The record of one run.

    Tracks of layers are kept by the layer's id (0: the output): `gradients` with the columns
    norm, mean |gradient| and update/weight ratio, `saturation` with a column for each unit,
    `units` with the rows of `UnitRow` one after the other. `test` has the columns loss and
    accuracy (NaN where there is none), `probe` the accuracy on the probe set. `clock` says how
    many epochs, samples and seconds had passed.

    Attributes
    ----------
    number, name
        Of the run.
    place
        What it has in its name, "run 2", unless it was given one: counted from 1 in each
        document, over the runs that came anywhere.
    is_pinned
        Whether its curves are to be seen beside those of other runs.
    pinned_by_race
        The first run of the race that has pinned it, 0 where it wasn't a race.
    experiment
        What it trained last; None before that is known.
    parent
        The run from which it branched off, and the step.
    races_with
        The run of the same race that it is a variant of.
    """

    def __init__(self, number: int = 0) -> None:
        self.number, self.name, self.is_pinned = number, "", False
        self.place = self.pinned_by_race = 0
        self.experiment: Experiment | None = None
        self.parent: tuple[int, int] | None = None
        self.races_with: int | None = None
        self.losses = LossCurve()
        self.test = Track(2)
        self.probe = Track(1)
        self.clock = Clock()
        self.gradients: dict[int, Track] = {}
        self.saturation: dict[int, Track] = {}
        self.former: dict[int, list[Track]] = {}  # saturation, while a layer had other units
        self.units: dict[int, Track] = {}
        self._last_step = -1

    def pin(self, is_pinned: bool) -> None:
        """Show its curves beside others, or no longer: it isn't the race's to say any more."""
        self.is_pinned, self.pinned_by_race = is_pinned, 0

    def until(self, step: int) -> Record:
        """Return a copy of what it shows up to `step`."""
        copy = self._copied(lambda track: track.until(step))
        copy.losses, copy.clock = self.losses.until(step), self.clock.until(step)
        copy._last_step = min(self._last_step, step)
        return copy

    def frozen(self) -> Record:
        """Return it as it is now, for another thread to read while this one goes on."""
        copy = self._copied(Track.frozen)
        copy.losses, copy.clock = self.losses.frozen(), self.clock.until(self.clock.step)
        copy._last_step = self._last_step
        return copy

    def _copied(self, copied: Callable[[Track], Track]) -> Record:
        """Return a record with copies of the tracks, and nothing else yet."""
        copy = Record(self.number)
        copy.test, copy.probe = copied(self.test), copied(self.probe)
        for mine, its in zip(self._by_layer(), copy._by_layer(), strict=True):
            its.update({layer: copied(track) for layer, track in mine.items()})
        copy.former = {
            layer: [copied(track) for track in tracks] for layer, tracks in self.former.items()
        }
        return copy

    def resume(self) -> None:
        """Go on from the newest sample that there is."""
        tracks = (self.test, self.probe, *(t for of in self._by_layer() for t in of.values()))
        self._last_step = int(
            max((track.steps[-1] for track in tracks if len(track.steps)), default=-1)
        )

    def _by_layer(self) -> tuple[dict[int, Track], ...]:
        return self.gradients, self.saturation, self.units

    def add_losses(self, first: int, losses: Array) -> None:
        """Take the losses of the steps from `first` (counted from 1) on.

        Where the run has gone back, steps are replaced; those of a run whose record was given up
        meanwhile aren't known (NaN).
        """
        if first <= len(self.losses):
            self.losses.truncate(first - 1)
        self.losses.extend(np.full(first - 1 - len(self.losses), np.nan))
        self.losses.extend(losses)

    def add(self, snapshot: Snapshot | Sample) -> None:
        """Sample what `snapshot` tells."""
        if self._went_back_to_its_best(snapshot):
            return
        if snapshot.step < self._last_step:
            self._go_back(snapshot.step)
        self._add_test(snapshot)
        if snapshot.probe_accuracy is not None:
            self.probe.append(snapshot.step, np.array([snapshot.probe_accuracy]))
        self.clock.add(snapshot.step, snapshot.passed)
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
        for track in (self.test, self.probe, *tracks, *former):
            track.truncate(step)


def _track(tracks: dict[int, Track], layer: int, row: Array, cells: int = CELLS) -> Track:
    """Return the layer's track; one of another width (units came or went) starts anew."""
    track = tracks.get(layer)
    if track is None or track.values.shape[1] != len(row):
        track = tracks[layer] = Track(len(row), cells)
    return track
