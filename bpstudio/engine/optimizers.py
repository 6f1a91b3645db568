"""Optimizers, in order of increasing complexity: how a gradient changes the parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from bpstudio.engine.program import Array, Call

Update = Callable[[Array, Array, Mapping[str, Array], Array, Mapping[str, float]], list[Call]]


@dataclass(frozen=True)
class Optimizer:
    """A rule for the update.

    Parameters
    ----------
    name, label, equation
        As in a file, as on the screen, and as it is written.
    update
        ``update(parameters, gradient, state, rate, options)`` returns the calls of one update,
        in place on `parameters` (N,); `rate` is a 0-d array that may change between updates,
        `gradient` (N,) is left as it is.
    options
        Its numbers, with their defaults.
    state
        Names of the arrays (N,) that it keeps from update to update.
    is_plain
        Whether its update is the rate times the gradient, and nothing else.
    """

    name: str
    label: str
    equation: str
    update: Update
    options: dict[str, float] = field(default_factory=dict)
    state: tuple[str, ...] = ()
    is_plain: bool = False


def _sgd(
    parameters: Array,
    gradient: Array,
    state: Mapping[str, Array],
    rate: Array,
    options: Mapping[str, float],
) -> list[Call]:
    change = np.empty_like(gradient)
    return [
        (np.multiply, (gradient, rate, change)),
        (np.subtract, (parameters, change, parameters)),
    ]


OPTIMIZERS = {
    optimizer.name: optimizer
    for optimizer in (Optimizer("sgd", "Plain descent", "w ← w − η ∂L/∂w", _sgd, is_plain=True),)
}
