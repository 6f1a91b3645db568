"""Made data sets: samples drawn from a formula. Adding one is a function and an entry in MADE.

The sets in the plane fit about [-1.5, 1.5] x [-1.5, 1.5] and have two classes of the same size.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from bpstudio.data.dataset import FloatArray, IndexArray, Samples

Make = Callable[[int, float, int, int, Generator], Samples]
Place = Callable[[IndexArray, Generator], FloatArray]


@dataclass(frozen=True)
class MadeSet:
    """A made set; ``make(samples, noise, features, classes, rng)`` draws it.

    `noise` is the standard deviation of what is added to each coordinate. The sets in the plane
    have two features and two classes whatever `features` and `classes` say.
    """

    name: str
    label: str
    make: Make


def _in_plane(place: Place) -> Make:
    """Make a set of two balanced classes whose points `place` puts into the plane."""

    def make(samples: int, noise: float, features: int, classes: int, rng: Generator) -> Samples:
        t = rng.permutation(np.arange(samples, dtype=np.intp) % 2)
        x = place(t, rng)
        x += noise * rng.standard_normal(x.shape)
        return Samples(x=x, t=t, features=("x1", "x2"), classes=("0", "1"), target="class")

    return make


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _circle(t: IndexArray, rng: Generator) -> FloatArray:
    """Class 0 within radius 0.5, class 1 in a ring around it."""
    share = rng.random(t.size)
    radius = np.where(t == 0, 0.5 * share, 0.8 + 0.4 * share)
    return _polar(radius, rng.uniform(0, 2 * np.pi, t.size))


def _xor(t: IndexArray, rng: Generator) -> FloatArray:
    """Four squares; class 1 where the signs of x1 and x2 differ."""
    x = rng.uniform(0.1, 1.2, (t.size, 2))
    sign = rng.choice((-1.0, 1.0), t.size)
    x *= np.column_stack((sign, np.where(t == 0, sign, -sign)))
    return x


def _gauss(t: IndexArray, rng: Generator) -> FloatArray:
    """Two round clouds, one each side of the diagonal."""
    x = 0.25 * rng.standard_normal((t.size, 2))
    x += np.where(t == 0, -0.6, 0.6)[:, np.newaxis]
    return x


def _spiral(t: IndexArray, rng: Generator) -> FloatArray:
    """Two arms of one and three quarter turns, half a turn apart."""
    share = rng.random(t.size)
    return _polar(0.1 + 1.2 * share, (3.5 * share + t) * np.pi)


def _moons(t: IndexArray, rng: Generator) -> FloatArray:
    """Two half circles of radius 1 that reach into each other."""
    half_turn = rng.uniform(0, np.pi, t.size)
    upper = _polar(np.ones(t.size), half_turn) - (0.5, 0.25)
    return np.where(t[:, np.newaxis] == 0, upper, -upper)


def _noise(samples: int, noise: float, features: int, classes: int, rng: Generator) -> Samples:
    """Nothing to learn, at any size: a standard normal x (float32), classes drawn uniformly."""
    every = rng.permutation(classes)[:samples]
    rest = rng.integers(classes, size=samples - every.size)
    return Samples(
        x=rng.standard_normal((samples, features), dtype=np.float32),
        t=rng.permutation(np.concatenate((every, rest)).astype(np.intp)),
        features=tuple(f"x{number}" for number in range(1, features + 1)),
        classes=tuple(str(number) for number in range(classes)),
        target="class",
    )


MADE = {
    made.name: made
    for made in (
        MadeSet("circle", "Circle", _in_plane(_circle)),
        MadeSet("xor", "XOR", _in_plane(_xor)),
        MadeSet("gauss", "Gauss", _in_plane(_gauss)),
        MadeSet("spiral", "Spiral", _in_plane(_spiral)),
        MadeSet("moons", "Moons", _in_plane(_moons)),
        MadeSet("noise", "Noise", _noise),
    )
}
