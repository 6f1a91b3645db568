"""Activations: z = f(a), its slope f'(a) in terms of z, and where it is saturated.

To add one, write its two programs and put it in `ACTIVATIONS`; the palette, the inspector, the
file format and the tests find it there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpstudio.engine.program import Array, Call, constant, maximum, run

SATURATED_SHARE = 0.1  # of the largest slope: below it a unit counts as saturated
LEAK = 0.01  # the slope of a leaky relu below 0, as PyTorch has it


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Parameters
    ----------
    name, label
        As in a file, and as on the screen.
    value_equation, slope_equation
        f(a) and f'(a) as they are written in the passes; ``{l}`` stands for the layer, ``{a}``
        and ``{f}`` for a and f(a) as they are called there.
    max_slope
        The largest f'(a) there is.
    initializer
        The one that suits it: it keeps the size of z from layer to layer.
    forward
        ``forward(a, z)`` returns the calls that write f(a) into `z`; `a` and `z` may be the
        same array.
    slope
        ``slope(z, d)`` returns the calls that write f'(a) into `d`, from z = f(a). With none,
        the slope is 1 everywhere.
    saturates
        What its saturation means: "flat" (slope below a share of the largest), "zero" (no slope
        at all), "never".
    has_kink
        Whether its slope jumps where a = 0.
    """

    name: str
    label: str
    value_equation: str
    slope_equation: str
    max_slope: float
    initializer: str
    forward: Callable[[Array, Array], list[Call]]
    slope: Callable[[Array, Array], list[Call]]
    saturates: str
    has_kink: bool = False

    @property
    def words(self) -> str:
        """Its label within a sentence: ``"sigmoid"``, but ``"leaky ReLU"``."""
        words = self.label.split()
        return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words)

    def curve(self, a: Array) -> Array:
        """Return f(a), of the shape of `a`."""
        z = np.array(a, dtype=np.result_type(a, np.float32))
        with np.errstate(over="ignore"):
            run(self.forward(z, z))
        return z

    def slope_at(self, z: Array) -> Array:
        """Return f'(a) where f(a) is `z`, of the shape of `z`."""
        d = np.ones_like(z)
        run(self.slope(z, d))
        return d

    def is_saturated(self, z: Array, share: float = SATURATED_SHARE) -> NDArray[np.bool_]:
        """Return where a unit with the output `z` is saturated, of the shape of `z`."""
        if self.saturates == "never":
            return np.zeros(z.shape, bool)
        slope = self.slope_at(z)
        return slope == 0 if self.saturates == "zero" else slope < share * self.max_slope


def _sigmoid(a: Array, z: Array) -> list[Call]:
    # Where e^-a overflows, 1/(1 + inf) = 0 is right. By way of tanh nothing would, but in float32
    # half of the digits of sigma(-12) would be lost, and all of sigma(-18).
    return [
        (np.negative, (a, z)),
        (np.exp, (z, z)),
        (np.add, (z, constant(1, z), z)),
        (np.reciprocal, (z, z)),
    ]


def _sigmoid_slope(z: Array, d: Array) -> list[Call]:
    return [(np.subtract, (constant(1, z), z, d)), (np.multiply, (d, z, d))]


def _tanh(a: Array, z: Array) -> list[Call]:
    return [(np.tanh, (a, z))]


def _tanh_slope(z: Array, d: Array) -> list[Call]:
    return [(np.multiply, (z, z, d)), (np.subtract, (constant(1, z), d, d))]


def _relu(a: Array, z: Array) -> list[Call]:
    return [maximum(a, constant(0, z), z)]


def _relu_slope(z: Array, d: Array) -> list[Call]:
    return [(np.greater, (z, constant(0, z), d))]


def _leaky_relu(a: Array, z: Array) -> list[Call]:
    small = np.empty_like(z)
    return [
        (np.multiply, (a, constant(LEAK, z), small)),
        maximum(a, small, z),
    ]


def _leaky_relu_slope(z: Array, d: Array) -> list[Call]:
    # 1 where z > 0; z has the sign of a
    return [
        (np.greater, (z, constant(0, z), d)),
        maximum(d, constant(LEAK, z), d),
    ]


def _identity(a: Array, z: Array) -> list[Call]:
    return [] if z is a else [(np.copyto, (z, a))]


def _slope_one(z: Array, d: Array) -> list[Call]:
    return []


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation(
            name="sigmoid",
            label="Sigmoid",
            value_equation="σ(a{l})",
            slope_equation="{f}(1 − {f})",
            max_slope=0.25,
            initializer="glorot_uniform",
            forward=_sigmoid,
            slope=_sigmoid_slope,
            saturates="flat",
        ),
        Activation(
            name="tanh",
            label="Tanh",
            value_equation="tanh(a{l})",
            slope_equation="(1 − {f}²)",
            max_slope=1.0,
            initializer="glorot_uniform",
            forward=_tanh,
            slope=_tanh_slope,
            saturates="flat",
        ),
        Activation(
            name="relu",
            label="ReLU",
            value_equation="max(a{l}, 0)",
            slope_equation="[{a} > 0]",
            max_slope=1.0,
            initializer="he_normal",
            forward=_relu,
            slope=_relu_slope,
            saturates="zero",
            has_kink=True,
        ),
        Activation(
            name="leaky_relu",
            label="Leaky ReLU",
            value_equation="max(a{l}, 0.01 a{l})",
            slope_equation="(1 if {a} > 0, else 0.01)",
            max_slope=1.0,
            initializer="he_normal",
            forward=_leaky_relu,
            slope=_leaky_relu_slope,
            saturates="never",
            has_kink=True,
        ),
        Activation(
            name="identity",
            label="Identity",
            value_equation="a{l}",
            slope_equation="1",
            max_slope=1.0,
            initializer="glorot_uniform",
            forward=_identity,
            slope=_slope_one,
            saturates="never",
        ),
    )
}
