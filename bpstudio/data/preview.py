"""The first rows of a table as they will be read, and what is wrong with them."""

from dataclasses import dataclass

from bpstudio.data.cells import Kind
from bpstudio.data.format import TableOptions
from bpstudio.data.head import Head
from bpstudio.refusal import Refusal


@dataclass(frozen=True)
class Mark:
    """What is wrong with a cell.

    Attributes
    ----------
    column
        From 0; that of the first cell that lacks or is too many in a row of another length.
    reason
        Such as ``"is empty"``, said of the cell.
    is_missing
        Whether the wish for missing cells decides what becomes of it, or that for bad rows.
    fate
        What becomes of it: ``"refused"``, ``"left out"`` (the row) or ``"filled"``.
    """

    column: int
    reason: str
    is_missing: bool
    fate: str


@dataclass(frozen=True)
class PreviewRow:
    """A row: its line (from 1), the texts of its cells, and what is wrong with them.

    `fate` is ``"kept"``, ``"refused"`` or ``"left out"``.
    """

    line: int
    cells: tuple[str, ...]
    marks: tuple[Mark, ...]
    fate: str


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
        How many different texts it has, counted up to `MAX_DISTINCT`.
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
    minimum: float | None
    maximum: float | None
    mean: float | None
    common: tuple[tuple[str, int], ...]

    def sentence(self) -> str:
        """Return what is told of the column on the screen."""
        raise NotImplementedError


@dataclass(frozen=True)
class Preview:
    """The first rows of a table.

    Attributes
    ----------
    names, columns
        The columns' names, and what is known of each.
    rows
        The first rows.
    seen, faulty
        How many rows were looked at, and how many of them are refused or left out.
    is_whole
        Whether these are all rows of the table.
    problem
        What is wrong with the table as a whole, whatever its rows.
    skips
        What is told on the screen of the rows that would be left out, if any.
    """

    names: tuple[str, ...]
    columns: tuple[ColumnSummary, ...]
    rows: tuple[PreviewRow, ...]
    seen: int
    faulty: int
    is_whole: bool
    problem: Refusal | None
    skips: str


def preview(head: Head, options: TableOptions, rows: int = 100) -> Preview:
    """Return the first rows of a table; what is wrong is told, and nothing refused."""
    raise NotImplementedError
