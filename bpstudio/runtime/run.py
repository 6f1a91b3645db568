"""One run at a time: what is trained, how far it has come, what an edit does to it.

No thread here; the worker calls these methods between steps.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import Checkpoint, DivergenceError
from bpstudio.engine.diagnostics import first_to_go
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import initial_parameters, network
from bpstudio.experiment.carry import carry
from bpstudio.experiment.spec import MAX_EPOCHS
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.threads import product_threads, use_threads

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment

ATTIC_BYTES = 2**26  # of parameters that edits removed, kept for undo


@dataclass(frozen=True)
class Removed:
    """What an edit took away from: the experiment before it, and its numbers then."""

    experiment: Experiment
    checkpoint: Checkpoint


class Run:
    """The training of one experiment through its edits.

    Parameters
    ----------
    experiment, data
        What is wanted; its layers have ids.
    number
        Of the run.
    dtype
        float32 or float64.
    parameters
        What to begin with, once, instead of the initial weights.

    Attributes
    ----------
    number
        Counts the runs: a reset and other data begin a new one.
    status, message
        What it is doing, and in words why it stopped.
    loss
        The last batch loss.
    trainer
        The machinery for the experiment as it is now.
    """

    def __init__(
        self,
        experiment: Experiment,
        data: Dataset,
        number: int = 1,
        dtype: DTypeLike = np.float32,
        parameters: Parameters | None = None,
    ) -> None:
        self.number = number
        self._dtype = dtype
        self._attic: OrderedDict[int, Removed] = OrderedDict()
        self._begin(experiment, data, parameters)

    def _begin(
        self, experiment: Experiment, data: Dataset, parameters: Parameters | None = None
    ) -> None:
        if parameters is None:
            parameters = initial_parameters(experiment, data, self._dtype)
        self._take(Trainer(experiment, data, parameters))
        self.status, self.message = Status.PAUSED, ""
        self._goal = 0
        self.loss = self.trainer.descent.upcoming_loss

    def _take(self, trainer: Trainer) -> None:
        self.trainer = trainer
        use_threads(product_threads(trainer.network.shape, trainer.descent.batch))

    @property
    def is_running(self) -> bool:
        """Whether updates are being made."""
        return self.status is Status.RUNNING

    def train(self, endless: bool = False) -> None:
        """Set off, or carry on; a finished run goes on for as many epochs again.

        An `endless` one goes on until `finish`.
        """
        epochs = self.trainer.descent.place.epochs
        if endless:
            self._goal = MAX_EPOCHS
        elif epochs >= self._goal:
            self._goal = epochs + self.trainer.experiment.training.epochs
        self.status, self.message = Status.RUNNING, ""

    def pause(self) -> None:
        """Stop after the update under way."""
        if self.is_running:
            self.status = Status.PAUSED

    def reset(self) -> None:
        """Begin anew from the same initial weights, paused."""
        self.number += 1
        self._attic.clear()
        self._begin(self.trainer.experiment, self.trainer.data)

    def advance(self, updates: int) -> Array:
        """Make up to `updates` updates and return their batch losses.

        Fewer come back when the run finishes or diverges; its status then says so.
        """
        left = self.trainer.steps_to(self._goal) if self.is_running else updates
        try:
            losses = self.trainer.descent.advance(min(updates, left))
        except DivergenceError as error:
            self._diverged(error.step, error.loss)
            return error.losses
        if len(losses):
            self.loss = float(losses[-1])
        if self.is_running and len(losses) == left:
            self.finish()
        return losses

    def step(self) -> Array:
        """Make one update and stay paused; return its loss, (1,)."""
        self.status, self.message = Status.PAUSED, ""
        return self.advance(1)

    def finish(self) -> None:
        """End the run here, as finished or, when its last update was one too many, diverged."""
        self.status = Status.FINISHED
        if not self.trainer.is_sound:  # no further batch will show what the last update did
            step = self.trainer.descent.place.step
            loss = self.trainer.probe.evaluate()[0]
            self.trainer.descent.rewind(step - 1)
            self._diverged(step, loss)

    def _diverged(self, step: int, loss: float) -> None:
        words = f"{loss:.3g}" if np.isfinite(loss) else "no longer a number"
        self.status = Status.DIVERGED
        self.message = (
            f"Diverged: at step {step:,} the loss was {words}. {self._culprit()}"
            f"The parameters are those of step {self.trainer.descent.place.step:,}; "
            "a smaller learning rate may help."
        )

    def _culprit(self) -> str:
        """Say which layer the update that comes next changes most, and leave all as it was."""
        descent = self.trainer.descent
        before = descent.checkpoint()
        try:
            descent.advance(1)
        except DivergenceError:
            return ""
        finally:
            after = self.trainer.parameters.copy()
            descent.restore(before)
        layer, factor = first_to_go(self.trainer.parameters, after)
        last = layer == self.trainer.network.layers
        name = "the output" if last else f"layer {layer}"
        size = f"{factor:.3g} times their size" if np.isfinite(factor) else "beyond all bounds"
        return f"{name.capitalize()} went first: one update changed its weights by {size}. "

    def change(self, experiment: Experiment, data: Dataset, edit: int = 0) -> None:
        """Go on with an edited experiment; other data begin a new run.

        `edit` numbers the edit, negative when it is undone: what an edit removes comes back as
        it was when the edit is taken back.
        """
        if data is not self.trainer.data:
            self.number += 1
            self._attic.clear()
            self._begin(experiment, data)
            return
        had, origin = self.trainer.experiment, self.trainer.descent.checkpoint()
        trainer = self._changed(experiment, origin, self._attic.pop(edit, None))
        if trainer.network.shape != self.trainer.network.shape and edit:
            self._keep(-edit, Removed(had, origin))
        self._take(trainer)
        if self.status in (Status.FINISHED, Status.DIVERGED):
            self.status, self.message = Status.PAUSED, ""
        self.loss = self.loss if origin.place.step else trainer.descent.upcoming_loss

    def _changed(self, wanted: Experiment, origin: Checkpoint, removed: Removed | None) -> Trainer:
        """Make the trainer of an edited experiment; numbers that an undo brings back go first."""
        old, data = self.trainer, self.trainer.data
        sources = [Removed(old.experiment, origin)]
        if removed is not None:
            sources.insert(0, removed)
        parameters = initial_parameters(wanted, data, self._dtype)
        state = {
            name: Parameters(parameters.shape, dtype=self._dtype)
            for name in OPTIMIZERS[wanted.training.optimizer.name].state
        }
        for source in sources:
            kept = source.checkpoint
            for new, flat in [(parameters, kept.parameters)] + [
                (state[name], array) for name, array in kept.state.items() if name in state
            ]:
                had = Parameters(network(source.experiment, data).shape, flat)
                carry(wanted, new, source.experiment, had)
        arrays = {name: vector.flat for name, vector in state.items()}
        limit = old.descent.limit if wanted.loss == old.experiment.loss else None
        place = Checkpoint(origin.place, parameters.flat, arrays)
        return Trainer(wanted, data, parameters, origin=place, limit=limit)

    def _keep(self, edit: int, removed: Removed) -> None:
        self._attic[edit] = removed
        while sum(kept.checkpoint.parameters.nbytes for kept in self._attic.values()) > ATTIC_BYTES:
            self._attic.popitem(last=False)
