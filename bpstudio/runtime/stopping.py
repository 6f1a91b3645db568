"""When a run is over before its epochs are: the loss is small enough, or no longer gets better."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import TrainingSpec
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

    Attributes
    ----------
    best
        Where the test loss was lowest at the end of an epoch; None before the first.
    message
        Why the run is over, in words.
    """

    def __init__(self, training: TrainingSpec) -> None:
        self._training = training
        self._sum, self._steps = 0.0, 0
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
        self._sum += float(losses.sum(dtype=np.float64))
        self._steps += len(losses)

    def end_epoch(self, trainer: Trainer) -> StoppedBy:
        """Return what ends the run at the end of this epoch, if anything does."""
        mean = self._sum / max(self._steps, 1)
        self._sum, self._steps = 0.0, 0
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
            return StoppedBy.NOTHING
        waited = trainer.epoch - self._best_epoch
        if waited < self._training.patience:
            return StoppedBy.NOTHING
        self.message = (
            f"Finished: the test loss has not been better for {waited} epochs. The parameters are "
            f"those of epoch {self._best_epoch}, with a test loss of {self._best_loss:.4g}."
        )
        return StoppedBy.PATIENCE
