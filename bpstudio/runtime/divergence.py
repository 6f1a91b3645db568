"""What is known of a divergence: when it was, how far it went, which layer and unit went first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.engine.descent import DivergenceError
from bpstudio.engine.diagnostics import first_to_go
from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.portrait import Asked

if TYPE_CHECKING:
    from bpstudio.engine.diagnostics import FirstToGo
    from bpstudio.experiment.trainer import Trainer


class Divergence(NamedTuple):
    """What is said of it, and the unit that went first."""

    message: str
    culprit: Asked


def divergence(trainer: Trainer, step: int, loss: float) -> Divergence:
    """Return what is known of one that showed in the batch loss of `step`.

    The trainer has been taken back to before the update that caused it, and stays there. Where
    the loss was over the limit even then, as when a run goes on from a step at which another
    had diverged, it is taken back as far as it remembers, to before it was.
    """
    words = f"{loss:.4g}" if np.isfinite(loss) else "no longer a number"
    first = _first(trainer)
    return Divergence(
        f"Diverged at step {step}, where the loss was {words}: a smaller learning rate may "
        f"help. {_told(trainer, first)}"
        f"The parameters are those of step {trainer.descent.place.step}.",
        Asked(_layer_id(trainer, first.layer), first.unit),
    )


def _first(trainer: Trainer) -> FirstToGo:
    """Return what the update that comes next changes most, and leave all as it was.

    It goes back first to where the loss of that update is one that a descent may have.
    """
    descent = trainer.descent
    while True:
        before = descent.checkpoint()
        try:
            descent.advance(1)
        except DivergenceError:  # which has taken it further back, as far as it remembers
            if descent.place.step < before.place.step:
                continue
            descent.restore(before)
            descent.replay(before.place.step + 1)
        after = trainer.parameters.copy()
        descent.restore(before)
        return first_to_go(trainer.parameters, after)


def _told(trainer: Trainer, first: FirstToGo) -> str:
    name = "the output" if first.layer == trainer.network.layers else f"layer {first.layer}"
    size = f"{first.factor:.3g} times their size" if np.isfinite(first.factor) else "beyond bounds"
    return (
        f"{name.capitalize()} went first: one update changed its weights by {size}, those of unit "
        f"{first.unit + 1} most. "
    )


def _layer_id(trainer: Trainer, layer: int) -> int:
    hidden = trainer.experiment.hidden
    return hidden[layer - 1].id if layer <= len(hidden) else OUTPUT
