"""The training thread: owns the run, takes commands in, gives snapshots out.

Commands come by a queue and are carried out between steps. One kind of message goes out, by a
slot in which the newest wins; the losses of all steps and the recorder's samples go out by
queues, and none is lost.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from contextlib import nullcontext
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.pace import Pace, Rate, Speed
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import EMPTY, Branch, LossBlock, Sample, Snapshot, Status
from bpstudio.runtime.thresholds import Thresholds
from bpstudio.runtime.time_machine import TimeMachine

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.past import Past
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.thresholds import Threshold
    from bpstudio.runtime.turnstile import Turnstile

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds to wait for a command when there is nothing to do
LONG_STEP = 0.001  # seconds; NumPy lets others run during such a step, so it needn't wait
OBSERVED_SHARE = 0.03  # of the time, at most, for snapshots while training
LONGEST_SILENCE = 2.0  # seconds without a snapshot, whatever it costs: else it looks dead
GLANCED_SHARE = 0.015  # of the time, at most, for the size of the gradients between samples
SAMPLED_PART = 16  # the next sample is due when the steps have grown by a sixteenth


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
        self.blocks: deque[LossBlock] = deque()
        self.samples: deque[Sample | Snapshot] = deque()
        self.branches: deque[Branch] = deque()
        self._turnstile = turnstile
        self._commands: SimpleQueue[tuple[Callable[..., None], tuple[Any, ...]]] = SimpleQueue()
        self._snapshot = EMPTY
        self._wanted = threading.Event()
        self._stopping = False
        self._observer: Observer | None = None
        self._runs, self._machine = Runs(), TimeMachine()
        self._sample = 0
        self._asked: Asked | None = None
        self._studies: frozenset[Study[Any]] = frozenset()
        self._thresholds = Thresholds()
        self._sampled, self._glance_at = 0, 0.0
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

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self._post(self._set_threshold, share)

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
        return self._run is not None and self._run.is_running

    def _train_for_a_while(self) -> None:
        run = self._run
        if run is None or not run.is_running:
            return
        due = self._pace.due(time.perf_counter(), run.trainer.steps_left_of_epoch)
        if due:
            with self._turnstile if self._pace.step_time < LONG_STEP else nullcontext():
                self._advance(run, min(due, self._steps_to_sample(run)))
        if not run.is_running:
            self._wanted.set()

    def _advance(self, run: Run, updates: int) -> None:
        start, epochs = time.perf_counter(), run.trainer.descent.place.epochs
        made = self._record(lambda: run.advance(updates))
        run.apply_stop_rules()
        ends_epoch = run.trainer.descent.place.epochs > epochs
        if made:
            self._pace.made(made, time.perf_counter() - start, ends_epoch)
        if run.is_running and self._steps_to_sample(run) <= 0:
            self._take_sample(run)
        elif run.is_running and time.perf_counter() >= self._glance_at:
            self._glance(run)

    def _steps_to_sample(self, run: Run) -> int:
        """Return the number of steps to the next sample: the longer the run, the more."""
        step = run.trainer.descent.place.step
        last = self._sampled if self._sampled <= step else 0  # a new run, or one that went back
        return last + max(last // SAMPLED_PART, 1) - step

    def _take_sample(self, run: Run) -> None:
        self.samples.append(self._observer_of(run).sample(run))
        self._sampled = run.trainer.descent.place.step

    def _glance(self, run: Run) -> None:
        """Take down how large the gradients are, so that their curves are of many points."""
        cost = time.thread_time()
        self.samples.append(self._observer_of(run).glance(run))
        cost = time.thread_time() - cost
        self._glance_at = time.perf_counter() + cost / GLANCED_SHARE

    def _record(self, advance: Callable[[], Array]) -> int:
        """Make updates and put their losses out; return how many there were."""
        assert self._run is not None
        first = self._run.trainer.descent.place.step + 1
        losses = advance()
        if len(losses):
            self.blocks.append(LossBlock(self._run.number, first, losses))
            self._speed.count(len(losses))
        return len(losses)

    def _observer_of(self, run: Run | Past) -> Observer:
        if self._observer is None or self._observer.trainer is not run.trainer:
            self._observer = Observer(run.trainer)
        self._observer.threshold = self._thresholds.share
        return self._observer

    def _publish_if_wanted(self) -> None:
        run = self._machine.past or self._run
        if run is None or not self._wanted.is_set():
            return
        now = time.perf_counter()
        if run.is_running and now < self._observe_at:
            return
        self._turnstile.wait()
        self._wanted.clear()
        observer = self._observer_of(run)
        speed = self._speed.per_second if run.is_running else 0.0
        cost = time.thread_time()
        snapshot = observer.observe(run, self._sample, speed, self._asked, self._studies)
        self._snapshot = snapshot = replace(
            snapshot, aside=self._runs.aside, thresholds=self._thresholds_of(run)
        )
        cost = time.thread_time() - cost
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
        self._observer = None
        self._machine.come_back()
        self._sample, self._is_behind = 0, True
        self._snapshot = replace(EMPTY, run=self._runs.last_number + 1, experiment=experiment)
        self._runs.open(experiment, data)
        self._begin_afresh()

    def _change(self, experiment: Experiment, data: Dataset, edit: int, surgery: Surgery) -> None:
        self._is_behind = True
        self._machine.come_back()
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
            run.train()
            self._pace.restart(time.perf_counter())
            self._speed = Speed()
            self._wanted.set()

    @property
    def _trainable(self) -> Run | None:
        """The run, unless it couldn't follow the last edit: then nothing may train."""
        return None if self._is_behind else self._run

    def _pause(self) -> None:
        if self._run is not None:
            self._run.pause()
            self._wanted.set()

    def _step(self) -> None:
        self._branch()
        if run := self._trainable:
            self._record(run.step)
            run.apply_stop_rules()
            self._wanted.set()

    def _reset(self) -> None:
        if self._trainable:
            self._machine.come_back()
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
        self._thresholds.share = share
        self._wanted.set()

    def _travel(self, step: int) -> None:
        if run := self._trainable:
            run.pause()
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
        self._machine.come_back()
        self._runs.branch(past)
        self._thresholds.branch(self._runs.last_number, past.number, past.step)
        self.branches.append(Branch(self._runs.last_number, past.number, past.step))
        self._begin_afresh()

    def _resume(self, number: int) -> None:
        self._machine.come_back()
        if self._runs.resume(number) is not None:
            self._begin_afresh()

    def _forget(self, number: int) -> None:
        self._runs.forget(number)
        self._wanted.set()

    def _end(self) -> None:
        self._stopping = True
