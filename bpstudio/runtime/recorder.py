"""What the last runs have shown so far: a `Record` of each."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bpstudio.runtime.loss_block import joined
from bpstudio.runtime.record import Record
from bpstudio.runtime.snapshot import Sample, Snapshot, UnitRow

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.loss_block import LossBlock
    from bpstudio.runtime.loss_curve import LossCurve
    from bpstudio.runtime.snapshot import Begun
    from bpstudio.runtime.track import Track

    Array = NDArray[np.floating]

T = TypeVar("T")

MOST_RECORDS = 24  # runs; those that somebody has pinned are kept beyond that
MOST_RACED = 24  # runs, beyond that, too: of the newest races, which pin them


class Recorder:
    """The records of the last runs, and among them that of the run which is shown.

    A run may come back: undo brings back the one that other data had put aside. So may one that
    was forgotten, until others need the room.
    """

    def __init__(self) -> None:
        self.run = 0
        self._records: OrderedDict[int, Record] = OrderedDict()
        self._forgotten: OrderedDict[int, Record] = OrderedDict()
        self._first = 0  # the number of the document's first run
        self._last_place = 0  # of a run that came anywhere

    @property
    def name(self) -> str:
        """What the run is called."""
        return self._record_of(self.run).name

    @property
    def losses(self) -> LossCurve:
        """The loss of every step of the run."""
        return self._record_of(self.run).losses

    @property
    def test(self) -> Track:
        """Its test loss and accuracy."""
        return self._record_of(self.run).test

    @property
    def probe(self) -> Track:
        """Its accuracy on the probe set."""
        return self._record_of(self.run).probe

    @property
    def clock(self) -> Clock:
        """How many epochs, samples and seconds had passed at its steps."""
        return self._record_of(self.run).clock

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

    def take(
        self, begun: deque[Begun], blocks: deque[LossBlock], samples: deque[Sample | Snapshot]
    ) -> list[Begun]:
        """Take out all that there is to record, and return the runs that have begun."""
        # a run has begun before it tells anything, so this way round none is told of too soon
        told, made, runs = list(_taken(samples)), list(_taken(blocks)), list(_taken(begun))
        waiting = {one.run: one for one in runs}
        for block in joined(made):
            if block.run in waiting:  # what its parent has told by now comes before it
                self.begin(waiting.pop(block.run))
            self.add_losses(block.run, block.first, block.losses)
        for one in waiting.values():
            self.begin(one)
        for sample in told:
            self.add(sample)
        return runs

    def add_losses(self, run: int, first: int, losses: Array) -> None:
        """Take the losses of the steps of `run` from `first` (counted from 1) on."""
        if run < self._first:
            return  # another document was open then
        if run > self.run and run not in self._records:
            self.run = run  # a new one begins
        self._record_of(run).add_losses(first, losses)

    def begin(self, begun: Begun) -> None:
        """Take down that there is a run; with a parent the two are one until the branch."""
        if begun.is_first:
            self._forget_before(begun.run)
        if begun.record is not None:
            record = begun.record
            record.number = begun.run
            self._name(record)
            self._records[begun.run] = record
        elif begun.parent is None:
            record = self._record_of(begun.run)
        else:
            record = self._record_of(begun.parent).until(begun.step)
            record.number, record.parent = begun.run, (begun.parent, begun.step)
            self._name(record)
            self._records[begun.run] = record
        record.experiment, record.races_with = begun.experiment, begun.races_with
        if begun.name:  # it is in a race, and wants to be compared
            record.name, record.place, record.is_pinned = begun.name, 0, True
            record.pinned_by_race = begun.races_with or begun.run
        if begun.is_shown:
            self.run = begun.run
        self._drop_some()

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of the runs that have come anywhere, and of the one that is shown."""
        return tuple(
            record
            for record in self._records.values()
            if record.number == self.run or len(record.losses)
        )

    def record(self, run: int) -> Record | None:
        """Return the record of a run, None where there is none."""
        return self._records.get(run)

    @property
    def overlays(self) -> tuple[Record, ...]:
        """The records of the pinned runs beside the one that is shown."""
        return tuple(r for r in self.records if r.is_pinned and r.number != self.run)

    def forget(self, run: int) -> None:
        """Give up the record of a run that isn't shown, unless it is recalled."""
        if run != self.run and (record := self._records.pop(run, None)) is not None:
            self._forgotten[run] = record

    @property
    def forgotten(self) -> tuple[Record, ...]:
        """The records that can be recalled, the one that was forgotten last at the end."""
        return tuple(self._forgotten.values())

    def recall(self, run: int) -> None:
        """Have the record of a forgotten run back, in its place among the others."""
        if (record := self._forgotten.pop(run, None)) is not None:
            known = sorted([*self._records.values(), record], key=lambda other: other.number)
            self._records = OrderedDict((other.number, other) for other in known)

    def clear(self) -> None:
        """Give up all records: another document is opened."""
        self._records.clear()
        self._forgotten.clear()
        self._last_place = 0

    def _forget_before(self, first: int) -> None:
        """Give up what runs of the document before have told meanwhile."""
        self._first, self._last_place = first, 0
        for records in (self._records, self._forgotten):
            for number in [number for number in records if number < first]:
                del records[number]

    def add(self, snapshot: Snapshot | Sample) -> None:
        """Sample what `snapshot` tells; its run is the one that is shown from now on."""
        if snapshot.run < self._first:
            return
        if isinstance(snapshot, Snapshot) or not self._records:
            self.run = snapshot.run  # a sample may be of a run that races with it
        record = self._record_of(snapshot.run)
        if isinstance(snapshot, Snapshot):
            record.experiment = snapshot.experiment or record.experiment
        record.add(snapshot)

    def _record_of(self, run: int) -> Record:
        known = self._records.get(run) or self._forgotten.get(run)
        if known is None:
            known = self._records[run] = Record(run)
            self._name(known)
        return known

    def _name(self, record: Record) -> None:
        """Call a run that begins by its place among those that came anywhere."""
        others = (*self._records.values(), *self._forgotten.values())
        places = [other.place for other in others if len(other.losses)]
        self._last_place = max([self._last_place, *places])
        record.place = self._last_place + 1
        record.name = f"run {record.place}"

    def _drop_some(self) -> None:
        """Forget runs that came nowhere, the oldest races, the oldest that nobody has pinned."""
        others = [record for record in self._records.values() if record.number != self.run]
        self._drop([r for r in others if not len(r.losses) and not r.is_pinned])
        self._drop_races()
        loose = [record for record in self._records.values() if not record.is_pinned]
        while self._forgotten and len(loose) + len(self._forgotten) > MOST_RECORDS:
            self._forgotten.popitem(last=False)
        surplus = max(len(loose) - MOST_RECORDS, 0)
        self._drop([r for r in loose if r.number != self.run and len(r.losses)][:surplus])

    def _drop_races(self) -> None:
        """Forget races as a whole, the oldest first, but for the newest and the shown run."""
        raced = [record for record in self._records.values() if record.pinned_by_race]
        races = sorted({record.pinned_by_race for record in raced})
        for race in races[:-1]:
            if len(raced) <= MOST_RACED:
                break
            gone = [r for r in raced if r.pinned_by_race == race and r.number != self.run]
            raced = [record for record in raced if record not in gone]
            self._drop(gone)

    def _drop(self, records: Iterable[Record]) -> None:
        for record in records:
            del self._records[record.number]


def _taken(queue: deque[T]) -> Iterator[T]:
    """Take out what is in a queue, the oldest first."""
    while queue:
        yield queue.popleft()
