"""How many parameters each layer of a chain has."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bpstudio.engine.parameters import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence


def parameter_counts(widths: Sequence[int]) -> list[int]:
    """Return the number of weights and biases of each layer of a chain, layer 1 first.

    `widths` are the numbers of units from the input to the output.
    """
    return [Shape(pair).size for pair in pairwise(widths)]
