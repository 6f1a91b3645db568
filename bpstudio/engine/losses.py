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

    from numpy.typing import NDArray

Steps = list[tuple[str, list[Call]]]  # equations, each with its calls
Output = tuple["Callable[[Array, Array], Steps]", "Callable[[Array, Array, Array, Array], Steps]"]

FEW = 16  # outputs up to which a product spreads a row over all of them faster than broadcasting


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
    rows
        ``rows(K)`` is the number of rows of `parts` for K outputs.
    bind
        ``bind(a, y)`` returns two functions for the logits `a` and the outputs `y`, (K, B):
        ``forward(t, parts)`` returns the steps that write `y` and `parts` (rows, B), from `a`,
        which stays as it is, and the targets `t` (K, B); ``backward(t, parts, delta, factor)``
        the steps that write delta = (y - t) * factor, of a 0-d `factor`: the share of a sample,
        1/B, or with the rate in it. L itself is made of `parts`, many batches at a time.
    per_sample
        ``per_sample(parts, place)`` returns the losses (..., B) from `parts` (..., rows, B),
        where `place` (..., B) says where in the flat `parts` the row of the sample's class is.
    """

    name: str
    label: str
    output: str
    equation: str
    rows: Callable[[int], int]
    bind: Callable[[Array, Array], Output]
    per_sample: Callable[[Array, NDArray[np.intp]], Array]


def _cross_entropy(a: Array, y: Array) -> Output:
    # -sum t log y = log sum exp(a) - sum t a; taking the largest logit off keeps exp finite.
    # A column of ones, or a square of them, is the fastest way to sum over classes and to spread
    # a row over all of them.
    outputs = len(a)
    spread = outputs if outputs <= FEW else 1
    largest, find = _largest(a)
    ones = np.ones((spread, outputs), a.dtype)
    if spread > 1:
        rows = np.empty_like(a)
        find.append((np.ones((outputs, 1), a.dtype).dot, (largest, rows)))
        largest = rows

    def forward(t: Array, parts: Array) -> Steps:
        shifted, total = parts[:outputs], parts[outputs:]
        softmax: list[Call] = [
            *find,
            (np.subtract, (a, largest, shifted)),
            (np.exp, (shifted, y)),
            (ones.dot, (y, total)),
            (np.divide, (y, total, y)),
        ]
        return [("y = softmax(a{l})", softmax), ("L = −Σ t log y", [])]

    def backward(t: Array, parts: Array, delta: Array, factor: Array) -> Steps:
        calls: list[Call] = [(np.subtract, (y, t, delta)), (np.multiply, (delta, factor, delta))]
        return [("δ{l} = (y − t)/B", calls)]

    return forward, backward


def _largest(a: Array) -> tuple[Array, list[Call]]:
    """Return an array (1, B) and the calls that write the largest logit of each sample into it."""
    outputs, batch = a.shape
    calls: list[Call] = []
    if outputs > FEW:
        largest = np.empty((1, batch), a.dtype)
        return largest, [(np.maximum.reduce, (a, 0, None, largest, True))]
    while len(a) > 1:  # a knock-out of rows against rows costs less than a reduction; what is no
        # number stays so in the difference
        half = (len(a) + 1) // 2
        winners = np.empty((half, batch), a.dtype)
        calls.append((np.fmax, (a[:half], a[-half:], winners)))
        a = winners
    return a, calls


def _cross_entropy_rows(outputs: int) -> int:
    return outputs + (outputs if outputs <= FEW else 1)


def _cross_entropy_per_sample(parts: Array, place: NDArray[np.intp]) -> Array:
    losses: Array = np.log(parts[..., -1, :]) - parts.take(place)
    return losses


def _squared_error(a: Array, y: Array) -> Output:
    def forward(t: Array, parts: Array) -> Steps:
        output: list[Call] = [(np.copyto, (y, a))]
        loss: list[Call] = [(np.subtract, (y, t, parts))]
        return [("y = a{l}", output), ("L = ½ Σ (y − t)²", loss)]

    def backward(t: Array, parts: Array, delta: Array, factor: Array) -> Steps:
        return [("δ{l} = (y − t)/B", [(np.multiply, (parts, factor, delta))])]

    return forward, backward


def _squared_error_rows(outputs: int) -> int:
    return outputs


def _squared_error_per_sample(parts: Array, place: NDArray[np.intp]) -> Array:
    losses: Array = np.add.reduce(np.square(parts), axis=-2) * constant(0.5, parts)
    return losses


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            "cross_entropy",
            "Cross-entropy",
            "softmax",
            "−Σ t log y",
            _cross_entropy_rows,
            _cross_entropy,
            _cross_entropy_per_sample,
        ),
        Loss(
            "squared_error",
            "Squared error",
            "identity",
            "½ Σ (y − t)²",
            _squared_error_rows,
            _squared_error,
            _squared_error_per_sample,
        ),
    )
}
