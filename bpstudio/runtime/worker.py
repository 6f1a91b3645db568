"""The training thread: owns the run, takes commands in, gives snapshots out.

Commands come by a queue and are carried out between steps. One kind of message goes out, by a
slot in which the newest wins; the losses of all steps and the recorder's samples go out by
queues, and none is lost.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import nullcontext
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal
from bpstudio.runtime.pace import Pace, Rate, Speed
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import EMPTY, Snapshot, Status
from bpstudio.runtime.thresholds import Thresholds
from bpstudio.runtime.time_machine import TimeMachine

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.past import Past
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.race import Race
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.thresholds import Threshold
    from bpstudio.runtime.turnstile import Turnstile

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds to wait for a command when there is nothing to do
LONG_STEP = 0.001  # seconds; NumPy lets others run during such a step, so it needn't wait
OBSERVED_SHARE = 0.03  # of the time, at most, for snapshots while training
LONGEST_SILENCE = 2.0  # seconds without a snapshot, whatever it costs: else it looks dead


class Worker(threading.Thread):
    """Trains one experiment at a time, in a thread of its own.

    The public methods are for the thread of the screen; they return at once.

    Parameters
    ----------
    turnstile
        Where training waits while the screen draws.
    """

    def __init__(self, turnstile: Turnstile) -> None:
        super().__init__(name="training", daemon=True)
        self._reporter, self._runs, self._machine = Reporter(), Runs(), TimeMachine()
        self.blocks, self.samples = self._reporter.blocks, self._reporter.samples
        self.begun = self._runs.begun
        self._race: Race | None = None
        self._turnstile = turnstile
        self._commands: SimpleQueue[tuple[Callable[..., None], tuple[Any, ...]]] = SimpleQueue()
        self._snapshot = EMPTY
        self._wanted = threading.Event()
        self._stopping = False
        self._sample = 0
        self._asked: Asked | None = None
        self._studies: frozenset[Study[Any]] = frozenset()
        self._thresholds = Thresholds()
        self._is_behind = True
        self._observe_at = 0.0
        self._pace = Pace()
        self._speed = Speed()

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._snapshot

    def want_snapshot(self) -> None:
        """Ask for a snapshot at the next step boundary; asking twice makes one."""
        self._wanted.set()
        self._post(self._nothing)

    def open(self, experiment: Experiment, data: Dataset) -> None:
        """Begin a run of another experiment, paused."""
        self._post(self._open, experiment, data)

    def change(
        self, experiment: Experiment, data: Dataset, edit: int, surgery: Surgery = NO_SURGERY
    ) -> None:
        """Go on with an edited experiment from the next step on; see `Run.change`."""
        self._post(self._change, experiment, data, edit, surgery)

    def train(self) -> None:
        """Set off, or carry on."""
        self._post(self._train)

    def pause(self) -> None:
        """Stop after the update under way."""
        self._post(self._pause)

    def step(self) -> None:
        """Make one update and stay paused."""
        self._post(self._step)

    def reset(self) -> None:
        """Begin anew from the same initial weights, paused."""
        self._post(self._reset)

    def set_pace(self, rate: Rate) -> None:
        """Train at another pace."""
        self._post(self._set_pace, rate)

    def show_sample(self, position: int) -> None:
        """Give the numbers of this training sample in the snapshots."""
        self._post(self._show_sample, position)

    def ask_about(self, asked: Asked | None) -> None:
        """Tell all about this unit in the snapshots, or about none."""
        self._post(self._ask_about, asked)

    def study(self, wanted: frozenset[Study[Any]]) -> None:
        """Answer these studies in the snapshots, and no others."""
        self._post(self._study, wanted)

    def race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        """Begin a run of each of these named experiments and train them side by side.

        They have the data of the current run; the first is shown.
        """
        self._post(self._begin_race, variants)

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self._post(self._set_threshold, share)

    def set_history_budget(self, budget: int) -> None:
        """Let checkpoints take so many bytes."""
        self._post(self._runs.set_budget, budget)

    def travel(self, step: int) -> None:
        """Pause, and look back at a step of the run, or at the nearest that can be had."""
        self._post(self._travel, step)

    def come_back(self) -> None:
        """Look at the newest step again."""
        self._post(self._come_back)

    def branch(self) -> None:
        """Begin a run that goes on, paused, from the step that is looked back at."""
        self._post(self._branch)

    def resume(self, number: int) -> None:
        """Go on, paused, with a run that was put aside."""
        self._post(self._resume, number)

    def forget(self, number: int) -> None:
        """Give up a run that was put aside."""
        self._post(self._forget, number)

    def stop(self) -> None:
        """End the thread after the step under way; wait for it with `join`."""
        self._post(self._end)

    def _post(self, command: Callable[..., None], *arguments: Any) -> None:
        self._commands.put((command, arguments))

    # From here on: the training thread.

    def run(self) -> None:
        """Carry out commands and train until told to stop."""
        with np.errstate(all="ignore"):  # what overflows is found in the loss, and said in words
            while not self._stopping:
                try:
                    self._carry_out_commands()
                    self._train_for_a_while()
                    self._machine.go_on()
                    self._publish_if_wanted()
                except Refusal as refusal:
                    self._fail(str(refusal))
                except MemoryError:
                    self._fail("there isn't enough memory for it")
                except Exception as error:
                    log.exception("training failed")
                    self._fail(f"{type(error).__name__}: {error}")

    def _carry_out_commands(self) -> None:
        wait = self._pace.wait(time.perf_counter()) if self._is_running else IDLE
        if self._machine.is_under_way:
            wait = 0.0
        try:
            command, arguments = self._commands.get(timeout=wait) if wait else self._next_command()
            while True:
                command(*arguments)
                command, arguments = self._next_command()
        except Empty:
            pass

    def _next_command(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        return self._commands.get_nowait()

    @property
    def _run(self) -> Run | None:
        return self._runs.current

    @property
    def _is_running(self) -> bool:
        return self._leader is not None and self._leader.is_running

    def _train_for_a_while(self) -> None:
        behind = None if self._race is None else self._race.follower()
        run, updates = behind or (self._leader, 0)
        if run is None or not run.is_running:
            return
        left = run.trainer.steps_left_of_epoch
        due = updates if behind else self._pace.due(time.perf_counter(), left)
        if due:
            must_wait = self._pace.step_time < LONG_STEP or self._turnstile.is_kept_closed
            with self._turnstile if must_wait else nullcontext():
                self._advance(run, due, sets_pace=behind is None)
        if not run.is_running:
            self._wanted.set()

    @property
    def _leader(self) -> Run | None:
        """Who sets the pace: the run itself, or the leader of the race that it is in."""
        return self._run if self._race is None else self._race.leader

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
        if run is None or not self._wanted.is_set():
            return
        now = time.perf_counter()
        if self._is_running and now < self._observe_at:
            return
        with self._turnstile:
            self._wanted.clear()
            observer = self._reporter.observer_of(run)
            speed = self._speed.per_second if run.is_running else 0.0
            cost = time.thread_time()
            snapshot = observer.observe(run, self._sample, speed, self._asked, self._studies)
            cost = time.thread_time() - cost - observer.studies.spent  # which has its own share
        racing = self._race.numbers if self._race and self._race.is_running else ()
        thresholds = self._thresholds_of(run)
        self._snapshot = snapshot = replace(
            snapshot, aside=self._runs.aside, racing=racing, thresholds=thresholds
        )
        self._observe_at = time.perf_counter() + min(cost / OBSERVED_SHARE, LONGEST_SILENCE)
        if not snapshot.is_past:
            self.samples.append(snapshot)
        elif not snapshot.is_exact:
            self._wanted.set()  # there is more to come
        self._pace.refreshed()

    def _thresholds_of(self, run: Run | Past) -> tuple[Threshold, ...]:
        """Return the thresholds of a run, up to its newest step, wherever one looks."""
        return self._thresholds.of(run.number, run.timeline.newest)

    def _fail(self, message: str) -> None:
        if self._run is not None:
            self._run.status, self._run.message = Status.FAILED, message
        self._snapshot = replace(self._snapshot, status=Status.FAILED, message=message)

    def _nothing(self) -> None:
        """Wake up."""

    def _open(self, experiment: Experiment, data: Dataset) -> None:
        self._reporter.forget()
        self._leave_the_race()
        self._sample, self._is_behind = 0, True
        self._snapshot = replace(EMPTY, run=self._runs.last_number + 1, experiment=experiment)
        self._runs.open(experiment, data)
        self._begin_afresh()

    def _change(self, experiment: Experiment, data: Dataset, edit: int, surgery: Surgery) -> None:
        self._is_behind = True
        self._leave_the_race()
        self._runs.change(experiment, data, edit, surgery)
        self._begin_afresh()

    def _begin_afresh(self) -> None:
        """Note that the run is what the user wants, and that another network may train."""
        self._is_behind = False
        self._observe_at = 0.0  # what the network before it cost to look at doesn't count
        self._pace.restart(time.perf_counter())
        self._wanted.set()

    def _train(self) -> None:
        self._branch()
        if run := self._trainable:
            (self._race or run).train()
            self._pace.restart(time.perf_counter())
            self._speed = Speed()
            self._wanted.set()

    @property
    def _trainable(self) -> Run | None:
        """The run, unless it couldn't follow the last edit: then nothing may train."""
        return None if self._is_behind else self._run

    def _pause(self) -> None:
        who = self._race or self._run
        if who is not None:
            who.pause()
            self._wanted.set()

    def _step(self) -> None:
        self._branch()
        self._leave_the_race()
        if run := self._trainable:
            self._speed.count(self._reporter.step(run))
            self._wanted.set()

    def _reset(self) -> None:
        if self._trainable:
            self._leave_the_race()
            self._runs.reset()
            self._begin_afresh()

    def _set_pace(self, rate: Rate) -> None:
        self._pace.set(rate, time.perf_counter())

    def _show_sample(self, position: int) -> None:
        self._sample = position
        self._wanted.set()

    def _ask_about(self, asked: Asked | None) -> None:
        self._asked = asked
        self._wanted.set()

    def _study(self, wanted: frozenset[Study[Any]]) -> None:
        self._studies = wanted
        self._wanted.set()

    def _set_threshold(self, share: float) -> None:
        if self._run is not None:
            self._thresholds.set(share, self._run.number, self._run.timeline.newest)
        self._thresholds.share = self._reporter.threshold = share
        self._wanted.set()

    def _travel(self, step: int) -> None:
        if run := self._trainable:
            (self._race or run).pause()
            self._machine.travel(run, step)
            self._wanted.set()

    def _come_back(self) -> None:
        self._machine.come_back()
        self._wanted.set()

    def _branch(self) -> None:
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

    def _begin_race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        if self._trainable:
            self._leave_the_race()
            self._race = self._runs.race(variants)
            self._begin_afresh()
            self._train()

    def _resume(self, number: int) -> None:
        self._leave_the_race()
        if self._runs.resume(number) is not None:
            self._begin_afresh()

    def _forget(self, number: int) -> None:
        self._runs.forget(number)
        self._wanted.set()

    def _end(self) -> None:
        self._stopping = True
