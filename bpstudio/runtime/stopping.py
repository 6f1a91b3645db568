"""When a run is over before its epochs are: the loss is small enough, or no longer gets better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment, TrainingSpec
    from bpstudio.experiment.trainer import Trainer


class StoppedBy(StrEnum):
    """What has ended a run."""

    NOTHING = ""
    EPOCHS = "epochs"
    STEPS = "steps"
    LOSS = "loss"
    PATIENCE = "patience"
    DIVERGENCE = "divergence"


@dataclass(frozen=True)
class StopState:
    """What stop rules know between two steps; the best are None before the first epoch's end.

    `total` is the sum of the batch losses of the epoch under way, over so many `steps`.
    """

    total: float = 0.0
    steps: int = 0
    is_partial: bool = False
    last_loss: float = np.nan
    best_batch_loss: float = np.nan
    best_loss: float = np.inf
    best_epoch: int = 0
    best: Checkpoint | None = None


class StopRules:
    """Watches the end of each epoch, and keeps the best parameters while it waits for better.

    Parameters
    ----------
    training
        Has the rules: `stop_loss` and `patience`.
    state
        What is known already.

    Attributes
    ----------
    state
        What is known now.
    message
        Why the run is over, in words.
    """

    def __init__(self, training: TrainingSpec, state: StopState) -> None:
        self._training = training
        self.state = state
        self.message = ""

    @property
    def is_active(self) -> bool:
        """Whether there is anything to watch."""
        return self._training.stop_loss > 0 or self._training.patience > 0

    def note(self, losses: Array) -> None:
        """Take the batch losses of steps of the epoch under way, if anybody asks for them."""
        if self.is_active and len(losses):
            self.state = replace(
                self.state,
                total=self.state.total + float(losses.sum(dtype=np.float64)),
                steps=self.state.steps + len(losses),
                last_loss=float(losses[-1]),
            )

    def end_epoch(self, trainer: Trainer) -> StoppedBy:
        """Return what ends the run at the end of this epoch, if anything does."""
        known = self.state
        mean = np.inf if known.is_partial else known.total / max(known.steps, 1)
        self.state = replace(known, total=0.0, steps=0, is_partial=False)
        if mean < self._training.stop_loss:
            bound = self._training.stop_loss
            self.message = (
                f"Finished: the mean loss of epoch {trainer.epoch} was {mean:.4g}, under {bound:g}."
            )
            return StoppedBy.LOSS
        return self._wait(trainer) if self._training.patience else StoppedBy.NOTHING

    def _wait(self, trainer: Trainer) -> StoppedBy:
        known = self.state
        loss, _ = trainer.test_figures()
        if loss is not None and loss < known.best_loss:
            self.state = replace(
                known,
                best_loss=loss,
                best_epoch=trainer.epoch,
                best=trainer.descent.checkpoint(),
                best_batch_loss=known.last_loss,
            )
            return StoppedBy.NOTHING
        waited = trainer.epoch - known.best_epoch
        if waited < self._training.patience:
            return StoppedBy.NOTHING
        if known.best is None:
            self.message = f"Finished: the test loss has been no number for {_epochs(waited)}."
            return StoppedBy.PATIENCE
        self.message = (
            f"Finished: the test loss has not been better for {_epochs(waited)}. The parameters "
            f"are those of epoch {known.best_epoch}, with a test loss of {known.best_loss:.4g}."
        )
        return StoppedBy.PATIENCE


def _epochs(count: int) -> str:
    return "an epoch" if count == 1 else f"{count} epochs"


def watched(experiment: Experiment) -> tuple[object, ...]:
    """Return what an edit changes when losses before and after it can't be compared."""
    training = experiment.training
    layers = [(layer.id, layer.units, layer.activation, layer.skip) for layer in experiment.hidden]
    rules = (training.stop_loss, training.patience, training.optimizer)
    return (layers, experiment.loss, rules)
