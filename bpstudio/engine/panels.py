"""Gradients of large layers, a panel at a time.

The gradient of a layer with millions of weights doesn't fit into the cache: writing it out and
reading it again takes longer than calculating it. So a panel of it, some columns of W, is formed
in a small buffer and taken off the weights at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import DTypeLike

    from bpstudio.engine.program import Array, Call

PANEL_BYTES = 2**18  # stays in the cache beside the weights that it changes


def panel_buffer(shape: Shape, dtype: DTypeLike) -> Array:
    """Return a flat buffer that is large enough for a panel of any of the layers."""
    widest = max(out for out, _ in shape.blocks)
    return np.empty(max(PANEL_BYTES // np.dtype(dtype).itemsize, widest), dtype)


def panels(into: Array, delta: Array) -> Iterator[Array]:
    """Yield the gradient of a layer, (fan_in, fan_out) transposed, some rows at a time.

    `into` is what comes in, (fan_in, B), and `delta` its dL/da, (fan_out, B). Each panel
    (rows, fan_out) is overwritten by the next.
    """
    panel = _panel(panel_buffer(Shape((len(into), len(delta))), delta.dtype), into, delta)
    for start in range(0, len(into), len(panel)):
        part = into[start : start + len(panel)]
        yield part.dot(delta.T, panel[: len(part)])


def descent_calls(into: Array, delta: Array, columns: Array, buffer: Array) -> list[Call]:
    """Return the calls that take the gradient of a layer off its parameters.

    `into` is (fan_in + 1, B) with its row of ones, `delta` (fan_out, B), `columns` the
    parameters, (fan_in + 1, fan_out), `buffer` that of the panels.
    """
    panel = _panel(buffer, into, delta)
    calls: list[Call] = []
    for start in range(0, len(into), len(panel)):
        part = into[start : start + len(panel)]
        weights, change = columns[start : start + len(panel)], panel[: len(part)]
        calls += [(part.dot, (delta.T, change)), (np.subtract, (weights, change, weights))]
    return calls


def _panel(buffer: Array, into: Array, delta: Array) -> Array:
    """Return as many rows of a layer's gradient as `buffer` has room for."""
    rows = min(len(buffer) // len(delta), len(into))
    return buffer[: rows * len(delta)].reshape(rows, len(delta))
