"""What the training thread does between two looks at its commands: train, and tell of it.

No thread here: the worker calls these methods, one at a time.
"""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bpstudio.engine.initializers import no_pause
from bpstudio.runtime.desk import Desk
from bpstudio.runtime.lookout import Lookout
from bpstudio.runtime.pace import Pace, Rate, Speed
from bpstudio.runtime.past import Past
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.saved_run import saved
from bpstudio.runtime.snapshot import EMPTY, Status
from bpstudio.runtime.thresholds import Thresholds
from bpstudio.runtime.time_machine import TimeMachine
from bpstudio.runtime.wishes import SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.race import Race
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.task import Report, Task
    from bpstudio.runtime.thresholds import Threshold
    from bpstudio.runtime.turnstile import Turnstile

IDLE = 1.0  # seconds to wait for a command when there is nothing to do
LONG_STEP = 0.001  # seconds; NumPy lets others run during such a step, so it needn't wait

log = logging.getLogger(__name__)


class Conductor:
    """Carries out commands, makes the updates that are due, and takes snapshots.

    The commands are those of the `Worker`, by whose names they go.

    Parameters
    ----------
    turnstile
        Where training waits while the screen draws.
    numbered_from
        The number before that of the first run.

    Attributes
    ----------
    snapshot
        The newest one.
    blocks, samples, begun
        What there is to record, to be taken out; see `Reporter` and `Runs`.
    """

    def __init__(self, turnstile: Turnstile, numbered_from: int = 0) -> None:
        self._reporter, self._machine = Reporter(), TimeMachine()
        self._runs = Runs(numbered_from=numbered_from)
        self._goal: int | None = None  # the step at which it pauses; see `train_to`
        self._desk = Desk()
        self.blocks, self.samples = self._reporter.blocks, self._reporter.samples
        self.begun = self._runs.begun
        self.snapshot = EMPTY
        self._race: Race | None = None
        self._turnstile = turnstile
        self._lookout = Lookout(self._reporter)
        self._thresholds = Thresholds()
        self._is_behind = True
        self._pace = Pace()
        self._speed = Speed()

    @property
    def _run(self) -> Run | None:
        return self._runs.current

    @property
    def _leader(self) -> Run | None:
        """Who sets the pace: the run itself, or the leader of the race that it is in."""
        return self._run if self._race is None else self._race.leader

    @property
    def _is_running(self) -> bool:
        return self._leader is not None and self._leader.is_running

    @property
    def wait(self) -> float:
        """How many seconds there is nothing to do."""
        if self._machine.is_under_way or self._desk.is_busy:
            return 0.0
        if not self._is_running:
            return IDLE
        return 0.0 if self._goal is not None else self._pace.wait(time.perf_counter())

    def go_on(self) -> None:
        """Train for a moment, come nearer to a step that is looked back at, take a snapshot.

        And work at the task, if there is one: of the step that is looked at, once it is there.
        """
        self._train_for_a_while()
        self._machine.go_on()
        if self._desk.is_busy and not self._machine.is_under_way:
            with self._turnstile:
                self._desk.go_on(self._machine.past or self._run)
        self._publish_if_wanted()

    @property
    def report(self) -> Report[Any] | None:
        """How the newest task stands; None before the first."""
        return self._desk.report

    def fail(self, message: str) -> None:
        """Say that training has stopped, and why."""
        if self._machine.is_under_way:  # or it would fail again and again
            self._machine.come_back()
            self._lookout.want()
        if self._race is not None:  # whichever of them it was
            self._race.pause()
        if self._run is not None:
            self._run.fail(message)
        self.snapshot = replace(self.snapshot, status=Status.FAILED, message=message)

    def _train_for_a_while(self) -> None:
        behind = None if self._race is None else self._race.follower()
        run, updates = behind or (self._leader, 0)
        if run is None or not run.is_running:
            return
        left = run.trainer.steps_left_of_epoch
        due = updates if behind else self._pace.due(time.perf_counter(), left)
        if self._goal is not None:
            due = min(self._pace.slice, max(self._goal - run.step_made, 0))
        if due:
            must_wait = self._pace.step_time < LONG_STEP or self._turnstile.is_kept_closed
            with self._turnstile if must_wait else nullcontext():
                self._advance(run, due, sets_pace=behind is None)
        if self._goal is not None and run.step_made >= self._goal:
            run.pause()
        if not run.is_running:
            self._goal = None
            self._lookout.want()
            if self._race is not None:
                self._reporter.tell_end(run)

    def _advance(self, run: Run, updates: int, sets_pace: bool) -> None:
        start, epochs = time.perf_counter(), run.trainer.descent.place.epochs
        was_alone = self._turnstile.is_open
        made = self._reporter.advance(run, updates)
        took = time.perf_counter() - start
        # beside the screen a step takes many times as long, and then wouldn't wait for it
        is_measured = was_alone and self._turnstile.is_open
        if self._race is not None and is_measured:
            self._race.made(run, made, took)
        if made and sets_pace:
            ends_epoch = run.trainer.descent.place.epochs > epochs
            self._pace.made(made, took if is_measured else None, ends_epoch)
            self._speed.count(made)

    def _publish_if_wanted(self) -> None:
        run = self._machine.past or self._run
        if run is None or not self._lookout.is_due(self._is_running):
            return
        with self._turnstile:
            speed = self._speed.per_second if run.is_running else 0.0
            if not isinstance(run, Past):
                self._reporter.practice.visit(run)
            snapshot = self._lookout.look(run, speed)
        if snapshot is None:
            return
        racing = self._race.numbers if self._race and self._race.is_running else ()
        snapshot = replace(
            snapshot,
            aside=self._runs.aside,
            racing=racing,
            standing=None if self._race is None else self._race.standing,
            thresholds=self._thresholds_of(run),
            findings=() if snapshot.is_past else self._reporter.practice.findings(run.number),
        )
        if not isinstance(run, Past):  # before it is put out: who sees it finds it recorded
            self._reporter.take_down(run, snapshot)
        self._pace.refreshed()
        self.snapshot = snapshot

    def _thresholds_of(self, run: Run | Past) -> tuple[Threshold, ...]:
        """Return the thresholds of a run, up to its newest step, wherever one looks."""
        return self._thresholds.of(run.number, run.timeline.newest)

    # From here on: the commands.

    def want_snapshot(self) -> None:
        """Take a snapshot as soon as one is due; asking twice makes one."""
        self._lookout.want()

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
        self._lookout.sample, self._is_behind = 0, True
        self.snapshot = replace(EMPTY, run=self._runs.last_number + 1, experiment=experiment)
        self._lookout.check = check
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
        self._lookout.check = check
        with suppress(SupersededError):
            self._runs.change(experiment, data, edit, surgery, check)
            self._begin_afresh()

    def _begin_afresh(self) -> None:
        """Note that the run is what the user wants, and that another network may train."""
        self._is_behind = False
        self._pace.restart(time.perf_counter())
        self._lookout.begin_afresh()

    def train(self) -> None:
        """Set off, or carry on."""
        self.branch()
        self._goal = None
        if run := self._trainable:
            (self._race or run).train()
            self._pace.restart(time.perf_counter())
            self._speed = Speed()
            self._lookout.want()

    def train_to(self, step: int) -> None:
        """Make updates as fast as it goes, up to this step of the run, and then pause."""
        self._leave_the_race()
        run = self._trainable
        if run is not None and run.step_made < step:
            run.train()
            self._goal = step
            self._lookout.want()

    @property
    def _trainable(self) -> Run | None:
        """The run, unless it couldn't follow the last edit: then nothing may train."""
        return None if self._is_behind else self._run

    def pause(self) -> None:
        """Stop making updates."""
        self._goal = None
        who = self._race or self._run
        if who is not None:
            who.pause()
            self._lookout.want()

    def step(self) -> None:
        """Make one update and stay paused."""
        self.branch()
        self._leave_the_race()
        if run := self._trainable:
            self._speed.count(self._reporter.step(run))
            self._lookout.want()

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
            self._lookout.want()

    def set_pace(self, rate: Rate) -> None:
        """Train at another pace."""
        self._pace.set(rate, time.perf_counter())

    def show_sample(self, position: int) -> None:
        """Give the numbers of this training sample."""
        self._lookout.sample = position
        self._lookout.want()

    def ask_about(self, asked: Asked | None) -> None:
        """Tell all about this unit, or about none."""
        self._lookout.asked = asked
        self._lookout.want()

    def study(self, wanted: frozenset[Study[Any]]) -> None:
        """Answer these studies, and no others."""
        self._lookout.studies = wanted
        self._lookout.want()

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        if self._run is not None:
            self._thresholds.set(share, self._run.number, self._run.timeline.newest)
        self._thresholds.share = self._reporter.threshold = share
        self._lookout.want()

    def start_task(self, task: Task[Any], number: int) -> None:
        """Work at this task, beside the training, and no more at any other."""
        self._desk.put(task, number)

    def stop_task(self) -> None:
        """Leave the task where it is."""
        self._desk.cancel()

    def travel(self, step: int) -> None:
        """Pause, and look back at a step of the run."""
        if run := self._trainable:
            (self._race or run).pause()
            self._machine.travel(run, step)
            self._lookout.want()

    def come_back(self) -> None:
        """Look at the newest step again."""
        self._machine.come_back()
        self._lookout.want()

    def branch(self) -> None:
        """Begin a run that goes on, paused, from the step that is looked back at."""
        past = self._machine.past
        if past is None:
            return
        while not past.is_there:
            self._machine.go_on()
        self._leave_the_race()
        self._runs.branch(past)
        self._thresholds.branch(self._runs.last_number, past.number, past.step)
        self._begin_afresh()

    def _leave_the_race(self) -> None:
        """Look at the run itself, and let those that it races with stay where they are."""
        self._machine.come_back()
        if self._race is not None:
            was_running = self._run is not None and self._run.is_running
            self._race.pause()
            self._race = None
            if was_running and self._run is not None:
                self._run.train()

    def race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        """Begin a run of each of these named experiments and train them side by side."""
        if self._trainable:
            self._leave_the_race()
            self._race = self._runs.race(variants)
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
        if self._race is not None:
            self._race.leave(number)
            if len(self._race.runs) < 2:
                self._leave_the_race()
        self._lookout.want()

    def recall(self, number: int) -> None:
        """Have a forgotten run back."""
        self._runs.recall(number)
        self._lookout.want()

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
