"""The training thread: commands come in by a queue and are carried out between steps.

One kind of message goes out, by a slot in which the newest wins; the losses of all steps and the
recorder's samples go out by queues, and none is lost.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal
from bpstudio.runtime.conductor import Conductor
from bpstudio.runtime.heap import give_back
from bpstudio.runtime.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.pace import Rate
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.task import Report, Task
    from bpstudio.runtime.turnstile import Turnstile

NO_MEMORY = (
    "There isn’t enough memory for it: the run is as it was before; "
    "undo the last edit or make the network smaller"
)
FAULT = "Training was stopped by a fault inside bpstudio"
ENDED = f"{FAULT}: The run is as it was; Train goes on with it"

log = logging.getLogger(__name__)


class Worker(threading.Thread):
    """Trains one experiment at a time, in a thread of its own.

    The public methods are for the thread of the screen; they return at once.

    Parameters
    ----------
    turnstile
        Where training waits while the screen draws.
    numbered_from
        The number before that of its first run.

    Attributes
    ----------
    blocks, samples, begun
        What there is to record, to be taken out; see `Reporter` and `Runs`.
    """

    def __init__(
        self, turnstile: Turnstile, former: Worker | None = None, numbered_from: int = 0
    ) -> None:
        super().__init__(name="training", daemon=True)
        self._conductor: Conductor = (
            former._conductor if former else Conductor(turnstile, numbered_from)
        )
        self.blocks, self.samples = self._conductor.blocks, self._conductor.samples
        self.begun = self._conductor.begun
        self._commands: SimpleQueue[tuple[Callable[..., None], tuple[Any, ...]]] = SimpleQueue()
        self._wishes = Wishes()
        if former is not None:
            self._commands, self._wishes = former._commands, former._wishes
        self._turnstile, self._stopping = turnstile, False

    def successor(self) -> Worker:
        """Return a worker, not started, that carries on where this one's thread has died.

        It has the run and the commands that wait; the run is paused, and says so.
        """
        self._conductor.fail(ENDED)
        return Worker(self._turnstile, self)

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._conductor.snapshot

    @property
    def report(self) -> Report[Any] | None:
        """How the newest task stands; None before the first."""
        return self._conductor.report

    def want_snapshot(self) -> None:
        """Ask for a snapshot at the next step boundary; asking twice makes one."""
        self._post(self._conductor.lookout.want)

    def open(self, experiment: Experiment, data: Dataset, learned: Learned | None = None) -> None:
        """Begin a run of another experiment, paused, or go on with the one that it has."""
        check = self._check(self._wishes.open())
        self._post(self._conductor.open, experiment, data, check, learned)

    def save(self) -> Future[SavedRun | None]:
        """Ask for the run as it is at the next step boundary; None where there is none.

        The answer may be an exception, where the run can't be taken down. Without a thread that
        could be disturbed it is there at once.
        """
        answer: Future[SavedRun | None] = Future()
        if self.is_alive():
            self._post(self._conductor.save, answer)
        else:
            self._conductor.save(answer)
        return answer

    def change(
        self, experiment: Experiment, data: Dataset, edit: int, surgery: Surgery = NO_SURGERY
    ) -> None:
        """Go on with an edited experiment from the next step on; see `Run.change`.

        While it is being prepared, another edit takes its place.
        """
        check = self._check(self._wishes.edit(moves_units=bool(surgery.units)))
        self._post(self._conductor.change, experiment, data, edit, surgery, check)

    def _check(self, number: int) -> Callable[[], None]:
        return partial(self._wishes.check, number)

    def train(self) -> None:
        """Set off, or carry on."""
        self._act(self._conductor.train)

    def train_to(self, step: int) -> None:
        """Make updates as fast as it goes, up to this step of the run, and then pause."""
        self._act(self._conductor.train_to, step)

    def pause(self) -> None:
        """Stop after the update under way."""
        self._post(self._conductor.pause)

    def take_place(self) -> None:
        """Make ready to go on after another worker has been at it."""
        self._post(self._conductor.take_place)

    def step(self) -> None:
        """Make one update and stay paused."""
        self._act(self._conductor.step)

    def reset(self) -> None:
        """Begin anew from the same initial weights, paused."""
        self._act(self._conductor.reset)

    def set_pace(self, rate: Rate) -> None:
        """Train at another pace."""
        self._post(self._conductor.set_pace, rate)

    def show_sample(self, position: int) -> None:
        """Give the numbers of this training sample in the snapshots."""
        self._post(self._conductor.lookout.show_sample, position)

    def ask_about(self, asked: Asked | None) -> None:
        """Tell all about this unit in the snapshots, or about none."""
        self._post(self._conductor.lookout.ask_about, asked)

    def study(self, wanted: frozenset[Study[Any]]) -> None:
        """Answer these studies in the snapshots, and no others."""
        self._post(self._conductor.lookout.study, wanted)

    def start_task(self, task: Task[Any], number: int) -> None:
        """Work at this task, the `number`-th, beside the training, in place of an older one.

        It is about the parameters that are looked at when it begins.
        """
        self._post(self._conductor.start_task, task, number)

    def stop_task(self) -> None:
        """Leave the task where it is; what it has found so far stays."""
        self._post(self._conductor.stop_task)

    def race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        """Begin a run of each of these named experiments and train them side by side.

        They have the data of the current run; the first is shown.
        """
        self._act(self._conductor.race, variants)

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self._post(self._conductor.set_threshold, share)

    def set_history_budget(self, budget: int) -> None:
        """Let checkpoints take so many bytes."""
        self._post(self._conductor.set_history_budget, budget)

    def travel(self, step: int) -> None:
        """Pause, and look back at a step of the run, or at the nearest that can be had."""
        self._act(self._conductor.travel, step)

    def come_back(self) -> None:
        """Look at the newest step again."""
        self._post(self._conductor.come_back)

    def branch(self) -> None:
        """Begin a run that goes on, paused, from the step that is looked back at."""
        self._act(self._conductor.branch)

    def resume(self, number: int) -> None:
        """Go on, paused, with a run that was put aside."""
        self._act(self._conductor.resume, number)

    def forget(self, number: int) -> None:
        """Give up a run that was put aside, unless it is recalled."""
        self._post(self._conductor.forget, number)

    def recall(self, number: int) -> None:
        """Have a forgotten run back, where there still was room for it."""
        self._post(self._conductor.recall, number)

    def give_memory_back(self) -> None:
        """Give memory that nobody uses any more back to the system; the window needn't wait."""
        self._post(give_back)

    def stop(self) -> None:
        """End the thread after the step under way; wait for it with `join`.

        What was posted before is passed over, and what is being prepared is dropped.
        """
        self._stopping = True
        self._wishes.end()
        self._post(lambda: None)  # it may be waiting for a command

    def _act(self, command: Callable[..., None], *arguments: Any) -> None:
        """Post what is to be done with the network as the edits so far have made it."""
        self._wishes.act()
        self._post(command, *arguments)

    def _post(self, command: Callable[..., None], *arguments: Any) -> None:
        self._commands.put((command, arguments))

    # From here on: the training thread.

    def run(self) -> None:
        """Carry out commands and train until told to stop."""
        try:
            with np.errstate(all="ignore"):  # what overflows is found in the loss
                while not self._stopping:
                    self._go_on()
        finally:
            self._conductor.end()

    def _go_on(self) -> None:
        try:
            self._carry_out_commands()
            if not self._stopping:
                self._conductor.go_on()
        except Refusal as refusal:
            self._conductor.fail(str(refusal))
        except BaseException as error:  # SystemExit, too: the thread outlives all of them
            log.exception("training failed")
            self._conductor.fail(_words(error))

    def _carry_out_commands(self) -> None:
        wait = self._conductor.wait
        try:
            command, arguments = self._commands.get(timeout=wait) if wait else self._next_command()
            while not self._stopping:
                command(*arguments)
                command, arguments = self._next_command()
        except Empty:
            pass

    def _next_command(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        return self._commands.get_nowait()


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return NO_MEMORY
    return f"{FAULT}: {type(error).__name__}: {error}"
