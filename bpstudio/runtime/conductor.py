"""What the training thread does between two looks at its commands: train, and tell of it.

No thread here: the worker calls these methods, one at a time.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bpstudio.engine.initializers import no_pause
from bpstudio.runtime.desk import Desk
from bpstudio.runtime.drive import Drive
from bpstudio.runtime.lookout import Lookout
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.saved_run import saved
from bpstudio.runtime.snapshot import EMPTY, Status
from bpstudio.runtime.time_machine import TimeMachine
from bpstudio.runtime.wishes import SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.pace import Rate
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.task import Report, Task
    from bpstudio.runtime.turnstile import Turnstile

log = logging.getLogger(__name__)


class Conductor:
    """Carries out commands, makes the updates that are due, and takes snapshots.

    The commands are those of the `Worker`, by whose names they go; what is to be looked at is told
    to the `lookout` itself.

    Parameters
    ----------
    turnstile
        Where training waits while the screen draws.
    numbered_from
        The number before that of the first run.

    Attributes
    ----------
    lookout
        Takes the snapshots.
    snapshot
        The newest one.
    blocks, samples, begun
        What there is to record, to be taken out; see `Reporter` and `Runs`.
    """

    def __init__(self, turnstile: Turnstile, numbered_from: int = 0) -> None:
        self._reporter, self._machine = Reporter(), TimeMachine()
        self._runs = Runs(numbered_from=numbered_from)
        self._drive = Drive(self._runs, self._reporter, turnstile)
        self._desk = Desk()
        self.blocks, self.samples = self._reporter.blocks, self._reporter.samples
        self.begun = self._runs.begun
        self.snapshot = EMPTY
        self._turnstile = turnstile
        self.lookout = Lookout(self._reporter, turnstile)
        self._is_behind = True

    @property
    def _run(self) -> Run | None:
        return self._runs.current

    @property
    def wait(self) -> float:
        """How many seconds there is nothing to do."""
        if self._machine.is_under_way or self._desk.is_busy:
            return 0.0
        return self._drive.wait

    def go_on(self) -> None:
        """Train for a moment, come nearer to a step that is looked back at, take a snapshot.

        And work at the task, if there is one: of the step that is looked at, once it is there.
        """
        if self._drive.go_on():
            self.lookout.want()
        if self._machine.is_under_way:
            with self._turnstile:
                self._machine.go_on()
        if self._desk.is_busy and not self._machine.is_under_way:
            with self._turnstile:
                self._desk.go_on(self._machine.past or self._run)
        self._publish_if_wanted()

    @property
    def report(self) -> Report[Any] | None:
        """How the newest task stands; None before the first."""
        return self._desk.report

    def end(self) -> None:
        """End what goes on beside the thread."""
        self._drive.rest()

    def fail(self, message: str) -> None:
        """Say that training has stopped, and why."""
        if self._machine.is_under_way:  # or it would fail again and again
            self._machine.come_back()
            self.lookout.want()
        self._drive.fail(message)
        self.snapshot = replace(self.snapshot, status=Status.FAILED, message=message)

    def _publish_if_wanted(self) -> None:
        run = self._machine.past or self._run
        if run is None or not self.lookout.is_due(self._drive.is_running):
            return
        speed = self._drive.steps_per_second if run.is_running else 0.0
        snapshot = self.lookout.look(run, speed, self._runs.aside, self._drive.race)
        if snapshot is not None:
            self._drive.refreshed()
            self.snapshot = snapshot

    # From here on: the commands.

    def open(
        self,
        experiment: Experiment,
        data: Dataset,
        check: Callable[[], object] = no_pause,
        learned: Learned | None = None,
    ) -> None:
        """Begin a run, or go on with the document's, paused, unless `check` finds it superseded."""
        self._reporter.forget()
        self._leave_the_race()
        self._desk.cancel()
        self.lookout.sample, self._is_behind = 0, True
        self.snapshot = replace(EMPTY, run=self._runs.last_number + 1, experiment=experiment)
        self.lookout.check = check
        with suppress(SupersededError):
            self._runs.open(experiment, data, check, learned)
            self._begin_afresh()

    def change(
        self,
        experiment: Experiment,
        data: Dataset,
        edit: int,
        surgery: Surgery,
        check: Callable[[], object] = no_pause,
    ) -> None:
        """Go on with an edited experiment, unless `check` finds it superseded by another."""
        self._is_behind = True
        self._leave_the_race()
        self.lookout.check = check
        with suppress(SupersededError):
            self._runs.change(experiment, data, edit, surgery, check)
            self._begin_afresh()

    def _begin_afresh(self) -> None:
        """Note that the run is what the user wants, and that another network may train."""
        self._is_behind = False
        self._drive.begin_afresh()
        self.lookout.begin_afresh()

    def train(self) -> None:
        """Set off, or carry on."""
        if self._machine.puts_off(self.train):
            return
        self.branch()
        self._drive.goal = None
        if run := self._trainable:
            self._drive.train(run)
            self.lookout.want()

    def train_to(self, step: int) -> None:
        """Make updates as fast as it goes, up to this step of the run, and then pause."""
        self._leave_the_race()
        run = self._trainable
        if run is not None and run.step_made < step:
            self._drive.train_to(run, step)
            self.lookout.want()

    @property
    def _trainable(self) -> Run | None:
        """The run, unless it couldn't follow the last edit: then nothing may train."""
        return None if self._is_behind else self._run

    def pause(self) -> None:
        """Stop making updates."""
        self._drive.pause()
        self._machine.puts_off_instead(self.branch)
        self.lookout.want()

    def step(self) -> None:
        """Make one update and stay paused."""
        if self._machine.puts_off(self.step):
            return
        self.branch()
        self._leave_the_race()
        if run := self._trainable:
            self._drive.step(run)
            self.lookout.want()

    def reset(self) -> None:
        """Begin anew from the same initial weights, paused."""
        if self._trainable:
            self._leave_the_race()
            self._runs.reset()
            self._begin_afresh()

    def take_place(self) -> None:
        """Make ready to go on after another has been at it."""
        if self._run is not None:
            self._run.activate()
            self.lookout.want()

    def set_pace(self, rate: Rate) -> None:
        """Train at another pace."""
        self._drive.set_pace(rate)

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self.lookout.set_threshold(share, self._run)

    def start_task(self, task: Task[Any], number: int) -> None:
        """Work at this task, beside the training, and no more at any other."""
        self._desk.put(task, number)

    def stop_task(self) -> None:
        """Leave the task where it is."""
        self._desk.cancel()

    def travel(self, step: int) -> None:
        """Pause, and look back at a step of the run."""
        if run := self._trainable:
            self._drive.pause()
            self._machine.travel(run, step)
            self.lookout.want()

    def come_back(self) -> None:
        """Look at the newest step again."""
        self._machine.come_back()
        self.lookout.want()

    def branch(self) -> None:
        """Begin a run that goes on, paused, from the step that is looked back at."""
        past = self._machine.past
        if past is None or self._machine.puts_off(self.branch):
            return
        self._leave_the_race()
        self._runs.branch(past)
        self.lookout.thresholds.branch(self._runs.last_number, past.number, past.step)
        self._begin_afresh()

    def _leave_the_race(self) -> None:
        """Look at the run itself, and let those that it races with stay where they are."""
        self._machine.come_back()
        self._drive.leave_race()

    def race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        """Begin a run of each of these named experiments and train them side by side."""
        if self._trainable:
            self._leave_the_race()
            self._drive.race = self._runs.race(variants)
            self._begin_afresh()
            self.train()

    def resume(self, number: int) -> None:
        """Go on, paused, with a run that was put aside."""
        self._leave_the_race()
        if self._runs.resume(number) is not None:
            self._begin_afresh()

    def forget(self, number: int) -> None:
        """Give up a run that was put aside, unless it is recalled."""
        self._runs.forget(number)
        if (race := self._drive.race) is not None:
            race.leave(number)
            if len(race.runs) < 2:
                self._leave_the_race()
        self.lookout.want()

    def recall(self, number: int) -> None:
        """Have a forgotten run back."""
        self._runs.recall(number)
        self.lookout.want()

    def save(self, answer: Future[SavedRun | None]) -> None:
        """Give the run as it is now; None where there is none that follows the experiment."""
        run = self._trainable
        try:
            answer.set_result(None if run is None else saved(run))
        except Exception as error:  # somebody waits for the answer
            log.exception("the run couldn’t be taken down")
            answer.set_exception(error)

    def set_history_budget(self, budget: int) -> None:
        """Let checkpoints take so many bytes."""
        self._runs.set_budget(budget)
