"""Optimizers, in order of increasing complexity: how a gradient changes the parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.program import Array, Call, constant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# the square of a gradient under 1e-22 is 0 in float32: epsilon alone is what it's divided by then
LEAST_EPSILON = 1e-20


@dataclass(frozen=True)
class Vectors:
    """What an update works on: arrays (N,), and numbers.

    Parameters
    ----------
    parameters, gradient
        w and dL/dw; the gradient is left as it is.
    change
        Where the update leaves what it takes off the parameters.
    state
        What the optimizer keeps from update to update, by name.
    rate
        The learning rate, a 0-d array that may change between updates.
    options
        The optimizer's numbers.
    """

    parameters: Array
    gradient: Array
    change: Array
    state: Mapping[str, Array]
    rate: Array
    options: Mapping[str, float]

    def option(self, name: str) -> Array:
        """Return one of the numbers, 0-d."""
        return constant(self.options[name], self.gradient)


@dataclass(frozen=True)
class Optimizer:
    """A rule for the update, with the formulas of PyTorch's.

    Parameters
    ----------
    name, label, equation
        As in a file, as on the screen, and as it is written.
    change
        ``change(v)`` returns the calls that write what the update takes off the parameters into
        ``v.change`` and bring ``v.state`` up to date.
    options
        Its numbers, with their defaults.
    below
        What an option has to be less than, where there is such a bound.
    at_least
        What an option mustn't be less than, where that isn't 0.
    state
        Names of the arrays (N,) that it keeps from update to update; they begin at zero.
    counters
        Small float64 arrays that it keeps, too, with what they begin at.
    is_plain
        Whether its update is the rate times the gradient, and nothing else.
    """

    name: str
    label: str
    equation: str
    change: Callable[[Vectors], list[Call]]
    options: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    at_least: dict[str, float] = field(default_factory=dict)
    state: tuple[str, ...] = ()
    counters: dict[str, tuple[float, ...]] = field(default_factory=dict)
    is_plain: bool = False

    def fresh_state(self, parameters: Array) -> dict[str, Array]:
        """Return what it keeps, as it begins, for `parameters` (N,)."""
        arrays: dict[str, Array] = {name: np.zeros_like(parameters) for name in self.state}
        return arrays | {name: np.array(start) for name, start in self.counters.items()}

    def update(self, v: Vectors) -> list[Call]:
        """Return the calls of one update, in place on the parameters."""
        return [*self.change(v), (np.subtract, (v.parameters, v.change, v.parameters))]


def _sgd(v: Vectors) -> list[Call]:
    return [(np.multiply, (v.gradient, v.rate, v.change))]


def _momentum(v: Vectors) -> list[Call]:
    velocity = v.state["velocity"]
    return [
        (np.multiply, (velocity, v.option("momentum"), velocity)),
        (np.add, (velocity, v.gradient, velocity)),
        (np.multiply, (velocity, v.rate, v.change)),
    ]


def _nesterov(v: Vectors) -> list[Call]:
    velocity, mu = v.state["velocity"], v.option("momentum")
    return [
        (np.multiply, (velocity, mu, velocity)),
        (np.add, (velocity, v.gradient, velocity)),
        (np.multiply, (velocity, mu, v.change)),
        (np.add, (v.change, v.gradient, v.change)),
        (np.multiply, (v.change, v.rate, v.change)),
    ]


def _rmsprop(v: Vectors) -> list[Call]:
    square, change = v.state["square"], v.change
    return [
        *_average(square, v.gradient, v.options["decay"], change, squared=True),
        (np.sqrt, (square, change)),
        (np.add, (change, v.option("epsilon"), change)),
        (np.divide, (v.gradient, change, change)),
        (np.multiply, (change, v.rate, change)),
    ]


def _adam(v: Vectors) -> list[Call]:
    mean, square, change = v.state["mean"], v.state["square"], v.change
    powers = v.state["powers"]  # beta1^t and beta2^t, which the averages' start at zero calls for
    betas = np.array([v.options["beta1"], v.options["beta2"]])
    missing = np.empty(2)
    root, size = constant(1, change), constant(1, change)
    return [
        (np.multiply, (powers, betas, powers)),
        (np.subtract, (1.0, powers, missing)),
        (partial(np.divide, casting="same_kind"), (v.rate, missing[0:1].reshape(()), size)),
        (partial(np.sqrt, casting="same_kind"), (missing[1:2].reshape(()), root)),
        *_average(mean, v.gradient, v.options["beta1"], change),
        *_average(square, v.gradient, v.options["beta2"], change, squared=True),
        (np.sqrt, (square, change)),
        (np.divide, (change, root, change)),
        (np.add, (change, v.option("epsilon"), change)),
        (np.divide, (mean, change, change)),
        (np.multiply, (change, size, change)),
    ]


def _average(
    average: Array, gradient: Array, decay: float, scratch: Array, squared: bool = False
) -> list[Call]:
    """Return the calls of average = decay average + (1 - decay) gradient, or gradient squared."""
    rest = constant(1 - decay, gradient)
    return [
        (np.multiply, (average, constant(decay, average), average)),
        (np.multiply, (gradient, gradient if squared else rest, scratch)),
        *([(np.multiply, (scratch, rest, scratch))] if squared else []),
        (np.add, (average, scratch, average)),
    ]


OPTIMIZERS = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("sgd", "Plain", "w ← w − η ∂L/∂w", _sgd, is_plain=True),
        Optimizer(
            "momentum",
            "Momentum",
            "v ← μ v + ∂L/∂w,  w ← w − η v",
            _momentum,
            options={"momentum": 0.9},
            state=("velocity",),
        ),
        Optimizer(
            "nesterov",
            "Nesterov",
            "v ← μ v + ∂L/∂w,  w ← w − η (∂L/∂w + μ v)",
            _nesterov,
            options={"momentum": 0.9},
            state=("velocity",),
        ),
        Optimizer(
            "rmsprop",
            "RMSprop",
            "s ← ρ s + (1 − ρ)(∂L/∂w)²,  w ← w − η ∂L/∂w / (√s + ε)",
            _rmsprop,
            options={"decay": 0.9, "epsilon": 1e-8},
            below={"decay": 1.0},
            at_least={"epsilon": LEAST_EPSILON},
            state=("square",),
        ),
        Optimizer(
            "adam",
            "Adam",
            "w ← w − η m̂ / (√ŝ + ε)",
            _adam,
            options={"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            below={"beta1": 1.0, "beta2": 1.0},
            at_least={"epsilon": LEAST_EPSILON},
            state=("mean", "square"),
            counters={"powers": (1.0, 1.0)},
        ),
    )
}
