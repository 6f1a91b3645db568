"""Plain tables, read fast: lines of bare cells in ASCII, which NumPy's own reader takes in.

That reader makes of such a cell the number that `float` makes of it, to the last bit, or refuses.
What it would take otherwise is kept from it: quotes, other line ends, other characters, some of
which are space to it and not to `float`. Where it refuses, or a number isn't finite, the exact
reading goes again and says where.
"""

import csv
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.content import Content
from bpstudio.data.csv_text import CsvText
from bpstudio.data.layout import Layout

Converters = dict[int | str, Callable[[str], float]]  # by the index of a column

BARE = bytes({*range(32, 127), *b"\t\r\n"} - {*b'"'})  # the bytes of plain rows
CHUNK_BYTES = 2**20  # so much of the file, up to the end of a line, is text at a time


def plain_start(text: CsvText) -> int | None:
    """Return where the rows of a plain table start in its data; None if it isn't plain."""
    data, start = text.data, 0
    if data.count(b"\r") != data.count(b"\r\n"):
        return None
    for _ in range(text.header_lines):
        start = data.find(b"\n", start) + 1
        if not start:
            return None
    for place in range(start, len(data), CHUNK_BYTES):
        if data[place : place + CHUNK_BYTES].translate(None, BARE):
            return None
    return start


def read_plain(text: CsvText, layout: Layout, start: int) -> Content:
    """Take in all rows of a plain table, which begin at `start`.

    Raises
    ------
    ValueError
        If there is a fault somewhere.
    Refusal
        If there are too many rows.
    """
    content = Content(text, layout)
    converters = _converters(content)
    for lines in _chunks(text.data, start):
        if lines:
            content.add(_numbers(lines, content.width, text.delimiter, converters))
    return content


def _converters(content: Content) -> Converters:
    """Return what makes a number of a cell, for each column where it isn't one itself."""
    converters: Converters = {}
    for index in range(content.width):
        column = content.columns.get(index)
        convert = column.converter if column else len  # any number will do where it is ignored
        if convert is not None:
            converters[index] = convert
    return converters


def _chunks(data: bytes, start: int) -> Iterator[list[str]]:
    """Yield lines that aren't blank, without their ends."""
    while start < len(data):
        end = data.find(b"\n", start + CHUNK_BYTES) + 1 or len(data)
        lines = data[start:end].decode("ascii").replace("\r\n", "\n").split("\n")
        yield [line for line in lines if line]
        start = end


def _numbers(
    lines: list[str], width: int, delimiter: str, converters: Converters
) -> NDArray[np.float64]:
    """Return the numbers of some rows, (rows, width)."""
    # together with what is checked below, every row has as many cells as the header
    if sum(line.count(delimiter) for line in lines) != len(lines) * (width - 1):
        raise ValueError("not as long as the header")
    _check_cells_are_short(lines, delimiter)
    try:
        numbers: NDArray[np.float64] = np.loadtxt(
            lines, comments=None, delimiter=delimiter, converters=converters, ndmin=2
        )
    except ValueError as error:
        # whatever stops a converter, Ctrl-C too, comes as an unfit cell
        if error.__cause__ is None or isinstance(error.__cause__, ValueError):
            raise
        raise error.__cause__ from None
    if numbers.shape != (len(lines), width) or not np.isfinite(numbers).all():
        raise ValueError("not finite, or of another shape")
    return numbers


def _check_cells_are_short(lines: list[str], delimiter: str) -> None:
    limit = csv.field_size_limit()
    for line in lines:
        if len(line) > limit and max(map(len, line.split(delimiter))) > limit:
            raise ValueError("a cell is too long")
