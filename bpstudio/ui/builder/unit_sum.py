"""The sum behind a logit, a = w1 z1 + w2 z2 + ... + b, in rounded numbers that add up."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.numbers import MINUS, count, figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.ui.builder.incoming import Incoming
    from bpstudio.ui.canvas.tips import Row

    Array = NDArray[np.floating]

MOST_TERMS = 5  # that are told one by one, the largest
DIGITS = 4  # of the largest term
MOST_DECIMALS = 12


def sum_rows(weights: Array, incoming: Incoming, bias: float) -> list[Row]:
    """Return a row for each of the largest terms w z, one for the others, the bias and the sum.

    `weights` are those of one unit, (fan_in,). There are no rows where a term isn't finite, or
    where weights and sources don't belong together.
    """
    if len(weights) != len(incoming.z):
        return []
    terms = weights.astype(np.float64) * incoming.z.astype(np.float64)
    if not np.isfinite(terms).all() or not np.isfinite(bias):
        return []
    order = np.argsort(-np.abs(terms), kind="stable")
    told = order if len(order) <= MOST_TERMS + 1 else order[:MOST_TERMS]
    rest = order[len(told) :]
    parts = [*terms[told].tolist(), *([float(terms[rest].sum())] if len(rest) else []), bias]
    names = [
        f"{incoming.name(k)}: {_factor(weights[k])} × {_factor(incoming.z[k])}"
        for k in told.tolist()
    ]
    names += [f"the {count(len(rest))} others"] if len(rest) else []
    return list(zip([*names, "bias b", "= a"], adding_up(parts), strict=True))


def _factor(number: float) -> str:
    """Return one of a term's factors, as exact as the term: the product can be checked."""
    return figure(float(number), DIGITS)


def adding_up(parts: Sequence[float]) -> list[str]:
    """Return `parts` and their sum in as many decimals, so that what is written adds up.

    Each part is rounded down, and those that lose most are rounded up instead until the sum is
    right: no part is off by a whole unit of its last decimal.
    """
    largest = max((abs(part) for part in parts), default=0.0)
    decimals = DIGITS - 1 - floor(log10(largest)) if largest else 0
    decimals = min(max(decimals, 0), MOST_DECIMALS)
    scaled = [part * 10**decimals for part in parts]
    whole = [floor(part) for part in scaled]
    missing = round(sum(scaled)) - sum(whole)
    losses = sorted(range(len(parts)), key=lambda k: whole[k] - scaled[k])
    for k in losses[:missing]:
        whole[k] += 1
    return [*(_signed(part, decimals) for part in whole), _written(sum(whole), decimals)]


def _signed(units: int, decimals: int) -> str:
    return ("+" if units >= 0 else "") + _written(units, decimals)


def _written(units: int, decimals: int) -> str:
    """Return a number of units of the last decimal: ``-1234`` with 3 decimals is ``−1.234``."""
    digits = f"{abs(units):0{decimals + 1}d}"
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return (MINUS if units < 0 else "") + whole + (f".{part}" if part else "")
