"""A run as it was at an earlier step, had again by replay, bit for bit."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import network
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_state import RunState
from bpstudio.runtime.snapshot import Status

if TYPE_CHECKING:
    from bpstudio.runtime.clock import Passed
    from bpstudio.runtime.history import Kept
    from bpstudio.runtime.snapshot import Timeline

MOST_UPDATES = 4_096  # between two looks at the clock


class Past:
    """The state of a run at an earlier step, or on the way to it; the run itself stays.

    Parameters
    ----------
    run
        Whose past it is.
    kept
        A checkpoint before the step.
    target
        The step.

    Attributes
    ----------
    number, status, message, loss
        As a run has them.
    trainer
        The machinery as it was then.
    """

    status, message, is_running, culprit = Status.PAUSED, "", False, None

    def __init__(self, run: Run, kept: Kept, target: int) -> None:
        self.run, self.segment, self.target = run, kept.segment, target
        self.number = run.number
        experiment, data = kept.segment.experiment, kept.segment.data
        numbers = kept.checkpoint.parameters.copy()
        self.trainer = Trainer(
            experiment,
            data,
            Parameters(network(experiment, data).shape, numbers),
            kept.segment.order,
            kept.checkpoint,
            np.inf,  # whatever the losses were, they were taken then
            run.trainer,
        )
        self.loss = float("nan")
        if self.is_there:
            self.loss = self.trainer.descent.upcoming_loss

    @property
    def timeline(self) -> Timeline:
        """The steps of the run, and which of them is wanted."""
        return replace(self.run.timeline, wanted=self.target)

    @property
    def step(self) -> int:
        """The step that it is at now."""
        return self.trainer.descent.place.step

    @property
    def passed(self) -> Passed:
        """How far the run had come by then."""
        return self.run.clock.at(self.step)

    @property
    def is_there(self) -> bool:
        """Whether the step has been reached."""
        return self.step >= self.target

    def approach(self, seconds: float) -> None:
        """Make updates towards the step, for a while at most; some may be of a divergence."""
        end = time.perf_counter() + seconds
        some = 1
        while not self.is_there and time.perf_counter() < end:
            losses = self.trainer.descent.replay(min(self.step + some, self.target))
            self.loss = float(losses[-1])
            some = min(2 * some, MOST_UPDATES)

    def branch(self, number: int) -> Run:
        """Return the run `number`, which goes on from here, paused; it takes the trainer over."""
        trainer, parent = self.trainer, self.run
        trainer.descent.limit = self.segment.limit
        lengths = parent.state.epoch_lengths
        state = RunState.fresh(trainer)
        # a new seed waits for the reset, in a branch as in the run
        state = replace(state, seed=parent.state.seed, loss=self.loss, epoch_lengths=lengths)
        state = state.with_epochs_of(trainer)
        history = None if parent.history is None else parent.history.until(self.step, self.segment)
        return Run.resumed(trainer, state, number, history, parent.clock.until(self.step))
