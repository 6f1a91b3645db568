"""How a table seems to be written and what its columns seem to hold, from its beginning."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bpstudio.data.column_guess import (
    COMMA_NUMBER,
    POINT_NUMBER,
    THOUSANDS,
    ColumnGuess,
    has_classes,
    is_number,
    is_number_like,
    kind_of,
    missing_texts,
    target_of,
)
from bpstudio.data.csv_text import Row
from bpstudio.data.encoding import find_encoding
from bpstudio.data.format import Decimal, Delimiter, Encoding, Format
from bpstudio.data.head import Head, text_of, whole_lines
from bpstudio.refusal import Refusal

ORDER: tuple[Delimiter, ...] = ("\t", ";", ",")  # a comma is in many a text
LOOKED_AT = 8_000  # cells, but some rows at least, and not more than too many
GLANCED_AT = 2_000  # cells, to tell the delimiter
MIN_ROWS, MAX_ROWS = 10, 500


@dataclass(frozen=True)
class Guess:
    """How a table seems to be written.

    Attributes
    ----------
    format
        How it is written. Its encoding is ``"auto"`` where the beginning doesn't tell.
    columns
        What each column seems to hold, in the file's order.
    target
        Name of the column that seems to be what is to be learned; None if there is no column.
    numeric_target
        Whether it seems to be learned as a number rather than as a class.
    """

    format: Format
    columns: tuple[ColumnGuess, ...]
    target: str | None
    numeric_target: bool


def detect(head: Head, known: Format | None = None) -> Guess:
    """Guess how a table is written and what its columns hold; never refuses.

    Where its format is `known`, only the columns are guessed.
    """
    encoding = _encoding(head) if known is None or known.encoding == "auto" else known.encoding
    text = _text(head, encoding)
    if known is None or known.delimiter == "auto":
        delimiter = find_delimiter(text)
    else:
        delimiter = known.delimiter
    rows = _rows(text, delimiter)
    decimal = find_decimal(rows, delimiter) if known is None else known.decimal
    header = find_header(rows, decimal) if known is None else known.header
    names, body = _named(rows, header)
    cells = [[row[place] for row in body if len(row) > place] for place in range(len(names))]
    columns = [_column(name, column, decimal) for name, column in zip(names, cells, strict=True)]
    target = target_of(columns)
    missing = missing_texts(columns, cells, decimal) if known is None else known.missing_values
    return Guess(
        format=known or Format(encoding, delimiter, decimal, header, missing),
        columns=tuple(columns),
        target=None if target is None else names[target],
        numeric_target=target is not None and columns[target].numeric_target,
    )


def _column(name: str, cells: Sequence[str], decimal: Decimal) -> ColumnGuess:
    guess = kind_of(name, cells, decimal)
    return replace(guess, numeric_target=not has_classes(guess, cells, decimal))


def find_delimiter(text: str) -> Delimiter:
    """Return what splits most rows into equally many cells, numbers and short texts best of all."""
    fitness = {delimiter: _fitness(_rows(text, delimiter, GLANCED_AT)) for delimiter in ORDER}
    best = max(ORDER, key=fitness.__getitem__)
    return best if fitness[best] else ","


def _fitness(rows: Sequence[Row]) -> float:
    """Return up to 1 for rows of one length, and more as far as their cells are numbers."""
    width, like = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if width < 2:
        return 0
    cells = [cell for row in rows[1:] if len(row) == width for cell in row]
    numbers = sum(map(is_number_like, cells)) / max(1, len(cells))
    return like / len(rows) * (1 + numbers) + (len(rows[0]) == width) / 8


def find_decimal(rows: Sequence[Row], delimiter: str) -> Decimal:
    """Return the decimal mark that more numbers have; groups of three digits hardly count."""
    cells = [cell.strip() for row in rows for cell in row]
    points = sum(bool(POINT_NUMBER.fullmatch(cell)) for cell in cells)
    commas = [cell for cell in cells if COMMA_NUMBER.fullmatch(cell)]
    sure = [cell for cell in commas if not THOUSANDS.fullmatch(cell)]
    if len(sure) > points or (commas and not points and delimiter != ","):
        return ","
    return "."


def find_header(rows: Sequence[Row], decimal: Decimal) -> bool:
    """Return whether the first row seems to have names: its cells are of another kind than below.

    A column counts for it where a name stands above numbers, against it where a number does, or a
    text that comes again below.
    """
    if len(rows) < 2:
        return True
    first, body = [cell.strip() for cell in rows[0]], rows[1:]
    if first == [str(place) for place in range(len(first))]:
        return True
    votes = 0
    for place, name in enumerate(first):
        cells = [row[place].strip() for row in body if len(row) > place]
        numbers = sum(is_number(cell, decimal) for cell in cells)
        if 2 * numbers > len(cells):
            votes += -1 if is_number(name, decimal) else bool(name)
        elif name in cells or is_number(name, decimal):
            votes -= 1
    return votes > 0 or (votes == 0 and len(set(first)) == len(first))


def _named(rows: Sequence[Row], header: bool) -> tuple[list[str], Sequence[Row]]:
    """Return the names of the columns and the rows below them."""
    if not rows:
        return [], []
    if header:
        return [cell.strip() for cell in rows[0]], rows[1:]
    return [f"column {place}" for place in range(1, len(rows[0]) + 1)], rows


def _encoding(head: Head) -> Encoding:
    if not head.is_whole and head.data.isascii() and b"\0" not in head.data:
        return "auto"
    return find_encoding(head.data, is_whole=head.is_whole)


def _text(head: Head, encoding: Encoding) -> str:
    """Return the text of whole lines."""
    try:
        text = text_of(head, encoding)
    except Refusal:
        text = head.data
    return whole_lines(head, text).decode("utf-8-sig", "surrogateescape")


def _rows(text: str, delimiter: str, most: int = LOOKED_AT) -> list[Row]:
    """Return the first rows that aren't blank, up to the first that can't be read."""
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in islice(filter(None, reader), MAX_ROWS):
            rows.append(row)
            cells += len(row)
            if cells > most and len(rows) >= MIN_ROWS:
                break
    except csv.Error:
        pass
    return rows
