"""Plain tables, read fast: lines of bare cells in ASCII, which NumPy's own reader takes in.

That reader makes of such a cell the number that `float` makes of it, to the last bit, or refuses.
What it would take otherwise is kept from it: quotes, other line ends, other characters, some of
which are space to it and not to `float`. Where it refuses, or a number isn't finite, some lines are
read again cell by cell, to say where the fault is or to leave it out.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.byte_pieces import count, pieces
from bpstudio.data.columns import CategoryColumn
from bpstudio.data.content import Content
from bpstudio.data.csv_text import MAX_COLUMNS, CsvText, read_cells
from bpstudio.data.gaps import Gaps
from bpstudio.data.layout import Layout
from bpstudio.data.progress import between
from bpstudio.data.sound_rows import SoundRows

Converters = dict[int | str, Callable[[str], float]]  # by the index of a column

BARE = bytes({*range(32, 127), *b"\t\r\n"} - {*b'"'})  # the bytes of plain rows
SWAPPED = bytes.maketrans(b".,", b",.")
SWAPPED_TEXT = str.maketrans(".,", ",.")
CHUNK_BYTES = 2**18  # so much of the file, up to the end of a line, is text at a time: 5 ms


def plain_start(text: CsvText) -> int | None:
    """Return where the rows of a plain table start in its data; None if it isn't plain."""
    data, start = text.data, text.start
    tell = between(text.tell, 0.2, 0.2)
    if text.delimiter == text.format.decimal:
        return None
    if count(data, b"\r", tell) != count(data, b"\r\n", tell):
        return None
    for _ in range(text.header_lines):
        start = data.find(b"\n", start) + 1
        if not start:
            return None
    if any(piece.translate(None, BARE) for piece in pieces(data, tell, start)):
        return None
    return start


def read_plain(text: CsvText, layout: Layout, start: int, sound: SoundRows) -> Content:
    """Take in the rows of a plain table, which begin at `start`: those that are `sound`.

    Raises
    ------
    ValueError, csv.Error
        If a line is too long to be sure of.
    Refusal
        If there is a fault that isn't to be left out, or there are too many rows.
    """
    content = Content(text, layout)
    swapped = SWAPPED_TEXT if text.format.decimal == "," else {}
    gaps = Gaps(text, layout, sound, swapped)
    line, tell = text.header_lines + 1, between(text.tell, 0.2, 1)
    for chunk in _chunks(text.data, start):
        lines = _lines(chunk, text.format.decimal)
        rows = [row for row in lines if row]
        numbers = _sound_numbers(rows, text, content, gaps, swapped)
        if numbers is None:
            _add_exactly(_lines(chunk), line, text.delimiter, content, sound)
        else:
            sound.skipped += len(rows) - len(numbers)
            content.add(numbers)
        line += len(lines)
        start += len(chunk)
        tell(start / len(text.data))
    return content


def _chunks(data: bytes, start: int) -> Iterator[bytes]:
    """Yield whole lines."""
    while start < len(data):
        end = data.find(b"\n", start + CHUNK_BYTES) + 1 or len(data)
        yield data[start:end]
        start = end


def _lines(chunk: bytes, decimal: str = ".") -> list[str]:
    """Return lines without their ends; a decimal comma and a point have changed places."""
    if decimal == ",":
        chunk = chunk.translate(SWAPPED)
    return chunk.decode("ascii").replace("\r\n", "\n").removesuffix("\n").split("\n")


def _sound_numbers(
    rows: list[str], text: CsvText, content: Content, gaps: Gaps, swapped: Mapping[int, int]
) -> NDArray[np.float64] | None:
    """Return the numbers of some rows, without those that lack a cell; None for other faults."""
    if not rows:
        return np.empty((0, content.width))
    try:
        return _numbers(rows, text.delimiter, content, None, swapped)
    except ValueError:
        if not gaps.are_allowed:
            return None
    try:
        return _numbers(gaps.mark(rows), text.delimiter, content, gaps, swapped)
    except ValueError:
        return None


def _numbers(
    rows: list[str],
    delimiter: str,
    content: Content,
    gaps: Gaps | None,
    swapped: Mapping[int, int],
) -> NDArray[np.float64]:
    """Return the numbers of some rows, (rows, width); ValueError if one has a fault."""
    # together with what is checked below, every row has as many cells as the header
    if sum(row.count(delimiter) for row in rows) != len(rows) * (content.width - 1):
        raise ValueError("not as long as the header")
    _check_cells_are_short(rows, delimiter)
    codes = {
        index: column.blank_codes(swapped, keep=gaps is not None)
        for index, column in content.columns.items()
        if isinstance(column, CategoryColumn)
    }
    # any number will do where cells are ignored, such as their length
    converters: Converters = {i: len for i in range(content.width) if i not in content.columns}
    converters |= {index: names.__getitem__ for index, names in codes.items()}
    numbers = _load(rows, delimiter, converters)
    if numbers.shape != (len(rows), content.width):
        raise ValueError("of another shape")
    content.check(numbers, keep=gaps is not None)
    if gaps is not None:
        numbers = gaps.without(numbers)
    for index, names in codes.items():  # only now that the rows are sound do their names count
        known = np.isfinite(numbers[:, index])
        used, places = np.unique(numbers[known, index].astype(int), return_inverse=True)
        met = [names.names[place].translate(swapped) for place in used.tolist()]
        if gaps is not None:
            met = [gaps.name(category) for category in met]
        numbers[known, index] = content.columns[index].read(met)[places]
    return numbers


def _load(rows: list[str], delimiter: str, converters: Converters) -> NDArray[np.float64]:
    try:
        return np.loadtxt(
            rows, np.float64, comments=None, delimiter=delimiter, converters=converters, ndmin=2
        )
    except ValueError as error:
        # whatever stops a converter, Ctrl-C too, comes as an unfit cell
        if error.__cause__ is None or isinstance(error.__cause__, ValueError):
            raise
        raise error.__cause__ from None


def _add_exactly(
    lines: list[str], first: int, delimiter: str, content: Content, sound: SoundRows
) -> None:
    """Take in those of some lines that are sound; the number of the first of them is `first`."""
    if max(map(len, lines)) >= MAX_COLUMNS:
        raise ValueError("a line may have too many columns")
    numbered = (place for place in enumerate(lines, start=first) if place[1])
    cells = read_cells([line for line in lines if line], delimiter)
    rows = ((number, row) for (number, _), row in zip(numbered, cells, strict=True))
    if block := list(islice(sound.among(rows), content.room + 1)):
        content.add_rows(block)


def _check_cells_are_short(lines: list[str], delimiter: str) -> None:
    limit = csv.field_size_limit()
    for line in lines:
        if len(line) > limit and max(map(len, line.split(delimiter))) > limit:
            raise ValueError("a cell is too long")
