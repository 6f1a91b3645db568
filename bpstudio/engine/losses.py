"""Losses: what the output means, the loss of a sample, and delta = dL/da at the output.

A loss owns the 1/B: its delta is that of the mean over the batch, so the layers only sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.program import Array, Call, constant

if TYPE_CHECKING:
    from collections.abc import Callable

Steps = list[tuple[str, list[Call]]]  # equations, each with its calls


@dataclass(frozen=True)
class Loss:
    """A loss with the output function that belongs to it.

    Parameters
    ----------
    name, label
        As in a file, and as on the screen.
    output
        The output function: "softmax" or "identity".
    equation
        How L is written.
    forward
        ``forward(a, t, y, per_sample)`` returns the steps that write the output (K, B) into `y`
        and each sample's loss (B,) into `per_sample`, from the logits `a` and the targets `t`,
        both (K, B). The logits stay as they are.
    """

    name: str
    label: str
    output: str
    equation: str
    forward: Callable[[Array, Array, Array, Array], Steps]


def output_delta(y: Array, t: Array, delta: Array) -> list[Call]:
    """Return the calls of delta = (y - t)/B, which holds for both losses; arrays are (K, B)."""
    return [
        (np.subtract, (y, t, delta)),
        (np.multiply, (delta, constant(1 / y.shape[1], y), delta)),
    ]


def _cross_entropy(a: Array, t: Array, y: Array, per_sample: Array) -> Steps:
    # -sum t log y = log sum exp(a) - sum t a; taking the largest logit off keeps exp finite
    shifted, at_target = np.empty_like(a), np.empty_like(a)
    largest, total = np.empty_like(a[0]), np.empty_like(a[0])
    ones = np.ones(a.shape[0], a.dtype)
    softmax: list[Call] = [
        (np.maximum.reduce, (a, 0, None, largest)),
        (np.subtract, (a, largest, shifted)),
        (np.exp, (shifted, y)),
        (ones.dot, (y, total)),
        (np.divide, (y, total, y)),
    ]
    loss: list[Call] = [
        (np.multiply, (shifted, t, at_target)),
        (ones.dot, (at_target, largest)),
        (np.log, (total, per_sample)),
        (np.subtract, (per_sample, largest, per_sample)),
    ]
    return [("y = softmax(a{l})", softmax), ("L = −Σ t log y", loss)]


def _squared_error(a: Array, t: Array, y: Array, per_sample: Array) -> Steps:
    difference = np.empty_like(a)
    half = np.full(a.shape[0], 0.5, a.dtype)
    loss: list[Call] = [
        (np.subtract, (y, t, difference)),
        (np.multiply, (difference, difference, difference)),
        (half.dot, (difference, per_sample)),
    ]
    return [("y = a{l}", [(np.copyto, (y, a))]), ("L = ½ Σ (y − t)²", loss)]


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("cross_entropy", "Cross-entropy", "softmax", "−Σ t log y", _cross_entropy),
        Loss("squared_error", "Squared error", "identity", "½ Σ (y − t)²", _squared_error),
    )
}
