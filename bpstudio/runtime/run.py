"""One run at a time: what is trained, how far it has come, what an edit does to it.

No thread here; the worker calls these methods between steps.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import DivergenceError
from bpstudio.engine.initializers import no_pause
from bpstudio.experiment import build
from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.carry import layout
from bpstudio.experiment.spec import MAX_EPOCHS
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.attic import Attic, Removed
from bpstudio.runtime.changed import can_be_left_out, changed_order, changed_trainer, is_huge
from bpstudio.runtime.clock import Clock, Passed
from bpstudio.runtime.divergence import divergence
from bpstudio.runtime.history import History, Segment
from bpstudio.runtime.snapshot import Mark, Status, Timeline
from bpstudio.runtime.stopping import StoppedBy, StopRules, StopState, watched
from bpstudio.runtime.threads import product_threads, use_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.program import Array
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.past import Past
    from bpstudio.runtime.portrait import Asked


class Run:
    """The training of one experiment through its edits.

    Parameters
    ----------
    experiment, data
        What is wanted; its layers have ids.
    number
        Of the run.
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
    number
        Of the run: a reset and other data begin a new one.
    status, message
        What it is doing, and in words why it stopped.
    stopped_by
        What has ended it, when it has ended.
    culprit
        The unit that went first, when it has diverged and that is known.
    loss
        The last batch loss.
    trainer
        The machinery for the experiment as it is now.
    clock
        How many epochs, samples and seconds of training had passed at its steps.
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
        order = build.order(experiment.training, len(data.train.x))
        trainer = Trainer(experiment, data, parameters, order)
        self._begin(trainer, order, number, history)
        self.loss = trainer.descent.upcoming_loss
        self._begin_segment()

    @classmethod
    def branched(cls, past: Past, number: int) -> Run:
        """Return the run `number`, which goes on from what another one was, paused.

        It takes the trainer of `past` over.
        """
        run = cls.__new__(cls)
        parent = past.run.history
        past.trainer.descent.limit = past.segment.limit
        history = None if parent is None else parent.until(past.step)
        run._begin(past.trainer, past.segment.order, number, history)
        run.loss = past.loss
        run.clock = past.run.clock.until(past.step)
        run._epoch_lengths = past.run._epoch_lengths
        run._note_epoch_length()
        return run

    def _begin(self, trainer: Trainer, order: Order, number: int, history: History | None) -> None:
        self._order, self._seed = order, trainer.experiment.training.seed
        self._edited_at = trainer.descent.place.step  # where an edit last changed the network
        self.number, self.history = number, history
        self.newest = self._edited_at
        self.clock = Clock()
        self._kept: Mark | None = None  # where a stop rule has gone back to
        self._attic = Attic()
        self._stop_rules, self._ended_epoch = self._fresh_stop_rules(trainer), False
        self._set_status(Status.PAUSED)
        self._goal = 0
        self._epoch_lengths: tuple[tuple[int, int], ...] = ()  # from which step on, and in steps
        self._take(trainer)
        self._note_epoch_length()

    def _begin_segment(self) -> None:
        if self.history is not None:
            self.history.begin(self._segment(), self.trainer.descent.checkpoint())
        self.newest, self._kept = self.step_made, None

    def _note_epoch_length(self) -> None:
        step, length = self.step_made, self.trainer.descent.steps_an_epoch
        known = tuple(one for one in self._epoch_lengths if one[0] < step)
        if not known or known[-1][1] != length:
            known = (*known, (step, length))
        self._epoch_lengths = known

    def _segment(self) -> Segment:
        trainer = self.trainer
        limit = trainer.descent.limit
        return Segment(trainer.experiment, trainer.data, self._order, limit, self.step_made)

    @property
    def step_made(self) -> int:
        """The number of updates so far."""
        return self.trainer.descent.place.step

    def _take(self, trainer: Trainer) -> None:
        self.trainer = trainer
        use_threads(product_threads(trainer.network.shape, trainer.descent.batch))

    def _set_status(
        self, status: Status, message: str = "", stopped_by: StoppedBy = StoppedBy.NOTHING
    ) -> None:
        self.status, self.message, self.stopped_by = status, message, stopped_by
        self.culprit: Asked | None = None

    @property
    def timeline(self) -> Timeline:
        """Which of its steps can be looked at."""
        marks = () if self.history is None else self.history.marks
        if self.status is Status.DIVERGED:
            marks = (*marks, Mark(self.newest, "diverged"))
        first = 0 if self.history is None else self.history.first
        length = self._epoch_lengths[0][1] if len(self._epoch_lengths) == 1 else None
        return Timeline(
            first, self.newest, self.step_made, marks, kept=self._kept, steps_an_epoch=length
        )

    @property
    def goal(self) -> int:
        """After how many epochs it is finished; 0 before it has been set off."""
        return self._goal

    @property
    def passed(self) -> Passed:
        """The epochs, samples and seconds of training so far."""
        return self.clock.at(self.step_made)

    @property
    def is_running(self) -> bool:
        """Whether updates are being made."""
        return self.status is Status.RUNNING

    def steps_to_go(self, epochs: int | None = None) -> int:
        """Return the number of updates of `epochs` more, or to the end that the experiment wants.

        A run that has come to that end goes on for as many epochs again.
        """
        done, wanted = self.trainer.descent.place.epochs, self.trainer.experiment.training.epochs
        if epochs is None and done < wanted:
            return self.trainer.steps_to(wanted)
        return self.trainer.steps_to(done + (wanted if epochs is None else epochs))

    def train(self, endless: bool = False) -> None:
        """Set off, or carry on; a finished run goes on for as many epochs again.

        An `endless` one goes on until `finish`.
        """
        epochs = self.trainer.descent.place.epochs
        if endless:
            self._goal = MAX_EPOCHS
        elif epochs >= self._goal:
            self._goal = epochs + self.trainer.experiment.training.epochs
        if self.status is not Status.PAUSED:  # a new beginning; a pause changes nothing
            self._stop_rules = self._fresh_stop_rules(self.trainer)
        self._set_status(Status.RUNNING)

    def pause(self) -> None:
        """Stop after the update under way."""
        if self.is_running:
            self.status = Status.PAUSED

    def activate(self) -> None:
        """Make ready to go on after another run."""
        self._take(self.trainer)

    def advance(self, updates: int) -> Array:
        """Make up to `updates` updates and return their batch losses.

        Fewer come back when the run finishes or diverges, its status then says so, and at the
        end of an epoch where a rule looks at it: then `apply_stop_rules` is due.
        """
        self._go_on_from_here()
        left = self.trainer.steps_to(self._goal) if self.is_running else updates
        some = min(updates, left)
        if self._stop_rules.is_active:
            some = min(some, self.trainer.steps_left_of_epoch)
        start = time.perf_counter()
        try:
            losses = self.trainer.descent.advance(some)
        except DivergenceError as error:
            self._note_time(time.perf_counter() - start)
            self._diverged(error.step, error.loss)
            return error.losses
        if len(losses):
            self.loss = float(losses[-1])
            self._note_time(time.perf_counter() - start)
        self._note_history()
        self._stop_rules.note(losses)
        self._ended_epoch = bool(len(losses)) and not self.trainer.descent.place.used
        if self.is_running and len(losses) == left:
            self.finish(StoppedBy.EPOCHS)
        return losses

    def _go_on_from_here(self) -> None:
        """Forget the history of what came later, where the run has gone back."""
        self.clock.go_back(self.step_made)
        if self.step_made < self.newest:
            self._kept = None
            self._note_epoch_length()
            if self.history is not None:
                self.history.go_back(self._segment(), self.trainer.descent.checkpoint())

    def _note_time(self, spent: float) -> None:
        """Take down what has passed by now, after updates that took so many seconds."""
        taken, seconds = self.trainer.samples_seen, self.clock.newest.seconds + spent
        self.clock.add(self.step_made, Passed(taken / len(self.trainer.x), taken, seconds))

    def _note_history(self) -> None:
        self.newest = self.step_made
        if self.history is not None and self.history.is_due(self.newest):
            self.history.take(self.trainer.descent.checkpoint())

    def apply_stop_rules(self) -> None:
        """End the run if a rule says so at the end of the epoch; after an `advance`.

        Until then the buffers are those of the epoch's last batch, whatever the rule.
        """
        if not (self._ended_epoch and self._stop_rules.is_active):
            return
        self._ended_epoch = False
        if self.status not in (Status.RUNNING, Status.PAUSED):
            return
        rules = self._stop_rules
        reason = rules.end_epoch(self.trainer)
        best = rules.state.best
        if reason is StoppedBy.PATIENCE and best is not None:
            self.trainer.descent.restore(best)
            self.loss = rules.state.best_batch_loss
            self._kept = Mark(self.step_made, f"parameters kept, epoch {self.trainer.epoch}")
        if reason:
            self.finish(reason, rules.message)

    @staticmethod
    def _fresh_stop_rules(trainer: Trainer) -> StopRules:
        is_mid_epoch = trainer.descent.place.used > 0  # of that one the mean loss isn't known
        return StopRules(trainer.experiment.training, StopState(is_partial=is_mid_epoch))

    def step(self) -> Array:
        """Make one update and stay paused; return its loss, (1,)."""
        if self.status is not Status.PAUSED:
            self._stop_rules = self._fresh_stop_rules(self.trainer)
        self._set_status(Status.PAUSED)
        return self.advance(1)

    def finish(self, stopped_by: StoppedBy, message: str = "") -> None:
        """End the run here, as finished or, when its last update was one too many, diverged."""
        self._set_status(Status.FINISHED, message, stopped_by)
        self._take_back_an_unsound_update()

    def _take_back_an_unsound_update(self) -> bool:
        """Undo the last update if it diverged, which no further batch would show; say whether."""
        step = self.trainer.descent.place.step
        if step <= self._edited_at or self.trainer.is_sound:
            return False
        loss = self.trainer.probe.evaluate()[0]
        self.trainer.descent.rewind(step - 1)
        self._diverged(step, loss)
        return True

    def _diverged(self, step: int, loss: float) -> None:
        self.loss = loss
        found = divergence(self.trainer, step, loss)
        self._set_status(Status.DIVERGED, found.message, StoppedBy.DIVERGENCE)
        self.culprit = found.culprit
        self.newest = step  # up to there it can be looked at how it went

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
        diverged = self._take_back_an_unsound_update()
        had = Removed(self.trainer.experiment, self.trainer.descent.checkpoint())
        order = changed_order(self.trainer, experiment, data, self._order, self._seed)
        sources = [(kept, NO_SURGERY) for kept in self._attic.removed(edit)]
        numbers = (*surgery.numbers, *self._attic.replaced(edit))
        sources.append((had, surgery))
        is_plain = not surgery and len(sources) == 1 and not numbers
        if not (is_plain and can_be_left_out(had.experiment, experiment, data)):
            check = no_pause
        trainer, old = changed_trainer(
            self.trainer, experiment, data, order, sources, numbers, check
        )
        self._order, self._edited_at = order, trainer.descent.place.step
        self._attic.forget(edit)
        if edit and layout(experiment) != layout(had.experiment):
            self._attic.keep(-edit, had)
        if edit > 0 and old:
            self._attic.keep_numbers(-edit, old)
        if watched(experiment) != watched(had.experiment):
            self._stop_rules = self._fresh_stop_rules(trainer)
        self._take(trainer)
        self._note_epoch_length()
        self._begin_segment()
        diverged = diverged and layout(experiment) == layout(had.experiment)
        if not self.is_running and not diverged:  # a verdict on another network isn't this one's
            self._set_status(Status.PAUSED)
        if not diverged and not trainer.descent.remembers:
            self.loss = trainer.descent.upcoming_loss
