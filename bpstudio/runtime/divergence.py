"""What is said of a run that has diverged: when, how far, and which layer went first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import DivergenceError
from bpstudio.engine.diagnostics import first_to_go

if TYPE_CHECKING:
    from bpstudio.experiment.trainer import Trainer


def divergence_words(trainer: Trainer, step: int, loss: float) -> str:
    """Return in words that the batch loss of `step` was `loss`; the trainer has been taken back."""
    words = f"{loss:.4g}" if np.isfinite(loss) else "no longer a number"
    return (
        f"Diverged at step {step}, where the loss was {words}: a smaller learning rate may "
        f"help. {_culprit(trainer)}"
        f"The parameters are those of step {trainer.descent.place.step}."
    )


def _culprit(trainer: Trainer) -> str:
    """Say which layer the update that comes next changes most, and leave all as it was."""
    descent = trainer.descent
    before = descent.checkpoint()
    try:
        descent.advance(1)
    except DivergenceError:
        return ""
    finally:
        after = trainer.parameters.copy()
        descent.restore(before)
    layer, factor = first_to_go(trainer.parameters, after)
    name = "the output" if layer == trainer.network.layers else f"layer {layer}"
    size = f"{factor:.3g} times their size" if np.isfinite(factor) else "beyond all bounds"
    return f"{name.capitalize()} went first: one update changed its weights by {size}. "
