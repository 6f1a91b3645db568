"""When a run is over before its epochs are: the loss is small enough, or no longer gets better."""

from __future__ import annotations

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


class StopRules:
    """Watches the end of each epoch, and keeps the best parameters while it waits for better.

    Parameters
    ----------
    training
        Has the rules: `stop_loss` and `patience`.
    is_mid_epoch
        Whether an epoch is under way already: of that one the mean loss isn't known.

    Attributes
    ----------
    best
        Where the test loss was lowest at the end of an epoch; None before the first.
    best_batch_loss
        The batch loss there.
    message
        Why the run is over, in words.
    """

    def __init__(self, training: TrainingSpec, is_mid_epoch: bool = False) -> None:
        self._training = training
        self._sum, self._steps = 0.0, 0
        self._last_loss = self.best_batch_loss = np.nan
        self._is_partial = is_mid_epoch
        self._best_loss = np.inf
        self._best_epoch = 0
        self.best: Checkpoint | None = None
        self.message = ""

    @property
    def is_active(self) -> bool:
        """Whether there is anything to watch."""
        return self._training.stop_loss > 0 or self._training.patience > 0

    def note(self, losses: Array) -> None:
        """Take the batch losses of steps of the epoch under way."""
        if len(losses):
            self._sum += float(losses.sum(dtype=np.float64))
            self._steps += len(losses)
            self._last_loss = float(losses[-1])

    def end_epoch(self, trainer: Trainer) -> StoppedBy:
        """Return what ends the run at the end of this epoch, if anything does."""
        mean = np.inf if self._is_partial else self._sum / max(self._steps, 1)
        self._sum, self._steps, self._is_partial = 0.0, 0, False
        if mean < self._training.stop_loss:
            bound = self._training.stop_loss
            self.message = (
                f"Finished: the mean loss of epoch {trainer.epoch} was {mean:.4g}, under {bound:g}."
            )
            return StoppedBy.LOSS
        return self._wait(trainer) if self._training.patience else StoppedBy.NOTHING

    def _wait(self, trainer: Trainer) -> StoppedBy:
        loss, _ = trainer.test_figures()
        if loss is not None and loss < self._best_loss:
            self._best_loss, self._best_epoch = loss, trainer.epoch
            self.best = trainer.descent.checkpoint()
            self.best_batch_loss = self._last_loss
            return StoppedBy.NOTHING
        waited = trainer.epoch - self._best_epoch
        if waited < self._training.patience:
            return StoppedBy.NOTHING
        if self.best is None:
            self.message = f"Finished: the test loss has been no number for {_epochs(waited)}."
            return StoppedBy.PATIENCE
        self.message = (
            f"Finished: the test loss has not been better for {_epochs(waited)}. The parameters "
            f"are those of epoch {self._best_epoch}, with a test loss of {self._best_loss:.4g}."
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
