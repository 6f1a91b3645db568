"""An instruction in numbers: its arrays in brackets, shortened where they are large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.runtime.walking.names import OF_SAMPLES, Kind, Number
from bpstudio.runtime.walking.steps import Part
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.numbers import figure
from bpstudio.ui.passes.ink import CENTRE, RIGHT, width_of, write
from bpstudio.ui.passes.words import OF_WEIGHTS, is_backward, title
from bpstudio.ui.theme import BOLD, REGULAR, TITLE, VALUE, theme
from bpstudio.ui.widgets.equation import equation_extent, paint_equation
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent

    from bpstudio.runtime.studies.walk import Excerpt, Walked
    from bpstudio.ui.passes.state import PassesState

ROW, PAD, SPACE, BETWEEN = 20.0, 7.0, 9.0, 9.0  # px
MOST_ROWS, MOST_COLUMNS, LEAST_COLUMNS = 5, 8, 3
ETC = -1  # stands for rows or columns that are left out
DOTS = 14.0  # px: their width
NAME_HEIGHT = 24.0


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
        How wide it should be: then fewer columns of each array are in sight.
    """

    def __init__(self, walked: Walked, line: tuple[Part | str, ...], width: float, height: float):
        self._walked = walked
        rows = max(min(int((height - NAME_HEIGHT - 12) // ROW), MOST_ROWS), 2)
        for columns in range(MOST_COLUMNS, LEAST_COLUMNS - 1, -1):
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
                wide = width_of(part, TITLE)
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
                width_of(figure(self._value(excerpt, part, row, column)), VALUE, BOLD)
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
        return x + max(inner, equation_extent(tex_of(part.text), VALUE).width) + BETWEEN

    def _number(self, part: Part, row: int, column: int) -> Number:
        row, column = (column, row) if part.transposed else (row, column)
        return Number(part.name, row, column)

    def _value(self, excerpt: Excerpt, part: Part, row: int, column: int) -> float:
        _, row, column = self._number(part, row, column)
        found = excerpt.at(row, column)
        return float("nan") if found is None else found


class Matrices(Painted):
    """The arrays of the shown instruction; a click opens the number that it meets."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__("The instruction in numbers", parent)
        self.setObjectName("passesMatrices")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state = state
        self._room = QSize(400, 140)
        self.line: LineLayout | None = None
        for signal in (state.changed, state.moved):
            signal.connect(self._arrange)
        state.asked.connect(self.update)

    def set_room(self, room: QSize) -> None:
        """Be as wide as this, or wider where less can't be shown."""
        self._room = room
        self._arrange()

    def _arrange(self) -> None:
        walked, step = self._state.walked, self._state.step
        if walked is None or step is None:
            self.line = None
        else:
            size = self._room
            self.line = LineLayout(walked, step.line, size.width(), size.height())
            self.resize(max(round(self.line.width), size.width()), size.height())
            self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_words(self) -> str:
        if self.line is None:
            return ""
        told = (
            f"{block.part.text}: " + ", ".join(figure(cell.value) for cell in block.cells)
            for block in self.line.blocks
        )
        return "; ".join(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw brackets, numbers, signs and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme().colors.raised)
        if self.line is None:
            return
        for sign in self.line.signs:
            write(painter, sign.place, sign.words, theme().colors.text, TITLE, align=CENTRE)
        for block in self.line.blocks:
            self._draw_block(painter, block)

    def _draw_block(self, painter: QPainter, block: Block) -> None:
        colors, rect = theme().colors, block.rect
        painter.setPen(QPen(colors.text2, 1.3))
        for x, way in ((rect.left() + 0.5, 1), (rect.right() - 0.5, -1)):
            painter.drawLine(QLineF(x, rect.top() - 2, x, rect.bottom() + 2))
            for y in (rect.top() - 2, rect.bottom() + 2):
                painter.drawLine(QLineF(x, y, x + 4 * way, y))
        ink = self._ink(block.part)
        columns = {cell.number.column for cell in block.cells}
        for cell in block.cells:
            self._draw_cell(painter, cell, ink, len(columns) > 1)
        for place in block.dots:
            write(painter, place, "…", colors.text3, VALUE, align=CENTRE)
        tex = tex_of(block.part.text)
        extent = equation_extent(tex, VALUE)
        at = QPointF(rect.center().x() - extent.width / 2, self._name_line())
        paint_equation(painter, QPointF(max(at.x(), rect.left() - 2), at.y()), tex, VALUE, ink)

    def _name_line(self) -> float:
        if self.line is None:
            return 0.0
        lowest = max(block.rect.bottom() for block in self.line.blocks)
        return lowest + NAME_HEIGHT - 4

    def _ink(self, part: Part) -> QColor:
        colors, kind = theme().colors, part.name.kind
        if kind in (Kind.W, Kind.B, Kind.NEW_W, Kind.NEW_B, Kind.T):
            return colors.text
        return colors.backward_text if is_backward(kind) else colors.forward_text

    def _draw_cell(
        self, painter: QPainter, cell: Cell, ink: QColor, is_one_of_several: bool
    ) -> None:
        colors, walked = theme().colors, self._state.walked
        is_opened = self._state.number == cell.number
        of_shown = (
            walked is not None
            and len(walked.samples) > 1
            and cell.number.name.kind in OF_SAMPLES
            and cell.number.column == walked.column
            and is_one_of_several
        )
        if is_opened:
            painter.setPen(QPen(colors.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.place.adjusted(-4, 1, 4, -1), 3, 3)
        weight = BOLD if is_opened or of_shown else REGULAR
        write(painter, cell.place, figure(cell.value), ink, VALUE, weight, RIGHT)

    def number_at(self, at: QPointF) -> Number | None:
        """Return the number at a place."""
        if self.line is None:
            return None
        cells = (cell for block in self.line.blocks for cell in block.cells)
        near = (cell for cell in cells if cell.place.adjusted(-5, 0, 5, 0).contains(at))
        return next((cell.number for cell in near), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the number under the mouse, or close the one that is open."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._state.open(self.number_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a number can be clicked."""
        found = self.number_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    def tip_at(self, at: QPointF) -> str:
        """Return which number it is, and its figures."""
        number, walked = self.number_at(at), self._state.walked
        if number is None or walked is None:
            return ""
        value = walked.excerpts[number.name].at(number.row, number.column)
        what = "its paths to L" if number.name.kind in OF_WEIGHTS[:1] else "what it came from"
        return f"{title(walked, self._state.data, number)} = {figure(value, 5)}\nclick: {what}"
