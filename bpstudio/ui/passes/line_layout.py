"""Where the arrays of an instruction stand beside each other, shortened where they are large."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from bpstudio.runtime.walking.names import OF_SAMPLES, Number
from bpstudio.runtime.walking.steps import Part
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.canvas.ink import text_width
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import BODY, BOLD, HINT, TITLE, VALUE
from bpstudio.ui.widgets.equation import equation_extent

if TYPE_CHECKING:
    from bpstudio.runtime.studies.walk import Excerpt, Walked

ROW, PAD, SPACE, BETWEEN = 20.0, 7.0, 9.0, 9.0  # px
MOST_ROWS, MOST_COLUMNS, LEAST_COLUMNS = 5, 8, 3
SIZES = (VALUE, BODY, HINT)  # px
ETC = -1  # stands for rows or columns that are left out
DOTS = 14.0  # px: their width
NAME_HEIGHT, NAME_SIZE = 24.0, BODY  # of one size, as equations are dear to set


@dataclass(frozen=True)
class Cell:
    """A number in sight: where it is, and which."""

    place: QRectF
    number: Number
    value: float


@dataclass(frozen=True)
class Block:
    """An array in its brackets, with its name below."""

    part: Part
    rect: QRectF
    cells: tuple[Cell, ...]
    dots: tuple[QRectF, ...]


@dataclass(frozen=True)
class Sign:
    """A sign between two arrays."""

    words: str
    place: QRectF


def shortened(places: tuple[int, ...], most: int, kept: int | None = None) -> list[int]:
    """Return at most so many of the places, with `ETC` wherever some are left out.

    `kept` is among them. `places` may have gaps themselves.
    """
    chosen = list(places)
    if len(places) > most:
        chosen = [*places[: most - 1], places[-1]] if most > 1 else [places[0]]
        if kept is not None and kept not in chosen:
            chosen[len(chosen) // 2 if most > 1 else 0] = kept
        chosen.sort()
    made: list[int] = []
    before = -1
    for place in chosen:
        if place != before + 1:
            made.append(ETC)
        made.append(place)
        before = place
    return made if before == places[-1] else [*made, ETC]


class LineLayout:
    """Where the arrays and signs of an instruction stand.

    Parameters
    ----------
    height
        How tall it may be.
    width
        How wide it should be: else the numbers are smaller, and fewer columns are in sight.

    Attributes
    ----------
    blocks, signs
        The arrays, and what is between them.
    width, size
        How wide it is, and the size of its numbers, px.
    """

    def __init__(self, walked: Walked, line: tuple[Part | str, ...], width: float, height: float):
        self._walked = walked
        rows = max(min(int((height - NAME_HEIGHT - 12) // ROW), MOST_ROWS), 2)
        every = range(MOST_COLUMNS, LEAST_COLUMNS - 1, -1)
        for columns, self.size in product(every, SIZES):
            self.blocks: list[Block] = []
            self.signs: list[Sign] = []
            self.width = self._arrange(line, rows, columns)
            if self.width <= width:
                break

    def _arrange(self, line: tuple[Part | str, ...], rows: int, columns: int) -> float:
        parts = [part for part in line if isinstance(part, Part)]
        chosen = [self._chosen(part, rows, columns) for part in parts]
        tall = max(len(places) for places, _ in chosen) * ROW
        x, k = 2.0, 0
        for part in line:
            if isinstance(part, Part):
                x = self._add_block(part, *chosen[k], x, tall)
                k += 1
            elif part:
                wide = text_width(part, TITLE)
                self.signs.append(Sign(part, QRectF(x, 4, wide + 2, tall)))
                x += wide + BETWEEN
        return x

    def _chosen(self, part: Part, rows: int, columns: int) -> tuple[list[int], list[int]]:
        """Return which rows and columns of an array are in sight, as it stands there."""
        excerpt = self._walked.excerpts[part.name]
        kept = None
        if part.name.kind in OF_SAMPLES:
            kept, samples = self._walked.column, max(columns - 2, 1)
            rows, columns = (samples, columns) if part.transposed else (rows, samples)
        if part.transposed:
            return shortened(excerpt.columns, rows, kept), shortened(excerpt.rows, columns)
        return shortened(excerpt.rows, rows), shortened(excerpt.columns, columns, kept)

    def _add_block(
        self, part: Part, rows: list[int], columns: list[int], x: float, tall: float
    ) -> float:
        excerpt, cells, dots = self._walked.excerpts[part.name], [], []
        wide = max(
            (
                text_width(figure(self._value(excerpt, part, row, column)), self.size, BOLD)
                for row in rows
                for column in columns
                if ETC not in (row, column)
            ),
            default=20.0,
        )
        top = 4 + (tall - len(rows) * ROW) / 2
        at = x + PAD
        for column in columns:
            across = DOTS if column == ETC else wide
            for k, row in enumerate(rows):
                place = QRectF(at, top + k * ROW, across, ROW)
                if ETC in (row, column):
                    dots.append(place)
                else:
                    value = self._value(excerpt, part, row, column)
                    cells.append(Cell(place, self._number(part, row, column), value))
            at += across + SPACE
        inner = at - SPACE - x + PAD
        rect = QRectF(x, top, inner, len(rows) * ROW)
        self.blocks.append(Block(part, rect, tuple(cells), tuple(dots)))
        return x + max(inner, equation_extent(tex_of(part.text), NAME_SIZE).width) + BETWEEN

    def _number(self, part: Part, row: int, column: int) -> Number:
        row, column = (column, row) if part.transposed else (row, column)
        return Number(part.name, row, column)

    def _value(self, excerpt: Excerpt, part: Part, row: int, column: int) -> float:
        _, row, column = self._number(part, row, column)
        found = excerpt.at(row, column)
        return float("nan") if found is None else found
