"""Comma-separated values as text: rows of cells, each with its place in the file."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.data.byte_pieces import ByteReader, count, has_long_line
from bpstudio.data.encoding import find_encoding, to_utf_8
from bpstudio.data.format import USUAL, Format
from bpstudio.data.memory import in_words
from bpstudio.data.progress import Tell, between, silent
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t")
MAX_COLUMNS = 10**6 + 1  # a layer has at most 10^6 units; and the target
MAX_LINE_BYTES = 2**25
MAX_BLANK_BYTES = 2**20
READ_BYTES = 2**16
SHOWN_CHARACTERS = 40

Row = list[str]


class CellRefusal(Refusal):
    """A refusal of a cell, or of a row: `line` counts from 1, `column` from 0."""

    def __init__(self, place: str, reason: str, line: int, column: int) -> None:
        super().__init__(place, reason)
        self.line, self.column = line, column


class CsvText:
    """The text of a table: its header, and its rows in two ways of reading.

    Cells stand between commas, semicolons or tabs, whichever splits the header into most names,
    unless the format says which, and may be in double quotes. Lines end in LF, CR LF or CR; blank
    ones don't count as rows.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        What to call it in a refusal.
    format_
        How it is written.
    tell
        Gets the share of the text that has been read.

    Attributes
    ----------
    data
        The text in UTF-8, with or without a byte order mark.
    file, format, tell
        As given; an encoding to find out has been found.
    delimiter
        What stands between cells.
    header, header_line, header_lines
        The names of the columns without spaces around them, the line in which they start, and
        how many lines there are up to the end of the header.

    Raises
    ------
    Refusal
        If there is no header, its quotes don't close, or it has too many columns.
    """

    def __init__(
        self, data: bytes, file: str, format_: Format = USUAL, tell: Tell = silent
    ) -> None:
        self.file, self.tell = file, tell
        if format_.encoding == "auto":
            format_ = replace(format_, encoding=find_encoding(data, between(tell, 0, 0.1)))
        self.format = format_
        self.data = to_utf_8(data, format_.encoding, between(tell, 0.1, 0.2))
        if has_long_line(self.data, MAX_LINE_BYTES):
            raise Refusal(file, f"has a line of more than {in_words(MAX_LINE_BYTES)}")
        if not self.data[self.start : self.start + MAX_BLANK_BYTES].strip(b"\r\n"):
            what = "is empty" if len(self.data) <= MAX_BLANK_BYTES else "begins with blank lines"
            raise Refusal(file, f"{what}: a table starts with a line of column names")
        one = () if format_.delimiter == "auto" else (format_.delimiter,)
        headers = {delimiter: self._first_row(delimiter) for delimiter in one or DELIMITERS}
        self.delimiter = max(headers, key=lambda mark: self._fitness(mark, headers[mark][1]))
        self.header_line, cells = headers[self.delimiter]
        if len(cells) < 2:
            for delimiter in headers:
                next(self._numbered(delimiter), None)  # refuses quotes that don't close
        if not cells:
            raise Refusal(file, "is empty: a table starts with a line of column names")
        self.header = tuple(cell.strip() for cell in cells)
        self.header_lines = self.header_line + sum(map(_line_ends, cells))
        if not format_.header:
            self.header = tuple(f"column {place}" for place in range(1, len(cells) + 1))
            self.header_line, self.header_lines = 0, 0

    @property
    def start(self) -> int:
        """Where the text starts, behind a byte order mark."""
        return len(codecs.BOM_UTF8) if self.data.startswith(codecs.BOM_UTF8) else 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header, fast, and say nothing of where a fault is.

        Raises
        ------
        ValueError, csv.Error
            If the text has a fault.
        """
        if count(self.data, b"\0", between(self.tell, 0.2, 0.2)):
            raise ValueError("NUL byte")
        rows = filter(None, self._reader(self.delimiter, "strict"))
        if self.format.header:
            next(rows)
        yield from rows

    def numbered_rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the line that each row below the header starts in, counted from 1, and the row.

        A byte that is not UTF-8 comes as a surrogate (PEP 383).

        Raises
        ------
        Refusal
            If quotes don't close, or a line has too many cells. It can't be left out as a bad
            row: where that ends is anyone's guess.
        """
        rows = self._numbered(self.delimiter)
        if self.format.header:
            next(rows)
        yield from rows

    def refusal(self, line: int, column: int, reason: str, row: Row | None = None) -> CellRefusal:
        """Return the refusal of a cell; `column` counts from 0, `line` is where `row` starts."""
        line += sum(map(_line_ends, (row or [])[:column]))
        return CellRefusal(self.place(line, column), reason, line, column)

    def place(self, line: int, column: int) -> str:
        """Return a place for a refusal; `column` counts from 0."""
        return f"{self.file}, line {line}, {self.column_place(column)}"

    def most_rows(self, width: int) -> int:
        """Return a number of rows of `width` cells that there can't be more of."""
        tell = between(self.tell, 0.2, 0.2)
        lines = count(self.data, b"\n", tell) + count(self.data, b"\r", tell) + 1
        return min(lines, (len(self.data) + 1) // width)  # what ends each cell takes a byte

    def column_place(self, column: int) -> str:
        """Return how to name a column, counted from 0: ``"column 2 (width)"``."""
        if column >= len(self.header) or not self.format.header:
            return f"column {column + 1}"
        return f"column {column + 1} ({shortened(self.header[column])})"

    def _reader(self, delimiter: str, errors: str) -> "Reader":
        return read_cells(self._lines(delimiter, errors), delimiter)

    def _lines(self, delimiter: str, errors: str) -> Iterator[str]:
        # newline="" keeps the line ends inside quoted cells as they are
        raw = io.BufferedReader(ByteReader(self.data, between(self.tell, 0.2, 1)), READ_BYTES)
        lines = io.TextIOWrapper(raw, "utf-8-sig", errors, newline="")
        for number, line in enumerate(lines, start=1):
            # a line without end would take many times its size as a row of cells
            if len(line) >= MAX_COLUMNS and line.count(delimiter) >= MAX_COLUMNS:
                raise Refusal(
                    f"{self.file}, line {number}", f"has more than {MAX_COLUMNS:,} columns"
                )
            yield line

    def _numbered(self, delimiter: str) -> Iterator[tuple[int, Row]]:
        reader = self._reader(delimiter, "surrogateescape")
        start = 1
        try:
            for row in reader:
                if row:
                    yield start, row
                start = reader.line_num + 1
        except csv.Error:
            raise CellRefusal(
                f"{self.file}, line {start}",
                "a quoted cell is never closed or is followed by text, or a cell is longer than "
                f"{csv.field_size_limit():,} characters",
                start,
                0,
            ) from None

    def _fitness(self, delimiter: str, first: Row) -> float:
        """Tell how well what splits the first row so will do as a delimiter."""
        # a decimal mark does only where nothing else splits it
        return min(len(first), 1.5) if delimiter == self.format.decimal else len(first)

    def _first_row(self, delimiter: str) -> tuple[int, Row]:
        try:
            return next(self._numbered(delimiter), (1, []))
        except Refusal:
            return 1, []


def read_cells(lines: Iterable[str], delimiter: str) -> "Reader":
    """Return what splits lines into cells; csv.Error at quotes that don't close, or a long cell."""
    return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)


def _line_ends(cell: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", cell))


def shortened(text: str) -> str:
    """Return `text` in at most about 40 characters, control characters and bad bytes escaped."""
    if len(text) > SHOWN_CHARACTERS:
        text = text[: SHOWN_CHARACTERS - 1] + "…"
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in readable
    )
