"""What some rows of a table have in each column."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bpstudio.data.cells import Kind, find_fault, read_numbers
from bpstudio.data.csv_text import Row, shortened
from bpstudio.data.dataset import Dataset
from bpstudio.data.layout import Layout

MAX_DISTINCT = 1_000
SHOWN_CATEGORIES = 5


@dataclass(frozen=True)
class ColumnSummary:
    """What the rows that were looked at have in a column.

    Attributes
    ----------
    name, kind, is_target
        Of the column.
    missing, faults
        How many of its cells are missing, and how many are otherwise unfit.
    distinct
        How many different texts it has beside these, counted up to `MAX_DISTINCT`.
    minimum, maximum, mean
        Of its numbers; None for other columns and where there is no number.
    common
        The most common categories and how often they are there.
    """

    name: str
    kind: Kind
    is_target: bool
    missing: int
    faults: int
    distinct: int
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    common: tuple[tuple[str, int], ...] = ()

    def sentence(self) -> str:
        """Return what is told of the column on the screen."""
        told = [self._content()]
        if self.missing:
            told.append(f"{self.missing:,} missing")
        if self.faults:
            told.append(f"{self.faults:,} unfit")
        return ", ".join(told)

    def _content(self) -> str:
        many = f"{self.distinct:,}" + (" or more" if self.distinct >= MAX_DISTINCT else "")
        match self.kind:
            case Kind.IGNORE:
                return f"ignored, {many} different {'text' if self.distinct == 1 else 'texts'}"
            case Kind.CATEGORY:
                what = "class" if self.is_target else "category"
                plural = "classes" if self.is_target else "categories"
                return f"{many} {what if self.distinct == 1 else plural}{self._categories()}"
        if self.minimum is None or self.maximum is None or self.mean is None:
            return "no number"
        return f"{_figure(self.minimum)} to {_figure(self.maximum)}, mean {_figure(self.mean)}"

    def _categories(self) -> str:
        names = ", ".join(f"‘{shortened(name)}’ {count:,}" for name, count in self.common)
        more = ", …" if self.distinct > len(self.common) else ""
        return f": {names}{more}" if names else ""


def class_summary(data: Dataset) -> ColumnSummary:
    """Return what all rows of a table that are used, training and test, have as their class."""
    classes = len(data.classes)
    train, test = (
        np.bincount(part.t.astype(np.intp, copy=False), minlength=classes)
        for part in (data.train, data.test)
    )
    counts = Counter(dict(zip(data.classes, (train + test).tolist(), strict=True)))
    return ColumnSummary(
        name=data.target,
        kind=Kind.CATEGORY,
        is_target=True,
        missing=0,
        faults=0,
        distinct=min(MAX_DISTINCT, len(data.classes)),
        common=tuple(counts.most_common(SHOWN_CATEGORIES)),
    )


class ColumnSummaries:
    """What rows have in each column, each looked at when it is asked for; there may be thousands.

    Rows of another length than that of the `names` don't count.

    Attributes
    ----------
    kinds, target
        What each column is for, and which of them is learned: beyond the last where none can be.
    """

    def __init__(self, names: Sequence[str], layout: Layout, rows: Sequence[Row]) -> None:
        self._names, self._layout = tuple(names), layout
        self.kinds, self.target = layout.kinds, layout.target
        self._rows = [row for row in rows if len(row) == len(names)]

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, place: int) -> ColumnSummary:
        name = self._names[place]
        return _summary(name, place, self._layout, [row[place] for row in self._rows])

    def __iter__(self) -> Iterator[ColumnSummary]:
        return map(self.__getitem__, range(len(self)))


def _summary(name: str, place: int, layout: Layout, cells: Sequence[str]) -> ColumnSummary:
    kind = layout.kinds[place]
    faults = [find_fault(cell, kind, layout.rules) for cell in cells]
    sound = [cell for cell, fault in zip(cells, faults, strict=True) if fault is None]
    counts = Counter(cell.strip() for cell in sound)
    numbers = read_numbers(sound, layout.rules) if kind is Kind.NUMBER else np.empty(0)
    with np.errstate(over="ignore"):
        mean = float(numbers.mean()) if numbers.size else None
    return ColumnSummary(
        name=name,
        kind=kind,
        is_target=place == layout.target,
        missing=sum(fault is not None and fault.is_missing for fault in faults),
        faults=sum(fault is not None and not fault.is_missing for fault in faults),
        distinct=min(MAX_DISTINCT, len(counts)),
        minimum=float(numbers.min()) if numbers.size else None,
        maximum=float(numbers.max()) if numbers.size else None,
        mean=mean,
        common=tuple(counts.most_common(SHOWN_CATEGORIES)) if kind is Kind.CATEGORY else (),
    )


def _figure(value: float) -> str:
    return f"{value:.4g}".replace("-", "\u2212")
