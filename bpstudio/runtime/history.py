"""What a run needs to be had again at any of its steps: checkpoints, thinned out with time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bpstudio.experiment.differences import differences
from bpstudio.runtime.snapshot import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.trainer import Trainer

BUDGET = 96 * 2**20  # bytes of checkpoints, of all runs together, unless the user wants another
MOST_KEPT = 10_000  # checkpoints: of a tiny network there would be a million, each an array
STRIDE = 64  # steps between two checkpoints, at first


@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of a run in which nothing was edited; it follows `start`, the step of the edit.

    `order` gives the order of the samples in an epoch; a batch loss over `limit` is a divergence.
    """

    experiment: Experiment
    data: Dataset
    order: Order
    limit: float
    start: int

    @classmethod
    def of(cls, trainer: Trainer) -> Segment:
        """Return the stretch that begins where a trainer is."""
        descent = trainer.descent
        start, limit = descent.place.step, descent.limit
        return cls(trainer.experiment, trainer.data, trainer.order, limit, start)


@dataclass(frozen=True, eq=False)
class Kept:
    """A checkpoint of a segment; `is_start` where the segment begins."""

    segment: Segment
    checkpoint: Checkpoint
    is_start: bool

    @property
    def step(self) -> int:
        """The step that it was taken after."""
        return self.checkpoint.place.step


class History:
    """The checkpoints of one run, from its first step on, within a budget.

    Each segment has one where it begins; between them they lie evenly, ever more steps apart
    the longer the run is. Where even the beginnings are too much, the oldest go. So do the oldest
    segments where data of their own, which later ones haven't, take more than half of the budget.

    Parameters
    ----------
    budget
        How many bytes checkpoints and data may have; the data that the run has now are its own.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self.budget = budget
        self._segments: list[Segment] = []
        self._kept: list[Kept] = []
        self._nbytes = 0
        self._data_nbytes = 0
        self._size = 0  # of a checkpoint, whether one could be kept or not
        self._stride = STRIDE
        self._marks: tuple[Mark, ...] | None = None

    def begin(self, segment: Segment, checkpoint: Checkpoint) -> None:
        """Take down that an edit, or the run itself, begins here; what came later is forgotten."""
        self._marks = None
        while self._segments and self._segments[-1].start >= segment.start:
            self._segments.pop()
        self._segments.append(segment)
        self._set_kept([kept for kept in self._kept if self._stands(kept, segment.start)])
        self._forget_data()
        self._keep(Kept(segment, checkpoint, is_start=True))

    def is_due(self, step: int) -> bool:
        """Whether a checkpoint of this step is wanted; never where one alone is too much."""
        last = self._kept[-1].step if self._kept else 0
        return step - last >= self._stride and self._size <= self._room

    def take(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of the newest segment."""
        self._keep(Kept(self._segments[-1], checkpoint, is_start=False))

    def _keep(self, kept: Kept) -> None:
        self._size = kept.checkpoint.nbytes
        self._kept.append(kept)
        self._nbytes += self._size
        self._drop(self._room, MOST_KEPT)

    def limit(self, budget: int) -> None:
        """Keep to another budget."""
        self.budget = budget
        self._forget_data()
        self._drop(self._room, MOST_KEPT)

    def shrink(self, budget: int, most: int = MOST_KEPT) -> None:
        """Keep to another budget of checkpoints alone, and to so many of them at most."""
        self.budget = budget
        self._drop(budget, most)

    @property
    def _room(self) -> int:
        """How many bytes the checkpoints may have."""
        return self.budget - self._data_nbytes

    def _forget_data(self) -> None:
        """Forget the first stretches where the data that only they have are too much."""
        if not self._segments:
            return
        taken, later = 0, self._segments[-1].data
        known = {id(array) for array in later.arrays}  # the run has them anyway
        for place in reversed(range(len(self._segments))):
            data = self._segments[place].data
            if data is later:
                continue
            own = {id(array): array.nbytes for array in data.arrays if id(array) not in known}
            if taken + sum(own.values()) > self.budget // 2:
                self.forget(place + 1)
                break
            taken, later = taken + sum(own.values()), data
            known |= own.keys()
        self._data_nbytes = taken

    def _drop(self, budget: int, most: int) -> None:
        while self._exceeds(budget, most) and not all(kept.is_start for kept in self._kept):
            self._thin()
        while self._exceeds(budget, most):
            self._nbytes -= self._kept.pop(0).checkpoint.nbytes

    def forget(self, count: int) -> None:
        """Forget the first stretches, so many, with their checkpoints."""
        if count:
            gone = self._segments[:count]
            self._set_kept([kept for kept in self._kept if kept.segment not in gone])
            del self._segments[:count]
            self._marks = None

    def forget_unreachable(self) -> None:
        """Forget the stretches of which no step can be had any more."""
        reachable = self._kept[0].segment if self._kept else self._segments[-1]
        del self._segments[: self._segments.index(reachable)]
        self._marks = None

    def _exceeds(self, budget: int, most: int) -> bool:
        return self._nbytes > budget or len(self._kept) > most

    def _thin(self) -> None:
        """Drop every other checkpoint between the beginnings."""
        places = [place for place, kept in enumerate(self._kept) if not kept.is_start]
        dropped = set(places[::2])
        self._set_kept([kept for place, kept in enumerate(self._kept) if place not in dropped])
        self._stride *= 2

    def _stands(self, kept: Kept, step: int) -> bool:
        return kept.step <= step and kept.segment in self._segments

    def go_back(self, segment: Segment, checkpoint: Checkpoint) -> None:
        """Take down that the run goes on from an earlier step; what came later is forgotten.

        `segment` begins there, unless it is the one that there was.
        """
        step = checkpoint.place.step
        known = self._segment_of(step)
        if known is not self._segments[-1]:
            self.begin(segment, checkpoint)
        self._set_kept([kept for kept in self._kept if self._stands(kept, step)])

    @classmethod
    def resumed(cls, segments: Iterable[Segment], kept: Iterable[Kept], stride: int) -> History:
        """Return the history that had these segments and checkpoints."""
        history = cls()
        history._segments, history._stride = list(segments), stride
        history._set_kept(list(kept))
        history._size = max((one.checkpoint.nbytes for one in history._kept), default=0)
        return history

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches in which nothing was edited, in their order."""
        return tuple(self._segments)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The checkpoints, in the order of their steps."""
        return tuple(self._kept)

    @property
    def stride(self) -> int:
        """How many steps lie between two checkpoints, at least."""
        return self._stride

    @property
    def nbytes(self) -> int:
        """The size of all checkpoints, and of the data that only earlier stretches have."""
        return self._nbytes + self._data_nbytes

    def _set_kept(self, kept: list[Kept]) -> None:
        """Keep these checkpoints; the sum of thousands isn't made anew for each that comes."""
        self._kept, self._nbytes = kept, sum(one.checkpoint.nbytes for one in kept)

    @property
    def first(self) -> int:
        """The step of the run with which the history begins."""
        return self._segments[0].start if self._segments else 0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Where something was edited, and what."""
        if self._marks is None:
            told = (
                (after.start, differences(before.experiment, after.experiment))
                for before, after in pairwise(self._segments)
            )
            self._marks = tuple(Mark(step, ", ".join(words)) for step, words in told if words)
        return self._marks

    def reachable(self, step: int) -> int | None:
        """Return the step nearest to `step` that can be had; None where there is none."""
        if self.nearest(step) is not None:
            return step
        others = [kept.step if self._is_first(kept) else kept.step + 1 for kept in self._kept]
        closest = sorted(others, key=lambda other: abs(other - step))
        return next((other for other in closest if self.nearest(other) is not None), None)

    def _is_first(self, kept: Kept) -> bool:
        return kept.is_start and kept.step == self.first

    def nearest(self, step: int) -> Kept | None:
        """Return the last checkpoint from which `step` can be reached by updates alone.

        It lies before the step, so that the step's own batch will be there; only the very
        first step is had at once. None where it has been dropped.
        """
        segment = self._segment_of(step)
        for kept in reversed(self._kept):
            is_it = kept.step == step and self._is_first(kept)
            if kept.segment is segment and (kept.step < step or is_it):
                return kept
        return None

    def _segment_of(self, step: int) -> Segment | None:
        older = (segment for segment in reversed(self._segments) if segment.start < step)
        return next(older, self._segments[0] if self._segments else None)

    def copy(self) -> History:
        """Return a copy; checkpoints are shared."""
        copy = History(self.budget)
        copy._stride, copy._size = self._stride, self._size
        copy._segments, copy._data_nbytes = list(self._segments), self._data_nbytes
        copy._set_kept(list(self._kept))
        return copy

    def until(self, step: int, segment: Segment) -> History:
        """Return the history of a run that branches off after `step`; checkpoints are shared.

        `segment` has the step; it may have been forgotten meanwhile.
        """
        branch = History(self.budget)
        branch._stride, branch._size = self._stride, self._size
        before = (known for known in self._segments if known.start < segment.start)
        branch._segments = [*before, segment]
        branch._set_kept([kept for kept in self._kept if branch._stands(kept, step)])
        branch._forget_data()
        return branch
