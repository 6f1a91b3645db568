"""One run at a time: what is trained, how far it has come, what an edit does to it.

No thread here; the worker calls these methods between steps.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import DivergenceError
from bpstudio.engine.initializers import no_pause
from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.carry import layout
from bpstudio.experiment.spec import MAX_EPOCHS
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.attic import Attic
from bpstudio.runtime.changed import Change, changed_order, changed_trainer, is_huge
from bpstudio.runtime.clock import Clock
from bpstudio.runtime.deputy import made_here
from bpstudio.runtime.ending import diverged, finished, stopped_by_rules, taken_back_if_unsound
from bpstudio.runtime.history import Segment
from bpstudio.runtime.run_state import RunState
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.stopping import StoppedBy, has_rules
from bpstudio.runtime.threads import product_threads, use_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.clock import Passed
    from bpstudio.runtime.deputy import Maker
    from bpstudio.runtime.history import History
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.snapshot import Timeline


class Run:
    """The training of one experiment through its edits.

    Parameters
    ----------
    experiment, data
        What is wanted; its layers have ids.
    number
        Of the run: a reset and other data begin a new one.
    dtype
        float32 or float64.
    parameters
        What to begin with, once, instead of the initial weights.
    history
        Where checkpoints go; without one the run can't be looked at as it was.
    check
        Is called while many weights are drawn; may raise to say that nobody wants the run any more.

    Attributes
    ----------
    state
        What it knows of itself.
    trainer
        The machinery for the experiment as it is now.
    clock
        How many epochs, samples and seconds of training had passed at its steps.
    attic
        What its edits removed.
    """

    def __init__(
        self,
        experiment: Experiment,
        data: Dataset,
        number: int = 1,
        dtype: DTypeLike = np.float32,
        parameters: Parameters | None = None,
        history: History | None = None,
        check: Callable[[], object] = no_pause,
    ) -> None:
        if parameters is None:
            patient = check if is_huge(experiment, data) else no_pause
            parameters = initial_parameters(experiment, data, dtype, patient)
        trainer = Trainer(experiment, data, parameters)
        state = RunState.fresh(trainer)
        self._begin(trainer, state, number, history, Clock())
        self.state = replace(state, loss=trainer.descent.upcoming_loss)
        self._begin_segment()

    @classmethod
    def resumed(
        cls, trainer: Trainer, state: RunState, number: int, history: History | None, clock: Clock
    ) -> Run:
        """Return the run `number`, which goes on from a state, with all of this taken over."""
        run = cls.__new__(cls)
        run._begin(trainer, state, number, history, clock)
        return run

    def _begin(
        self, trainer: Trainer, state: RunState, number: int, history: History | None, clock: Clock
    ) -> None:
        self.state = state
        self.number, self.history, self.clock = number, history, clock
        self.attic = Attic()
        self._take(trainer)

    def _begin_segment(self) -> None:
        if self.history is not None:
            segment = Segment.of(self.trainer)
            self.history.begin(segment, self.trainer.descent.checkpoint())

    def _take(self, trainer: Trainer) -> None:
        self.trainer = trainer
        use_threads(product_threads(trainer.network.shape, trainer.descent.batch))

    @property
    def step_made(self) -> int:
        """The number of updates so far."""
        return self.trainer.descent.place.step

    @property
    def status(self) -> Status:
        """What it is doing."""
        return self.state.status

    @property
    def message(self) -> str:
        """Why it stopped, in words."""
        return self.state.message

    @property
    def stopped_by(self) -> StoppedBy:
        """What has ended it, when it has ended."""
        return self.state.stopped_by

    @property
    def culprit(self) -> Asked | None:
        """The unit that went first, when it has diverged and that is known."""
        return self.state.culprit

    @property
    def loss(self) -> float:
        """The last batch loss."""
        return self.state.loss

    @property
    def goal(self) -> int:
        """After how many epochs it is finished; 0 before it has been set off."""
        return self.state.goal

    @property
    def newest(self) -> int:
        """The newest step that can be looked at."""
        return self.state.newest

    @property
    def timeline(self) -> Timeline:
        """Which of its steps can be looked at."""
        return self.state.timeline(self.step_made, self.history)

    @property
    def passed(self) -> Passed:
        """The epochs, samples and seconds of training so far."""
        return self.clock.at(self.step_made)

    @property
    def is_running(self) -> bool:
        """Whether updates are being made."""
        return self.status is Status.RUNNING

    def train(self, endless: bool = False) -> None:
        """Set off, or carry on; a finished run goes on for as many epochs again.

        An `endless` one goes on until `finish`.
        """
        epochs, goal = self.trainer.descent.place.epochs, self.goal
        if endless:
            goal = MAX_EPOCHS
        elif epochs >= goal:
            goal = epochs + self.trainer.experiment.training.epochs
        self.state = replace(self.state.set_off(self.trainer, Status.RUNNING), goal=goal)

    def pause(self) -> None:
        """Stop after the update under way."""
        if self.is_running:
            self.state = self.state.with_status(Status.PAUSED)

    def fail(self, message: str) -> None:
        """Stop for a reason that isn't the run's own."""
        self.state = replace(self.state, status=Status.FAILED, message=message)

    def activate(self) -> None:
        """Make ready to go on after another run."""
        self._take(self.trainer)

    def advance(self, updates: int, by: Maker = made_here) -> Array:
        """Make up to `updates` updates and return their batch losses.

        Fewer come back when the run finishes or diverges, its status then says so, and at the
        end of an epoch where a rule looks at it: then `apply_stop_rules` is due. And `by`, which
        makes them and says how long that took, may make fewer at once.
        """
        self._go_on_from_here()
        left = self.trainer.steps_to(self.goal) if self.is_running else updates
        some = min(updates, left)
        is_watched = has_rules(self.trainer.experiment.training)
        if is_watched:
            some = min(some, self.trainer.steps_left_of_epoch)
        start = time.perf_counter()
        try:
            losses, spent = by(self.trainer.descent, some)
        except DivergenceError as error:
            self.clock.note(self.trainer, time.perf_counter() - start)
            self.state = diverged(self.state, self.trainer, error.step, error.loss)
            return error.losses
        if len(losses):
            self.clock.note(self.trainer, spent)
        self._note(losses, is_watched)
        if self.is_running and len(losses) == left:
            self.finish(StoppedBy.EPOCHS)
        return losses

    def _go_on_from_here(self) -> None:
        """Forget the history of what came later, where the run has gone back."""
        self.clock.go_back(self.step_made)
        if self.step_made < self.newest:
            self.state = replace(self.state, kept=None).with_epochs_of(self.trainer)
            if self.history is not None:
                segment = Segment.of(self.trainer)
                self.history.go_back(segment, self.trainer.descent.checkpoint())

    def _note(self, losses: Array, is_watched: bool) -> None:
        """Take down where it is after updates with these losses."""
        self.state = replace(
            self.state,
            newest=self.step_made,
            loss=float(losses[-1]) if len(losses) else self.loss,
            stop=self.state.stop.noted(losses) if is_watched else self.state.stop,
        )
        if self.history is not None and self.history.is_due(self.newest):
            self.history.take(self.trainer.descent.checkpoint())

    def apply_stop_rules(self) -> None:
        """End the run if a rule says so at the end of the epoch; after an `advance`.

        Until then the buffers are those of the epoch's last batch, whatever the rule.
        """
        self.state = stopped_by_rules(self.state, self.trainer)

    def step(self) -> Array:
        """Make one update and stay paused; return its loss, (1,)."""
        self.state = self.state.set_off(self.trainer, Status.PAUSED)
        return self.advance(1)

    def finish(self, stopped_by: StoppedBy) -> None:
        """End the run here, as finished or, when its last update was one too many, diverged."""
        self.state = finished(self.state, self.trainer, stopped_by)

    def change(
        self,
        experiment: Experiment,
        data: Dataset,
        edit: int = 0,
        surgery: Surgery = NO_SURGERY,
        check: Callable[[], object] = no_pause,
    ) -> None:
        """Go on with an edited experiment on the same data, samples added by hand aside.

        `edit` numbers the edit, negative when it is undone: what an edit removes comes back as
        it was when the edit is taken back, and so does what a number written by hand replaced.
        A refused edit leaves the run as it was, and so does a large one that `check` finds to be
        no longer wanted, if nothing is lost by that.
        """
        before, self.state = self.state, taken_back_if_unsound(self.state, self.trainer)
        has_diverged = self.state is not before
        had = self.trainer.experiment
        order = changed_order(self.trainer, experiment, data, self.state.order, self.state.seed)
        change = Change(experiment, data, edit, surgery, check)
        trainer = changed_trainer(self.trainer, change, order, self.attic)
        self.state = self.state.edited(had, trainer)
        self._take(trainer)
        self._begin_segment()
        # a verdict on another network isn't this one's
        has_diverged = has_diverged and layout(experiment) == layout(had)
        if not self.is_running and not has_diverged:
            self.state = self.state.set_off(trainer, Status.PAUSED)
        if not has_diverged and not trainer.descent.remembers:
            self.state = replace(self.state, loss=trainer.descent.upcoming_loss)
