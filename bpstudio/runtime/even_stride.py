"""Some numbers of a table, evenly spread, that stand for all of them."""

from __future__ import annotations

import math


def even_stride(least: int, row: int) -> int:
    """Return the smallest stride from `least` on that comes to all places of a row alike.

    The table lies row by row, so many numbers in each. With a stride that divides this number one
    would only ever come to the same columns.
    """
    stride = least
    while math.gcd(stride, row) > 1:
        stride += 1
    return stride
