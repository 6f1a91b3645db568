"""Initializers: how the first weights of a layer are drawn. Biases start at zero."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Shape = tuple[int, int]  # (fan_out, fan_in)
Draw = Callable[[Shape, Generator, Mapping[str, float]], NDArray[np.float64]]


@dataclass(frozen=True)
class Initializer:
    """A way to draw W; `hint` says what for.

    `options` are its numbers with their defaults, `below` what one has to be less than.
    """

    name: str
    label: str
    hint: str
    draw: Draw
    options: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)


def _zeros(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    return np.zeros(shape)


def _constant(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    return np.full(shape, options["value"])


def _uniform(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    return rng.uniform(-options["limit"], options["limit"], shape)


def _glorot_normal(
    shape: Shape, rng: Generator, options: Mapping[str, float]
) -> NDArray[np.float64]:
    return rng.normal(0.0, np.sqrt(2 / sum(shape)), shape)


def _he_uniform(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    # the limit of a uniform distribution is sqrt(3) times its standard deviation
    limit = np.sqrt(6 / shape[1])
    return rng.uniform(-limit, limit, shape)


def _normal(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    return rng.normal(0.0, options["std"], shape)


def _glorot_uniform(
    shape: Shape, rng: Generator, options: Mapping[str, float]
) -> NDArray[np.float64]:
    # Glorot & Bengio 2010: the variance 2/(fan_in + fan_out) keeps both z and delta at their size
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape)


def _he_normal(shape: Shape, rng: Generator, options: Mapping[str, float]) -> NDArray[np.float64]:
    # He et al. 2015: relu halves the variance of z, 2/fan_in doubles it back
    return rng.normal(0.0, np.sqrt(2 / shape[1]), shape)


INITIALIZERS = {
    initializer.name: initializer
    for initializer in (
        Initializer(
            "glorot_uniform",
            "Glorot uniform",
            "keeps values and gradients at their size through sigmoid and tanh layers",
            _glorot_uniform,
        ),
        Initializer(
            "glorot_normal",
            "Glorot normal",
            "as Glorot uniform, from a bell curve",
            _glorot_normal,
        ),
        Initializer(
            "he_normal",
            "He normal",
            "keeps values at their size through relu layers",
            _he_normal,
        ),
        Initializer(
            "he_uniform",
            "He uniform",
            "as He normal, with no weight far out",
            _he_uniform,
        ),
        Initializer(
            "uniform",
            "Uniform",
            "every weight up to a limit of your own is as likely",
            _uniform,
            {"limit": 0.1},
        ),
        Initializer(
            "normal",
            "Normal",
            "a bell curve of your own spread: a large one saturates sigmoid units at once",
            _normal,
            {"std": 0.1},
        ),
        Initializer(
            "constant",
            "Constant",
            "all weights alike: the units of a layer never become different",
            _constant,
            {"value": 0.1},
        ),
        Initializer(
            "zeros",
            "Zeros",
            "all units of a layer stay alike for ever: see why weights must differ",
            _zeros,
        ),
    )
}
