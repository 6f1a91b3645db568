"""The run that is trained, and those put aside: for undo, and to be gone on with."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from bpstudio.data.added import have_one_source
from bpstudio.engine.initializers import no_pause
from bpstudio.experiment.carry import layout
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.runtime import attic
from bpstudio.runtime.documents import begun
from bpstudio.runtime.history import BUDGET, History
from bpstudio.runtime.race import Race
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Begun, Status
from bpstudio.runtime.wishes import SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.past import Past

MOST_ASIDE = 8  # runs
PART_ASIDE = 24  # each of them has that part of the checkpoints; the current one has what is left


class Runs:
    """Numbers the runs of a document, and brings back one that was put aside.

    Parameters
    ----------
    budget
        How many bytes of checkpoints all runs together may keep.
    numbered_from
        The number before that of the first run.

    Attributes
    ----------
    current
        The run; None before the first could be made.
    begun
        What runs there are, for whoever keeps their record; to be taken out.
    """

    def __init__(self, budget: int = BUDGET, numbered_from: int = 0) -> None:
        self.current: Run | None = None
        self.last_number = numbered_from
        self.begun: deque[Begun] = deque()
        self._aside: OrderedDict[int, Run] = OrderedDict()  # by number, the oldest first
        self._forgotten: OrderedDict[int, Run] = OrderedDict()  # they make room for others first
        self._by_edit: dict[int, int] = {}  # which run comes back with an edit
        self.set_budget(budget)

    @property
    def aside(self) -> tuple[int, ...]:
        """The numbers of the runs that one can go on with, the oldest first."""
        return tuple(self._aside)

    def set_budget(self, budget: int) -> None:
        """Let all runs together keep so many bytes of checkpoints."""
        self._aside_budget = budget // PART_ASIDE
        self._budget = budget - MOST_ASIDE * self._aside_budget
        for run in (*self._aside.values(), *self._forgotten.values()):
            if run.history is not None:
                run.history.limit(self._aside_budget)
        if self.current is not None and self.current.history is not None:
            self.current.history.limit(self._budget)

    def open(
        self,
        experiment: Experiment,
        data: Dataset,
        check: Callable[[], object] = no_pause,
        learned: Learned | None = None,
    ) -> None:
        """Begin with another document, or with the run that it has; a refusal leaves no run.

        For `check` see `Run`.
        """
        self.current = None
        self._aside.clear()
        self._forgotten.clear()
        self._by_edit.clear()
        if learned is None:
            self.current = self._begin(experiment, data, check=check)
            return
        number, history = self._next_number(), History(self._budget)
        self.current = begun(learned, experiment, data, number, history)
        self.begun.append(Begun(number, experiment, is_first=True, record=learned.record))

    def reset(self) -> None:
        """Begin the current run anew; the one there was is put aside if it has come anywhere."""
        if self.current is not None:
            trainer = self.current.trainer
            self._replace(self._begin(trainer.experiment, trainer.data))

    def branch(self, past: Past) -> None:
        """Go on from an earlier step of the current run, which is put aside."""
        run = past.branch(self._next_number())
        self._replace(run)
        experiment = run.trainer.experiment
        self.begun.append(Begun(run.number, experiment, past.number, run.step_made))

    def race(self, variants: Sequence[tuple[str, Experiment]]) -> Race:
        """Begin a run of each of these named experiments, on the same data; the first is shown."""
        assert self.current is not None
        data = self.current.trainer.data
        first = self.last_number + 1
        runs = [
            self._begin(experiment, data, name, races_with=first) for name, experiment in variants
        ]
        self._replace(runs[0])
        for run in runs[1:]:
            self._put_aside(run)
        return Race(runs)

    def resume(self, number: int) -> Run | None:
        """Go on with a run that was put aside; None where it is there no more."""
        run = self._aside.pop(number, None)
        if run is not None:
            self._replace(run)
        return run

    def forget(self, number: int) -> None:
        """Give up a run that was put aside; it can be recalled as long as there is room for it."""
        if (run := self._aside.pop(number, None)) is not None:
            self._forgotten[number] = run

    def recall(self, number: int) -> None:
        """Have a forgotten run back, where it is still there."""
        if (run := self._forgotten.pop(number, None)) is not None:
            self._aside[number] = run

    def change(
        self,
        experiment: Experiment,
        data: Dataset,
        edit: int,
        surgery: Surgery = NO_SURGERY,
        check: Callable[[], object] = no_pause,
    ) -> None:
        """Go on with an edited experiment; see `Run.change`.

        A run that is at it already stays as it is. Other data begin another run; with samples
        added by hand or taken back it goes on. The one there was is put aside, and comes back,
        paused and with all that it has learned, when the edit is undone.
        """
        if self.current is None:
            self.current = self._begin(experiment, data, check=check)
        elif _is_at(self.current, experiment, data, edit) and not surgery:
            return  # the document goes with the run: nothing is edited, and its end stands
        elif have_one_source(data, self.current.trainer.data):
            self.current.change(experiment, data, edit, surgery, check)
        else:
            self._change_data(self.current, experiment, data, edit, check)

    def _change_data(
        self,
        had: Run,
        experiment: Experiment,
        data: Dataset,
        edit: int,
        check: Callable[[], object],
    ) -> None:
        other = self._aside.get(self._by_edit.get(edit, 0))
        if other is None or other.trainer.data is not data:
            try:
                other = self._begin(experiment, data, check=check)
            except SupersededError:
                self._by_edit[-edit] = had.number  # undo goes all the way back
                raise
        elif other.trainer.experiment != experiment:
            other.change(experiment, data)
        self._by_edit.pop(edit, None)
        self._by_edit[-edit] = had.number
        self._aside.pop(other.number, None)
        goes_on = data.is_drawn and had.is_running  # nobody paints to stop the training
        self._replace(other, keep=True)
        if goes_on:
            other.train()

    def _begin(
        self,
        experiment: Experiment,
        data: Dataset,
        name: str = "",
        check: Callable[[], object] = no_pause,
        races_with: int | None = None,
    ) -> Run:
        history = History(self._budget)
        run = Run(experiment, data, self._next_number(), history=history, check=check)
        is_first = self.current is None
        others = None if races_with == run.number else races_with
        told = Begun(
            run.number,
            experiment,
            name=name,
            is_shown=not name,
            is_first=is_first,
            races_with=others,
        )
        self.begun.append(told)
        return run

    def _next_number(self) -> int:
        self.last_number += 1
        return self.last_number

    def _replace(self, run: Run, keep: bool = False) -> None:
        """Make `run` the current one; put the other aside if it has come anywhere, or to `keep`."""
        had, self.current = self.current, run
        if had is not None and (keep or had.newest > 0):
            had.pause()
            self._put_aside(had)
        if run.history is not None:
            run.history.limit(self._budget)
        run.attic.shrink(attic.ATTIC_BYTES)
        run.activate()

    def _put_aside(self, run: Run) -> None:
        if run.history is not None:
            run.history.limit(self._aside_budget)
        run.attic.shrink(attic.ATTIC_BYTES // MOST_ASIDE)  # all together as much as the current one
        self._aside[run.number] = run
        while len(self._aside) + len(self._forgotten) > MOST_ASIDE:
            (self._forgotten or self._aside).popitem(last=False)


def _is_at(run: Run, experiment: Experiment, data: Dataset, edit: int) -> bool:
    """Return whether a run trains just this, and nothing comes back to it with the edit.

    One that a fault has stopped has to be set right again.
    """
    if run.status is Status.FAILED:
        return False
    had = run.trainer.experiment
    is_same = experiment == had and layout(experiment) == layout(had)  # equality ignores ids
    return is_same and data is run.trainer.data and not run.attic.has_of(edit)
