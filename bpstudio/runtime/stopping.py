"""When a run is over before its epochs are: the loss is small enough, or no longer gets better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

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


class Verdict(NamedTuple):
    """What the rules say at the end of an epoch: what they know now, what ends the run, and why."""

    known: StopState
    stopped_by: StoppedBy = StoppedBy.NOTHING
    message: str = ""


@dataclass(frozen=True)
class StopState:
    """What stop rules know between two steps; the best are None before the first epoch's end.

    While it waits for better ones it keeps the best parameters. `total` is the sum of the batch
    losses of the epoch under way, over so many `steps`; `is_partial` where some weren't noted.
    """

    total: float = 0.0
    steps: int = 0
    is_partial: bool = False
    last_loss: float = np.nan
    best_batch_loss: float = np.nan
    best_loss: float = np.inf
    best_epoch: int = 0
    best: Checkpoint | None = None

    @classmethod
    def fresh(cls, trainer: Trainer) -> StopState:
        """Return what is known where rules begin to watch: of an epoch under way no mean loss."""
        return cls(is_partial=trainer.descent.place.used > 0)

    def noted(self, losses: Array) -> StopState:
        """Return what is known after steps of the epoch under way, by their batch losses."""
        if not len(losses):
            return self
        return replace(
            self,
            total=self.total + float(losses.sum(dtype=np.float64)),
            steps=self.steps + len(losses),
            last_loss=float(losses[-1]),
        )

    def end_epoch(self, trainer: Trainer) -> Verdict:
        """Say what ends the run at the end of this epoch, if anything does."""
        training = trainer.experiment.training
        mean = np.inf if self.is_partial else self.total / max(self.steps, 1)
        known = replace(self, total=0.0, steps=0, is_partial=False)
        if mean < training.stop_loss:
            return Verdict(
                known,
                StoppedBy.LOSS,
                f"Finished: the mean loss of epoch {trainer.epoch} was {mean:.4g}, "
                f"under {training.stop_loss:g}.",
            )
        return known._wait(trainer, training.patience) if training.patience else Verdict(known)

    def _wait(self, trainer: Trainer, patience: int) -> Verdict:
        loss, _ = trainer.test_figures()
        if loss is not None and loss < self.best_loss:
            better = replace(
                self,
                best_loss=loss,
                best_epoch=trainer.epoch,
                best=trainer.descent.checkpoint(),
                best_batch_loss=self.last_loss,
            )
            return Verdict(better)
        waited = trainer.epoch - self.best_epoch
        if waited < patience:
            return Verdict(self)
        if self.best is None:
            words = f"Finished: the test loss has been no number for {_epochs(waited)}."
        else:
            words = (
                f"Finished: the test loss has not been better for {_epochs(waited)}. The "
                f"parameters are those of epoch {self.best_epoch}, with a test loss of "
                f"{self.best_loss:.4g}."
            )
        return Verdict(self, StoppedBy.PATIENCE, words)


def has_rules(training: TrainingSpec) -> bool:
    """Whether anything may end a run before its epochs are over."""
    return training.stop_loss > 0 or training.patience > 0


def _epochs(count: int) -> str:
    return "an epoch" if count == 1 else f"{count} epochs"


def watched(experiment: Experiment) -> tuple[object, ...]:
    """Return what an edit changes when losses before and after it can't be compared."""
    training = experiment.training
    layers = [(layer.id, layer.units, layer.activation, layer.skip) for layer in experiment.hidden]
    rules = (training.stop_loss, training.patience, training.optimizer)
    return (layers, experiment.loss, rules)
