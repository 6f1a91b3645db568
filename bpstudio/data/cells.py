"""The cells of a column: many at once where all are sound, one at a time to find a fault."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.csv_text import shortened

MISSING = frozenset({"", "NA", "NaN", "nan", "NAN"})
_UNREADABLE = re.compile("[\0\udc80-\udcff]")  # surrogates stand for bytes that are not UTF-8


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, and whether a wish for missing cells or for bad rows is it."""

    reason: str
    is_missing: bool = False


def read_numbers(cells: Sequence[str]) -> NDArray[np.float64]:
    """Return finite numbers, rounded as Python's `float` does.

    Raises
    ------
    ValueError
        If any cell isn't a finite number in ASCII: no ``1_000``, no ``inf``, no ``nan``.
    """
    text = "".join(cells)
    # float() also takes underscores and the digits of every script
    if "_" in text or not text.isascii():
        raise ValueError("not a number")
    values = np.fromiter(map(float, cells), np.float64, len(cells))
    if not np.isfinite(values).all():
        raise ValueError("not finite")
    return values


def find_fault(cell: str, kind: Kind) -> Fault | None:
    """Return what makes a cell unfit for a column of its kind, or None."""
    if kind is Kind.NUMBER and _is_number(cell):
        return None
    if unreadable := _UNREADABLE.search(cell):
        what = "a NUL byte" if unreadable[0] == "\0" else "bytes that are not UTF-8 text"
        return Fault(f"'{shortened(cell)}' holds {what}")
    if kind is Kind.IGNORE:
        return None
    text = cell.strip()
    if text in MISSING:
        return Fault(f"is missing ('{text}')" if text else "is empty", is_missing=True)
    return _number_fault(cell) if kind is Kind.NUMBER else None


def sort_names(names: Sequence[str]) -> tuple[str, ...]:
    """Sort the names of categories, numerically where all are numbers."""
    try:
        values = read_numbers(names).tolist()
    except ValueError:
        return tuple(sorted(names))
    return tuple(name for _, name in sorted(zip(values, names, strict=True)))


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(_read_number(cell))
    except ValueError:
        return False


def _read_number(cell: str) -> float:
    """Do for one cell what `read_numbers` does for many; the number may be infinite or NaN."""
    if "_" in cell or not cell.isascii():
        raise ValueError("not a number")
    return float(cell)


def _number_fault(cell: str) -> Fault:
    try:
        value = _read_number(cell)
    except ValueError:
        value = 0.0
    if math.isnan(value):
        return Fault(f"is missing ('{shortened(cell)}')", is_missing=True)
    if math.isinf(value):
        return Fault(f"'{shortened(cell)}' is not a finite number")
    return Fault(
        f"'{shortened(cell)}' is not a number; a column of categories, or one to ignore, "
        'is named as such under "columns"'
    )
