"""Penalties on large weights: l1 sum |W| + l2/2 sum W^2; biases are spared."""

from __future__ import annotations

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.engine.program import Array, Call, constant


def penalty(l1: float, l2: float, parameters: Parameters) -> float:
    """Return l1 sum |W| + l2/2 sum W^2."""
    of_sizes = l1 and sum(l1 * float(np.abs(W).sum()) for W in parameters.weights)
    of_squares = l2 and sum(l2 / 2 * float(np.square(W).sum()) for W in parameters.weights)
    return of_sizes + of_squares


def penalty_calls(
    l1: float, l2: float, parameters: Parameters, gradient: Array, out: Array
) -> list[Call]:
    """Return the calls of out = gradient + l1 sign(W) + l2 W, with nothing for the biases.

    `gradient` and `out` are (N,), as the parameters.
    """
    flat = parameters.flat
    mask = Parameters(parameters.shape, np.ones_like(flat))
    for bias in mask.biases:
        bias[:] = 0
    calls: list[Call] = [(np.copyto, (out, gradient))]
    scratch = np.empty_like(flat)
    if l1:
        factor = mask.flat * constant(l1, flat)
        calls += [
            (np.sign, (flat, scratch)),
            (np.multiply, (scratch, factor, scratch)),
            (np.add, (out, scratch, out)),
        ]
    if l2:
        factor = mask.flat * constant(l2, flat)
        calls += [(np.multiply, (flat, factor, scratch)), (np.add, (out, scratch, out))]
    return calls
