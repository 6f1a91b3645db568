"""What the tasks that check the gradient have in common: parameters of their own, a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import initial_parameters
from bpstudio.runtime.checking import checked_samples

if TYPE_CHECKING:
    from bpstudio.experiment.trainer import Trainer

Precision = Literal["float64", "float32"]
DRAWN_AGAIN = 2**20  # parameters: of more nobody waits for the command
COPIES = 8  # vectors as long as the parameters, in float64
BUFFERS = 4  # a, z, slope, delta


def own_parameters(trainer: Trainer, dtype: Precision) -> Parameters:
    """Return a copy of the parameters.

    Initial ones in float64 are those that were drawn, before training rounded them: so that a
    check finds what the command `check` does.
    """
    held = trainer.parameters.flat
    is_small = held.size <= DRAWN_AGAIN
    if dtype == "float64" and trainer.descent.place.step == 0 and is_small:
        drawn = initial_parameters(trainer.experiment, trainer.data, np.float64)
        if np.array_equal(drawn.flat.astype(held.dtype), held):
            return drawn
    return Parameters(trainer.parameters.shape, held.astype(dtype))


def memory_of_check(trainer: Trainer) -> int:
    """Return about how many bytes a check takes."""
    samples = checked_samples(trainer.experiment, trainer.data)
    shape = trainer.network.shape
    numbers = COPIES * shape.size + BUFFERS * sum(shape.widths) * samples
    return 8 * (numbers + 2 * shape.widths[0] * samples) + 3 * shape.size
