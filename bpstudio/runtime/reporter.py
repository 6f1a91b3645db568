"""Trains runs and puts out what happens: the loss of every step, and samples now and then."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from contextlib import nullcontext
from typing import TYPE_CHECKING

from bpstudio.engine.activations import SATURATED_SHARE
from bpstudio.runtime.deputy import made_here
from bpstudio.runtime.doctor.practice import Practice
from bpstudio.runtime.loss_block import LossBlock
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from bpstudio.engine.program import Array
    from bpstudio.runtime.deputy import Maker
    from bpstudio.runtime.past import Past
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.snapshot import Sample, Snapshot

SAMPLED_PART = 16  # the next sample is due when the steps have grown by a sixteenth
GLANCED_PART = 128  # so that a run of 200 steps or more has at least as many points
GLANCED_SHARE = 0.0075  # of the time, at most, for the size of the gradients beyond that
FREE = nullcontext()
MOST_OBSERVERS = 10  # each has buffers of its own


class Reporter:
    """What the training thread tells of its runs, to be taken out by whoever records them.

    Attributes
    ----------
    blocks
        The losses of all steps, in order.
    samples
        What is sampled along the runs, snapshots among it.
    threshold
        The share of the largest slope under which a unit counts as saturated.
    practice
        The doctors who watch the runs.
    """

    def __init__(self) -> None:
        self.blocks: deque[LossBlock] = deque()
        self.samples: deque[Sample | Snapshot] = deque()
        self._observers: OrderedDict[int, Observer] = OrderedDict()
        self._sampled: dict[int, int] = {}  # the step of each run's last sample
        self._glanced: dict[int, int] = {}  # and of the last look at its gradients
        self._glance_at = 0.0
        self.threshold = SATURATED_SHARE
        self.practice = Practice()

    def advance(self, run: Run, updates: int, by: Maker = made_here) -> int:
        """Make up to `updates` updates, up to the next sample, and return how many there were."""
        if self._may_look(run):
            due = min(self._steps_to_sample(run), self._steps_to_glance(run))
            updates = min(updates, max(due, 1))  # updates by hand may have gone past it
        made = self.make(run, updates, by)
        self.look(run)
        return made

    def make(self, run: Run, updates: int, by: Maker = made_here) -> int:
        """Make up to `updates` updates, sampled or not, and return how many there were."""
        first = run.step_made + 1
        losses = run.advance(updates, by)
        self._tell(run, first, losses)
        run.apply_stop_rules()
        return len(losses)

    def look(self, run: Run, gate: AbstractContextManager[object] = FREE) -> None:
        """Take a sample or a glance, and let the doctor look, if it is time; behind the `gate`."""
        if run.is_running and self._may_look(run):
            if self._is_look_due(run):
                with gate:
                    self._look(run)
            if self.practice.is_due(run):
                with gate:
                    self.practice.visit(run)

    def _may_look(self, run: Run) -> bool:
        """Whether looks haven't taken too much of the time already."""
        return self.observer_of(run).allowance.has_any(time.perf_counter())

    def _is_look_due(self, run: Run) -> bool:
        is_time = time.perf_counter() >= self._glance_at
        return is_time or min(self._steps_to_sample(run), self._steps_to_glance(run)) <= 0

    def _look(self, run: Run) -> None:
        """Take a sample, if one is due, or else a glance."""
        observer = self.observer_of(run)
        if self._steps_to_sample(run) <= 0:
            self._note(observer, observer.sample, run)
            self._sampled[run.number] = run.step_made
        else:
            cost = self._note(observer, observer.glance, run)
            self._glance_at = time.perf_counter() + cost / GLANCED_SHARE
        self._glanced[run.number] = run.step_made

    def _note(self, observer: Observer, look: Callable[[Run], Sample], run: Run) -> float:
        """Add what is seen, and return the seconds that it cost."""
        cost = time.thread_time()
        self.samples.append(look(run))
        cost = time.thread_time() - cost
        observer.allowance.spend(cost)
        return cost

    def take_down(self, run: Run, snapshot: Snapshot) -> None:
        """Add a snapshot of a run: it has all that a sample would, so the next one can wait."""
        self.samples.append(snapshot)
        self._sampled[run.number] = self._glanced[run.number] = run.step_made

    def tell_end(self, run: Run) -> None:
        """Sample the last step of a finished run: nobody may be looking at it."""
        if run.status is Status.FINISHED and run.step_made == run.newest:
            self.samples.append(self.observer_of(run).sample(run))

    def step(self, run: Run) -> int:
        """Make one update and stay paused."""
        first = run.step_made + 1
        losses = run.step()
        self._tell(run, first, losses)
        run.apply_stop_rules()
        return len(losses)

    def _tell(self, run: Run, first: int, losses: Array) -> None:
        if len(losses):
            self.blocks.append(LossBlock(run.number, first, losses))
            self.practice.note(run, losses)

    def _steps_to_sample(self, run: Run) -> int:
        """Return the number of steps to the next sample: the longer the run, the more."""
        return _steps_left(run, self._sampled, SAMPLED_PART)

    def _steps_to_glance(self, run: Run) -> int:
        """Return the number of steps to the next look at the gradients."""
        return _steps_left(run, self._glanced, GLANCED_PART)

    def observer_of(self, run: Run | Past) -> Observer:
        """Return who looks at a run; the buffers are kept while it is the same network."""
        known = self._observers.pop(run.number, None)
        if known is None or known.trainer is not run.trainer:
            known = Observer(run.trainer)
        known.threshold = self.threshold
        self._observers[run.number] = known
        while len(self._observers) > MOST_OBSERVERS:
            self._observers.popitem(last=False)
        return known

    def forget(self) -> None:
        """Give all buffers back."""
        self._observers.clear()
        self.practice.forget()
        self._sampled.clear()
        self._glanced.clear()


def _steps_left(run: Run, made: dict[int, int], part: int) -> int:
    """Return how many steps there are until a run has grown by a `part` since `made`."""
    step, last = run.step_made, made.get(run.number, 0)
    last = last if last <= step else 0  # it went back
    return last + max(last // part, 1) - step
