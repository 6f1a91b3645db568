"""What a run knows beside its machinery, as one frozen value: from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.snapshot import Mark, Status, Timeline
from bpstudio.runtime.stopping import StoppedBy, StopState, watched

if TYPE_CHECKING:
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.history import History
    from bpstudio.runtime.portrait import Asked


@dataclass(frozen=True, kw_only=True)
class RunState:
    """All that a run knows of itself; what its trainer, its clock and its history have, aside.

    Parameters
    ----------
    order, seed
        The order of the samples, and the seed that it was begun with.
    edited_at, newest
        The step of the last edit of the network, and the newest step that can be looked at.
    loss
        The last batch loss; NaN where it isn't known.
    goal
        After how many epochs it is finished; 0 before it has been set off.
    status, message
        What it is doing, and in words why it stopped.
    stopped_by
        What has ended it, when it has ended; a file has it in words alone.
    culprit
        The unit that went first, when it has diverged and that is known.
    epoch_lengths
        From which step on an epoch had how many steps.
    kept
        Where a stop rule has gone back to.
    stop
        What the stop rules know.
    """

    order: Order
    seed: int
    edited_at: int
    newest: int
    loss: float = np.nan
    goal: int = 0
    status: Status = Status.PAUSED
    message: str = ""
    stopped_by: StoppedBy = StoppedBy.NOTHING
    culprit: Asked | None = None
    epoch_lengths: tuple[tuple[int, int], ...] = ()
    kept: Mark | None = None
    stop: StopState

    @classmethod
    def fresh(cls, trainer: Trainer) -> RunState:
        """Return that of a run which begins where its trainer is, paused."""
        step = trainer.descent.place.step
        state = cls(
            order=trainer.order,
            seed=trainer.experiment.training.seed,
            edited_at=step,
            newest=step,
            stop=StopState.fresh(trainer),
        )
        return state.with_epochs_of(trainer)

    def with_status(
        self,
        status: Status,
        message: str = "",
        stopped_by: StoppedBy = StoppedBy.NOTHING,
        culprit: Asked | None = None,
    ) -> RunState:
        """Return it with another status, and nothing of what was said of the one before."""
        return replace(self, status=status, message=message, stopped_by=stopped_by, culprit=culprit)

    def set_off(self, trainer: Trainer, status: Status) -> RunState:
        """Return it where updates are about to be made; what had ended it watches anew."""
        is_new = self.status is not Status.PAUSED  # a pause changes nothing
        stop = StopState.fresh(trainer) if is_new else self.stop
        return replace(self, stop=stop).with_status(status)

    def edited(self, had: Experiment, trainer: Trainer) -> RunState:
        """Return it after an edit of what the run `had`, which goes on with `trainer`."""
        step, wanted = trainer.descent.place.step, trainer.experiment
        stop = self.stop if watched(wanted) == watched(had) else StopState.fresh(trainer)
        order = trainer.order
        state = replace(self, order=order, edited_at=step, newest=step, kept=None, stop=stop)
        return state.with_epochs_of(trainer)

    def with_epochs_of(self, trainer: Trainer) -> RunState:
        """Return it with the length of an epoch that holds from the trainer's step on."""
        step, length = trainer.descent.place.step, trainer.descent.steps_an_epoch
        known = tuple(one for one in self.epoch_lengths if one[0] < step)
        if not known or known[-1][1] != length:
            known = (*known, (step, length))
        return replace(self, epoch_lengths=known)

    def at_rest(self) -> RunState:
        """Return it as it is saved: no run goes on by itself when it is opened."""
        if self.status in (Status.RUNNING, Status.FAILED):
            return self.with_status(Status.PAUSED)
        return replace(self, stopped_by=StoppedBy.NOTHING)

    def timeline(self, step: int, history: History | None) -> Timeline:
        """Return which steps of the run can be looked at, when it is at `step`."""
        marks = () if history is None else history.marks
        if self.status is Status.DIVERGED:
            marks = (*marks, Mark(self.newest, "diverged"))
        first = 0 if history is None else history.first
        length = self.epoch_lengths[0][1] if len(self.epoch_lengths) == 1 else None
        return Timeline(first, self.newest, step, marks, kept=self.kept, steps_an_epoch=length)
