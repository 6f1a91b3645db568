"""How a table is written, and what its user wants of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Encoding: TypeAlias = Literal["auto", "utf-8", "utf-16", "cp1252"]
Delimiter: TypeAlias = Literal["auto", ",", ";", "\t"]
Decimal: TypeAlias = Literal[".", ","]
ColumnKind: TypeAlias = Literal["number", "category", "ignore"]
Missing: TypeAlias = Literal["refuse", "drop", "fill"]
BadRows: TypeAlias = Literal["refuse", "skip"]


@dataclass(frozen=True)
class Format:
    """How a table is written.

    Attributes
    ----------
    encoding
        ``"utf-8"``, ``"utf-16"`` or ``"cp1252"``; ``"auto"`` finds out from the whole file.
    delimiter
        What stands between cells; ``"auto"`` is what splits the first row into most cells.
    decimal
        The decimal mark of numbers, a point or a comma.
    header
        Whether the first row has the names of the columns. Otherwise they are called
        ``"column 1"``, ``"column 2"``, ...
    missing_values
        Texts that stand for a missing cell, beside none and NaN (and NA among numbers). One that
        is a number does so by its value in a column of numbers.
    """

    encoding: Encoding = "utf-8"
    delimiter: Delimiter = "auto"
    decimal: Decimal = "."
    header: bool = True
    missing_values: tuple[str, ...] = ()


USUAL = Format()


@dataclass(frozen=True)
class TableOptions:
    """What is wanted of a table.

    Attributes
    ----------
    format
        How it is written.
    target
        Name of the column to learn; None is the last one.
    numeric_target
        Whether the target is a finite number. Otherwise it holds classes, which are sorted,
        numerically where all are numbers.
    columns
        What the features hold where it isn't finite numbers: ``"category"`` becomes one feature
        a category (one-hot), ``"ignore"`` none.
    missing
        ``"drop"`` leaves out rows with a missing cell, ``"fill"`` only those without a target and
        has the other cells filled after the split, ``"refuse"`` does neither.
    bad_rows
        ``"skip"`` leaves out rows with other faults, ``"refuse"`` doesn't.
    """

    format: Format = USUAL
    target: str | None = None
    numeric_target: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    missing: Missing = "refuse"
    bad_rows: BadRows = "refuse"
