"""Optimizers, in order of increasing complexity: how a gradient changes the parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from bpstudio.engine.program import Array, Call, constant

Update = Callable[[Array, Array, Mapping[str, Array], Array, Mapping[str, float]], list[Call]]


@dataclass(frozen=True)
class Optimizer:
    """A rule for the update, with the formulas of PyTorch's.

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
    below
        What an option has to be less than, where there is such a bound.
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
    update: Update
    options: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    state: tuple[str, ...] = ()
    counters: dict[str, tuple[float, ...]] = field(default_factory=dict)
    is_plain: bool = False

    def fresh_state(self, parameters: Array) -> dict[str, Array]:
        """Return what it keeps, as it begins, for `parameters` (N,)."""
        arrays: dict[str, Array] = {name: np.zeros_like(parameters) for name in self.state}
        return arrays | {name: np.array(start) for name, start in self.counters.items()}


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


def _momentum(
    parameters: Array,
    gradient: Array,
    state: Mapping[str, Array],
    rate: Array,
    options: Mapping[str, float],
) -> list[Call]:
    velocity, change = state["velocity"], np.empty_like(gradient)
    mu = constant(options["momentum"], gradient)
    return [
        (np.multiply, (velocity, mu, velocity)),
        (np.add, (velocity, gradient, velocity)),
        (np.multiply, (velocity, rate, change)),
        (np.subtract, (parameters, change, parameters)),
    ]


def _nesterov(
    parameters: Array,
    gradient: Array,
    state: Mapping[str, Array],
    rate: Array,
    options: Mapping[str, float],
) -> list[Call]:
    velocity, change = state["velocity"], np.empty_like(gradient)
    mu = constant(options["momentum"], gradient)
    return [
        (np.multiply, (velocity, mu, velocity)),
        (np.add, (velocity, gradient, velocity)),
        (np.multiply, (velocity, mu, change)),
        (np.add, (change, gradient, change)),
        (np.multiply, (change, rate, change)),
        (np.subtract, (parameters, change, parameters)),
    ]


def _rmsprop(
    parameters: Array,
    gradient: Array,
    state: Mapping[str, Array],
    rate: Array,
    options: Mapping[str, float],
) -> list[Call]:
    square, change = state["square"], np.empty_like(gradient)
    epsilon = constant(options["epsilon"], gradient)
    return [
        *_average(square, gradient, options["decay"], change, squared=True),
        (np.sqrt, (square, change)),
        (np.add, (change, epsilon, change)),
        (np.divide, (gradient, change, change)),
        (np.multiply, (change, rate, change)),
        (np.subtract, (parameters, change, parameters)),
    ]


def _adam(
    parameters: Array,
    gradient: Array,
    state: Mapping[str, Array],
    rate: Array,
    options: Mapping[str, float],
) -> list[Call]:
    mean, square, change = state["mean"], state["square"], np.empty_like(gradient)
    powers = state["powers"]  # beta1^t and beta2^t, which the averages' start at zero calls for
    betas = np.array([options["beta1"], options["beta2"]])
    epsilon = constant(options["epsilon"], gradient)
    missing = np.empty(2)
    root, size = constant(1, gradient), constant(1, gradient)
    return [
        (np.multiply, (powers, betas, powers)),
        (np.subtract, (1.0, powers, missing)),
        (partial(np.divide, casting="same_kind"), (rate, missing[0:1].reshape(()), size)),
        (partial(np.sqrt, casting="same_kind"), (missing[1:2].reshape(()), root)),
        *_average(mean, gradient, options["beta1"], change),
        *_average(square, gradient, options["beta2"], change, squared=True),
        (np.sqrt, (square, change)),
        (np.divide, (change, root, change)),
        (np.add, (change, epsilon, change)),
        (np.divide, (mean, change, change)),
        (np.multiply, (change, size, change)),
        (np.subtract, (parameters, change, parameters)),
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
            state=("square",),
        ),
        Optimizer(
            "adam",
            "Adam",
            "w ← w − η m̂ / (√ŝ + ε)",
            _adam,
            options={"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            below={"beta1": 1.0, "beta2": 1.0},
            state=("mean", "square"),
            counters={"powers": (1.0, 1.0)},
        ),
    )
}
