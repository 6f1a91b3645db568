"""An instruction in numbers: its arrays in brackets, shortened where they are large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.runtime.walking.names import OF_SAMPLES, Kind, Number
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.canvas.ink import CENTRE, RIGHT, write
from bpstudio.ui.numbers import figure
from bpstudio.ui.passes.line_layout import NAME_HEIGHT, NAME_SIZE, Block, Cell, LineLayout
from bpstudio.ui.passes.words import OF_WEIGHTS, is_backward, title
from bpstudio.ui.tex.words import in_words
from bpstudio.ui.theme import BOLD, REGULAR, TITLE, VALUE, theme
from bpstudio.ui.widgets.equation import equation_extent, paint_equation
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent

    from bpstudio.runtime.walking.steps import Part
    from bpstudio.ui.passes.state import PassesState


RULE_HEIGHT = 26  # px: of the optimizer's rule, below


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
        if room != self._room:
            self._room = room
            self._arrange()

    def _arrange(self) -> None:
        walked, step = self._state.walked, self._state.step
        if walked is None or step is None:
            self.line = None
        else:
            size, below = self._room, RULE_HEIGHT if step.rule else 0
            self.line = LineLayout(walked, step.line, size.width(), size.height() - below)
            wide = equation_extent(step.rule_tex).width if step.rule else 0
            self.resize(max(round(max(self.line.width, wide)), size.width()), size.height())
            self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_words(self) -> str:
        if self.line is None:
            return ""
        told = (
            f"{block.part.text}: " + ", ".join(figure(cell.value) for cell in block.cells)
            for block in self.line.blocks
        )
        rule = self._state.step.rule_tex if self._state.step else ""
        return "; ".join([*told, in_words(rule)] if rule else told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw brackets, numbers, signs and names."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme().colors.raised)
            if self.line is None:
                return
            for sign in self.line.signs:
                write(painter, sign.place, sign.words, theme().colors.text, TITLE, align=CENTRE)
            for block in self.line.blocks:
                self._draw_block(painter, block)
            step = self._state.step
            if step is not None and step.rule:
                paint_equation(painter, QPointF(2, self._name_line() + RULE_HEIGHT), step.rule_tex)

    def _draw_block(self, painter: QPainter, block: Block) -> None:
        colors, rect, size = theme().colors, block.rect, self._size
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
            write(painter, place, "…", colors.text3, size, align=CENTRE)
        tex = tex_of(block.part.text)
        extent = equation_extent(tex, NAME_SIZE)
        at = QPointF(rect.center().x() - extent.width / 2, self._name_line())
        paint_equation(painter, QPointF(max(at.x(), rect.left() - 2), at.y()), tex, NAME_SIZE, ink)

    @property
    def _size(self) -> int:
        return VALUE if self.line is None else self.line.size

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
        write(painter, cell.place, figure(cell.value), ink, self._size, weight, RIGHT)

    def number_at(self, at: QPointF) -> Number | None:
        """Return the number at a place."""
        near = (cell for cell in self._cells if cell.place.adjusted(-5, 0, 5, 0).contains(at))
        return next((cell.number for cell in near), None)

    def cell_of(self, number: Number | None) -> Cell | None:
        """Return where a number is in sight, if it is."""
        return next((cell for cell in self._cells if cell.number == number), None)

    @property
    def _cells(self) -> list[Cell]:
        blocks = [] if self.line is None else self.line.blocks
        return [cell for block in blocks for cell in block.cells]

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
