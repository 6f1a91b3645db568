"""Initializers: how the first weights of a layer are drawn. Biases start at zero."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Shape = tuple[int, int]  # (fan_out, fan_in)
Numbers = NDArray[np.float64]
Law = Callable[[Generator, float, Shape], Numbers]
Size = Callable[[Shape, Mapping[str, float]], float]

SLICE = 2**18  # weights that are drawn at once


def no_pause() -> None:
    """Go on at once."""


@dataclass(frozen=True)
class Initializer:
    """A way to draw W.

    Numbers are drawn by a `law` of some `size`, which goes by the shape of W and the options.
    `options` are its numbers with their defaults, `below` what one has to be less than,
    `at_least` what one mustn't be less than, where that isn't 0.
    """

    name: str
    label: str
    law: Law
    size: Size
    options: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    at_least: dict[str, float] = field(default_factory=dict)

    def fill(
        self,
        weights: NDArray[np.floating],
        rng: Generator,
        options: Mapping[str, float],
        pause: Callable[[], object] = no_pause,
    ) -> None:
        """Draw `weights` (fan_out, fan_in), some rows at a time.

        `pause` is called after each part; what it raises ends the drawing.
        """
        rows, fan_in = weights.shape
        size, some = self.size((rows, fan_in), options), max(SLICE // max(fan_in, 1), 1)
        for start in range(0, rows, some):
            part = weights[start : start + some]
            part[:] = self.law(rng, size, (len(part), fan_in))
            pause()


def _constant(rng: Generator, size: float, shape: Shape) -> Numbers:
    return np.full(shape, size)


def _uniform(rng: Generator, size: float, shape: Shape) -> Numbers:
    return rng.uniform(-size, size, shape)


def _normal(rng: Generator, size: float, shape: Shape) -> Numbers:
    return rng.normal(0.0, size, shape)


def _glorot(shape: Shape, options: Mapping[str, float]) -> float:
    # Glorot & Bengio 2010: the variance 2/(fan_in + fan_out) keeps both z and delta at their size
    return float(np.sqrt(2 / sum(shape)))


def _he(shape: Shape, options: Mapping[str, float]) -> float:
    # He et al. 2015: relu halves the variance of z, 2/fan_in doubles it back
    return float(np.sqrt(2 / shape[1]))


INITIALIZERS = {
    initializer.name: initializer
    for initializer in (
        Initializer(
            "glorot_uniform",
            "Glorot uniform",
            _uniform,
            lambda shape, _: float(np.sqrt(6 / sum(shape))),  # sqrt(3) of Glorot's deviation
        ),
        Initializer(
            "glorot_normal",
            "Glorot normal",
            _normal,
            _glorot,
        ),
        Initializer(
            "he_normal",
            "He normal",
            _normal,
            _he,
        ),
        Initializer(
            "he_uniform",
            "He uniform",
            _uniform,
            lambda shape, _: float(np.sqrt(6 / shape[1])),  # sqrt(3) of He's deviation
        ),
        Initializer(
            "uniform",
            "Uniform",
            _uniform,
            lambda _, options: options["limit"],
            {"limit": 0.1},
        ),
        Initializer(
            "normal",
            "Normal",
            _normal,
            lambda _, options: options["std"],
            {"std": 0.1},
        ),
        Initializer(
            "constant",
            "Constant",
            _constant,
            lambda _, options: options["value"],
            {"value": 0.1},
        ),
        Initializer(
            "zeros",
            "Zeros",
            _constant,
            lambda *_: 0.0,
        ),
    )
}
