"""Gradient clipping by norm: a gradient longer than allowed keeps its direction."""

from __future__ import annotations

import numpy as np

from bpstudio.engine.program import Array, Call, constant, minimum

SMALL = 1e-6  # added to the norm, as in PyTorch's clip_grad_norm_


def clip_calls(longest: float, gradient: Array, out: Array) -> list[Call]:
    """Return the calls of out = gradient * min(1, longest / (||gradient|| + 1e-6)).

    `gradient` and `out` are (N,) and may be the same array. As in PyTorch, a norm whose square is
    beyond the dtype (2e19 in float32) makes the gradient zero.
    """
    factor = constant(0, gradient)
    return [
        (gradient.dot, (gradient, factor)),
        (np.sqrt, (factor, factor)),
        (np.add, (factor, constant(SMALL, gradient), factor)),
        (np.divide, (constant(longest, gradient), factor, factor)),
        minimum(factor, constant(1, gradient), factor),
        (np.multiply, (gradient, factor, out)),
    ]
