"""The first rows of a table as they will be read, and what is wrong with them."""

import csv
from dataclasses import dataclass, replace

from bpstudio.data.cells import Fault, Kind
from bpstudio.data.column_summary import ColumnSummaries
from bpstudio.data.csv_text import CellRefusal, CsvText, Row
from bpstudio.data.encoding import find_encoding
from bpstudio.data.format import TableOptions
from bpstudio.data.head import Head, text_of, whole_lines
from bpstudio.data.layout import Layout, lay_out
from bpstudio.data.sound_rows import faults_of, is_filled
from bpstudio.refusal import Refusal

LOOKED_AT = 20_000  # cells, but some rows at least, and not more than too many
MIN_ROWS, MAX_ROWS = 20, 1_000
MAX_CHARACTERS = 200  # of a cell


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
class Preview:
    """The first rows of a table.

    Attributes
    ----------
    names, columns
        The columns' names, and what is known of each.
    rows
        The first rows.
    seen
        How many rows were looked at.
    is_whole
        Whether these are all rows of the table.
    problem
        What is wrong with the table as a whole, whatever its rows.
    refused
        The first cell that is refused.
    skips
        What is told on the screen of the rows that would be left out, if any.
    """

    names: tuple[str, ...]
    columns: ColumnSummaries
    rows: tuple[PreviewRow, ...]
    seen: int
    is_whole: bool
    problem: Refusal | None
    refused: CellRefusal | None
    skips: str


def preview(head: Head, options: TableOptions, rows: int = 100) -> Preview:
    """Return the first rows of a table; what is wrong is told, and nothing refused."""
    try:
        text = _text(head, options)
    except Refusal as refusal:
        nothing = ColumnSummaries((), _no_layout(0, options), ())
        return Preview((), nothing, (), 0, head.is_whole, refusal, None, "")
    layout, problem = _layout(text, options)
    read, is_whole, broken = _rows(text, head.is_whole)
    judged = [_judged(line, row, layout, options) for line, row in read]
    refused = next((_refusal(text, row) for row in judged if row.fate == "refused"), None)
    return Preview(
        names=text.header,
        columns=ColumnSummaries(text.header, layout, [row for _, row in read]),
        rows=tuple(_shown(row) for row in judged[:rows]),
        seen=len(judged),
        is_whole=is_whole,
        problem=problem or broken,
        refused=refused,
        skips=_skips(judged, is_whole),
    )


def _text(head: Head, options: TableOptions) -> CsvText:
    """Return the text of whole lines; of the only one where it is cut short."""
    format_ = options.format
    if format_.encoding == "auto":
        found = find_encoding(head.data, is_whole=head.is_whole)
        format_ = replace(format_, encoding=found)
    data = text_of(head, format_.encoding)
    text = CsvText(whole_lines(head, data) or data, head.file, replace(format_, encoding="utf-8"))
    text.format = format_
    return text


def _layout(text: CsvText, options: TableOptions) -> tuple[Layout, Refusal | None]:
    """Return what each column is for, and why that can't be: then nothing is expected of cells."""
    fill = options.missing == "fill"
    try:
        return (
            lay_out(text, options.target, options.numeric_target, options.columns, fill=fill),
            None,
        )
    except Refusal as problem:
        return _no_layout(len(text.header), options), problem


def _no_layout(width: int, options: TableOptions) -> Layout:
    """Return that of columns of which nothing is expected, and none is learned."""
    return Layout((Kind.IGNORE,) * width, width, header=options.format.header)


def _rows(text: CsvText, is_whole: bool) -> tuple[list[tuple[int, Row]], bool, Refusal | None]:
    """Return the first rows with their lines, whether these are all, and what ends them early."""
    rows: list[tuple[int, Row]] = []
    cells = 0
    try:
        for line, row in text.numbered_rows():
            rows.append((line, row))
            cells += len(row)
            if len(rows) >= MAX_ROWS or (cells > LOOKED_AT and len(rows) >= MIN_ROWS):
                return rows, False, None
    except Refusal as broken:
        ended = not is_whole and _is_near_the_end(text, broken)
        return rows, False, None if ended else broken
    return rows, is_whole, None


def _is_near_the_end(text: CsvText, broken: Refusal) -> bool:
    """Whether a row can't be read perhaps only for the want of what comes after the beginning."""
    line = broken.line if isinstance(broken, CellRefusal) else 1
    place = 0
    for _ in range(line - 1):
        place = text.data.find(b"\n", place) + 1
    return len(text.data) - place <= csv.field_size_limit()


def _judged(line: int, row: Row, layout: Layout, options: TableOptions) -> PreviewRow:
    marks = tuple(
        Mark(column, fault.reason, fault.is_missing, _fate(column, fault, layout, options))
        for column, fault in faults_of(row, layout)
    )
    fate = next((mark.fate for mark in marks if mark.fate != "filled"), "kept")
    return PreviewRow(line, tuple(row), marks, fate)


def _fate(column: int, fault: Fault, layout: Layout, options: TableOptions) -> str:
    if is_filled(column, fault, layout):
        return "filled"
    wish = options.missing if fault.is_missing else options.bad_rows
    return "refused" if wish == "refuse" else "left out"


def _refusal(text: CsvText, row: PreviewRow) -> CellRefusal:
    mark = next(mark for mark in row.marks if mark.fate == "refused")
    return text.refusal(row.line, mark.column, mark.reason, list(row.cells))


def _shown(row: PreviewRow) -> PreviewRow:
    if all(len(cell) <= MAX_CHARACTERS for cell in row.cells):
        return row
    return replace(row, cells=tuple(cell[:MAX_CHARACTERS] for cell in row.cells))


def _skips(rows: list[PreviewRow], is_whole: bool) -> str:
    count = sum(row.fate == "left out" for row in rows)
    if not count:
        return ""
    which = f"the {len(rows):,} rows" if is_whole else f"the first {len(rows):,} rows"
    return f"{count:,} of {which} will be left out"
