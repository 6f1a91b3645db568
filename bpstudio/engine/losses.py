"""Losses: what the output means, the loss of a sample, and delta = dL/da at the output.

A loss owns the 1/B: its delta is that of the mean over the batch, so the layers only sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.program import Array, Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike, NDArray

Steps = list[tuple[str, list[Call]]]  # equations, each with its calls


@dataclass(frozen=True)
class Loss:
    """A loss with the output function that belongs to it.

    A pass leaves `parts` of the loss, from which `per_sample` makes it: training does that for
    many batches in one go.

    Parameters
    ----------
    name, label
        As in a file, and as on the screen.
    output
        The output function: "softmax" or "identity".
    equation
        How L is written.
    forward
        ``forward(a, target, y, parts)`` returns the steps that write the output into `y` and the
        parts of each sample's loss into `parts` (2, B), from the logits `a`; `a` and `y` are
        (K, B). The logits stay as they are.
    per_sample
        ``per_sample(parts)`` returns the losses (..., B) from parts (..., 2, B).
    """

    name: str
    label: str
    output: str
    equation: str
    forward: Callable[[Array, Target, Array, Array], Steps]
    per_sample: Callable[[Array], Array]


@dataclass(frozen=True)
class Target:
    """Where a pass finds the targets of its batch.

    Parameters
    ----------
    t
        One-hot columns, or numbers; (K, B).
    place
        Where the ones of `t` stand in it, counted row by row; (B,). Softmax only.
    """

    t: Array
    place: NDArray[np.intp]

    def set(self, t: Array) -> None:
        """Take over the targets `t` (K, B), into the buffers that passes are bound to."""
        self.t[:] = t
        self.place[:] = places(t.T[None])[0]

    @staticmethod
    def empty(outputs: int, batch: int, dtype: DTypeLike) -> Target:
        """Return buffers for the targets of one batch."""
        return Target(np.zeros((outputs, batch), dtype), np.zeros(batch, np.intp))


def places(t: Array) -> NDArray[np.intp]:
    """Return where the ones stand in the columns of each batch; `t` is (batches, B, K)."""
    batch = t.shape[1]
    found: NDArray[np.intp] = t.argmax(axis=2) * batch + np.arange(batch)
    return found


def output_delta(y: Array, t: Array, delta: Array, factor: Array) -> list[Call]:
    """Return the calls of delta = (y - t) * factor, which holds for both losses.

    The arrays are (K, B); the 0-d `factor` is 1/B, the share of a sample in the mean.
    """
    return [(np.subtract, (y, t, delta)), (np.multiply, (delta, factor, delta))]


def _cross_entropy(a: Array, target: Target, y: Array, parts: Array) -> Steps:
    # -sum t log y = log sum exp(a) - sum t a; taking the largest logit off keeps exp finite
    shifted, largest = np.empty_like(a), np.empty_like(a[0])
    ones = np.ones(a.shape[0], a.dtype)
    total, at_target = parts
    softmax: list[Call] = [
        (np.maximum.reduce, (a, 0, None, largest)),
        (np.subtract, (a, largest, shifted)),
        (np.exp, (shifted, y)),
        (ones.dot, (y, total)),
        (np.divide, (y, total, y)),
    ]
    loss: list[Call] = [(shifted.take, (target.place, None, at_target, "clip"))]
    return [("y = softmax(a{l})", softmax), ("L = −Σ t log y", loss)]


def _cross_entropy_per_sample(parts: Array) -> Array:
    losses: Array = np.log(parts[..., 0, :]) - parts[..., 1, :]
    return losses


def _squared_error(a: Array, target: Target, y: Array, parts: Array) -> Steps:
    difference = np.empty_like(a)
    half = np.full(a.shape[0], 0.5, a.dtype)
    loss: list[Call] = [
        (np.subtract, (y, target.t, difference)),
        (np.multiply, (difference, difference, difference)),
        (half.dot, (difference, parts[0])),
    ]
    return [("y = a{l}", [(np.copyto, (y, a))]), ("L = ½ Σ (y − t)²", loss)]


def _squared_error_per_sample(parts: Array) -> Array:
    losses: Array = parts[..., 0, :]
    return losses


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            "cross_entropy",
            "Cross-entropy",
            "softmax",
            "−Σ t log y",
            _cross_entropy,
            _cross_entropy_per_sample,
        ),
        Loss(
            "squared_error",
            "Squared error",
            "identity",
            "½ Σ (y − t)²",
            _squared_error,
            _squared_error_per_sample,
        ),
    )
}
