"""The cells of a column: many at once where all are sound, one at a time to find a fault."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.csv_text import shortened
from bpstudio.data.encoding import NAMES
from bpstudio.data.format import Format

MISSING = frozenset({"", "NaN", "nan", "NAN"})
MISSING_NUMBERS = MISSING | {"NA"}  # among categories NA is one, unless it is said to be missing
# texts that often stand for a missing cell, and are taken for one only where the user says so
STAND_INS = frozenset(
    "? - -- . * k.A. N/A n/a na #N/A NULL null Null None none missing unknown".split()
)
_UNREADABLE = re.compile("[\0\udc80-\udcff]")  # surrogates stand for bytes that are not UTF-8
_LIKE_A_NUMBER = re.compile("[+-]?[0-9][0-9.,' \u00a0\u2009\u202f\u2019]*[0-9]")


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    IGNORE = "ignore"


@dataclass(frozen=True)
class CellRules:
    """How the cells of a table are read.

    Attributes
    ----------
    decimal
        The decimal mark.
    missing_numbers, missing_names
        Texts without spaces around them that stand for a missing cell, among numbers and among
        categories.
    missing_values
        Numbers that stand for one.
    encoding
        What bytes that are no text are not.
    fill
        Whether a missing cell of a feature is read as NaN, to be filled.
    """

    decimal: str = "."
    missing_numbers: frozenset[str] = MISSING_NUMBERS
    missing_names: frozenset[str] = MISSING
    missing_values: frozenset[float] = frozenset()
    encoding: str = "UTF-8"
    fill: bool = False

    def missing(self, kind: Kind) -> frozenset[str]:
        """Return the texts of missing cells in a column of a kind."""
        return self.missing_numbers if kind is Kind.NUMBER else self.missing_names


USUAL = CellRules()


def rules_of(format_: Format, *, fill: bool) -> CellRules:
    """Return how the cells of a table are read that is written in a format."""
    texts = frozenset(text.strip() for text in format_.missing_values)
    values = (_number_or_nan(text, format_.decimal) for text in texts)
    return CellRules(
        decimal=format_.decimal,
        missing_numbers=MISSING_NUMBERS | texts,
        missing_names=MISSING | texts,
        missing_values=frozenset(value for value in values if math.isfinite(value)),
        encoding=NAMES.get(format_.encoding, "UTF-8"),
        fill=fill,
    )


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, and whether a wish for missing cells or for bad rows is it."""

    reason: str
    is_missing: bool = False


def read_numbers(cells: Sequence[str], rules: CellRules = USUAL) -> NDArray[np.float64]:
    """Return finite numbers, rounded as Python's `float` does; NaN for what is to be filled.

    Raises
    ------
    ValueError
        If any cell isn't a finite number in ASCII: no ``1_000``, no ``inf``, no ``nan``.
    """
    try:
        values = _floats(cells, rules.decimal)
    except ValueError:
        if not rules.fill:
            raise
        missing = rules.missing_numbers
        values = _floats(["nan" if c.strip() in missing else c for c in cells], rules.decimal)
    check_finite(values, rules)
    return values


def check_finite(values: NDArray[np.float64], rules: CellRules, *, keep: bool = False) -> None:
    """Refuse, by a ValueError, what isn't a finite number.

    What is to be filled becomes NaN, and with `keep` whatever is missing.
    """
    missing = np.isnan(values)
    for value in rules.missing_values:
        missing |= values == value
    if np.isinf(values).any() or (missing.any() and not (keep or rules.fill)):
        raise ValueError("not finite")
    values[missing] = np.nan


def find_fault(cell: str, kind: Kind, rules: CellRules = USUAL) -> Fault | None:
    """Return what makes a cell unfit for a column of its kind, or None."""
    if kind is Kind.NUMBER and _is_number(cell, rules):
        return None
    if unreadable := _UNREADABLE.search(cell):
        other = f'bytes that are not {rules.encoding} text; "encoding" may name another'
        what = "a NUL byte" if unreadable[0] == "\0" else other
        return Fault(f"'{shortened(cell)}' holds {what}")
    if kind is Kind.IGNORE:
        return None
    text = cell.strip()
    if text in rules.missing(kind):
        return Fault(f"is missing ('{shortened(text)}')" if text else "is empty", is_missing=True)
    return _number_fault(cell, rules) if kind is Kind.NUMBER else None


def sort_names(names: Sequence[str], decimal: str = ".") -> tuple[str, ...]:
    """Sort the names of categories, numerically where all are numbers with this decimal mark."""
    try:
        values = read_numbers(names, CellRules(decimal=decimal)).tolist()
    except ValueError:
        return tuple(sorted(names))
    return tuple(name for _, name in sorted(zip(values, names, strict=True)))


def _floats(cells: Sequence[str], decimal: str) -> NDArray[np.float64]:
    text = "".join(cells)
    # float() also takes underscores and the digits of every script
    if "_" in text or not text.isascii():
        raise ValueError("not a number")
    if decimal == ",":
        if "." in text:
            raise ValueError("a mark of thousands")
        cells = [cell.replace(",", ".") for cell in cells]
    return np.fromiter(map(float, cells), np.float64, len(cells))


def _read_number(cell: str, decimal: str) -> float:
    """Do for one cell what `_floats` does for many."""
    if "_" in cell or not cell.isascii():
        raise ValueError("not a number")
    if decimal == ",":
        if "." in cell:
            raise ValueError("a mark of thousands")
        cell = cell.replace(",", ".")
    return float(cell)


def _number_or_nan(cell: str, decimal: str) -> float:
    try:
        return _read_number(cell, decimal)
    except ValueError:
        return math.nan


def _is_number(cell: str, rules: CellRules) -> bool:
    value = _number_or_nan(cell, rules.decimal)
    return math.isfinite(value) and value not in rules.missing_values


def _number_fault(cell: str, rules: CellRules) -> Fault:
    shown = shortened(cell)
    try:
        value = _read_number(cell, rules.decimal)
    except ValueError:
        return Fault(f"'{shown}' is not a number; {_hint(cell, rules.decimal)}")
    if math.isinf(value):
        return Fault(f"'{shown}' is not a finite number")
    return Fault(f"is missing ('{shown}')", is_missing=True)


def _hint(cell: str, decimal: str) -> str:
    if not _LIKE_A_NUMBER.fullmatch(cell.strip()):
        return 'a column of categories, or one to ignore, is named as such under "columns"'
    mark, example = ("comma", "1234,5") if decimal == "," else ("point", "1234.5")
    expected = f"this column takes numbers like {example}, with a decimal {mark} and no mark"
    return f'{expected} of thousands; "decimal" may name another mark'
