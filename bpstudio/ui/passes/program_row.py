"""A row of the program: the instruction's number, its equation, and what it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bpstudio.runtime.walking.names import OF_SAMPLES
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.canvas.ink import LEFT, RIGHT, text_width, write
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import BOLD, HINT, REGULAR, theme
from bpstudio.ui.widgets.equation import equation_extent, paint_equation

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.steps import WalkStep
    from bpstudio.ui.passes.state import PassesState

EQUATION, LEAST = 15, 11  # px
NUMBER_LEFT, EQUATION_LEFT = 18, 46
PLACE = Qt.ItemDataRole.UserRole
SMALL = (2, 3)  # rows, columns: a matrix that is written out


class ProgramRow(QStyledItemDelegate):
    """Draws an instruction: its number, its equation, and what it made."""

    def __init__(self, state: PassesState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        place, walked = index.data(PLACE), self._state.walked
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, theme().colors.surface)
        if place is None:
            self._draw_heading(painter, rect, str(index.data()))
        elif walked is not None and place < len(walked.steps):
            self._draw_step(painter, rect, walked, walked.steps[place], place)
        painter.restore()

    def _draw_heading(self, painter: QPainter, rect: QRectF, words: str) -> None:
        colors = theme().colors
        tints = {"f": colors.forward_text, "b": colors.backward_text}
        ink = tints.get(words[0], colors.text2)
        write(painter, rect.adjusted(16, 4, -8, 0), words, ink, HINT, BOLD, LEFT)

    def _draw_step(
        self, painter: QPainter, rect: QRectF, walked: Walked, step: WalkStep, place: int
    ) -> None:
        colors, state = theme().colors, self._state
        is_now, is_done = place == state.position, place <= state.position
        shape = {"forward": colors.forward, "backward": colors.backward}.get(
            step.phase, colors.accent
        )
        style = Qt.PenStyle.DashLine if step.phase == "backward" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(shape if is_done else colors.border, 2, style))
        painter.drawLine(QPointF(10, rect.top()), QPointF(10, rect.bottom()))
        if is_now:
            fills = {"forward": colors.forward_fill, "backward": colors.backward_fill}
            painter.setBrush(fills.get(step.phase, colors.sunken))
            painter.setPen(QPen(shape, 1.5))
            painter.drawRoundedRect(rect.adjusted(17, 1, -6, -1), 4, 4)
        ink = colors.text if is_done else colors.text3
        number = QRectF(rect.left() + NUMBER_LEFT, rect.top(), 24, rect.height())
        weight = BOLD if is_now else REGULAR
        write(painter, number, count(place + 1), ink, HINT, weight, RIGHT)
        left = rect.left() + EQUATION_LEFT + 2
        tex, size = _fitting(step, rect.right() - 12 - left)
        extent = equation_extent(tex, size)
        base = rect.center().y() + (extent.ascent - extent.descent) / 2
        paint_equation(painter, QPointF(left, base), tex, size, ink)
        if is_done:
            room = QRectF(rect)
            room.setLeft(left + extent.width + 12)
            room.setRight(rect.right() - 14)
            self._draw_values(painter, room, walked, step)

    def _draw_values(self, painter: QPainter, room: QRectF, walked: Walked, step: WalkStep) -> None:
        colors = theme().colors
        inks = {"forward": colors.forward_text, "backward": colors.backward_text}
        ink = inks.get(step.phase, colors.text)
        name = step.made[0]
        excerpt = walked.excerpts[name]
        if name.kind in OF_SAMPLES:
            values = [excerpt.at(row, walked.column) for row in excerpt.rows]
            self._draw_row(painter, room, values, len(values) < excerpt.shape[0], ink)
        elif excerpt.shape[1] == 1:
            values = [excerpt.at(row, 0) for row in excerpt.rows]
            self._draw_row(painter, room, values, len(values) < excerpt.shape[0], ink)
        elif excerpt.shape[0] <= SMALL[0] and excerpt.shape[1] <= SMALL[1]:
            self._draw_matrix(painter, room, [list(row) for row in excerpt.values], ink)
        else:
            rows, columns = excerpt.shape
            shape = f"{count(rows)} × {count(columns)}"
            if text_width(shape, HINT) <= room.width():
                write(painter, room, shape, ink, HINT, align=RIGHT)

    def _draw_row(
        self,
        painter: QPainter,
        room: QRectF,
        values: list[float | None],
        is_cut: bool,
        ink: QColor,
    ) -> None:
        """Write as many numbers as fit, from the first on."""
        words: list[str] = []
        for k, value in enumerate(values):
            last = k == len(values) - 1 and not is_cut
            line = "   ".join([*words, figure(value)]) + ("" if last else "   …")
            if words and text_width(line, HINT) > room.width():
                is_cut = True
                break
            words.append(figure(value))
        line = "   ".join([*words, "…"] if is_cut or len(words) < len(values) else words)
        write(painter, room, line, ink, HINT, align=RIGHT)

    def _draw_matrix(
        self, painter: QPainter, room: QRectF, rows: list[list[float]], ink: QColor
    ) -> None:
        words = [[figure(value) for value in row] for row in rows]
        wide = max(text_width(word, HINT) for row in words for word in row) + 8
        width = wide * len(words[0])
        if width + 10 > room.width():
            shape = f"{len(rows)} × {len(rows[0])}"
            write(painter, room, shape, ink, HINT, align=RIGHT)
            return
        left, top = room.right() - width - 4, room.center().y() - 7 * len(rows)
        for r, row in enumerate(words):
            for c, word in enumerate(row):
                place = QRectF(left + c * wide, top + 14 * r, wide - 4, 14)
                write(painter, place, word, ink, HINT, align=RIGHT)
        painter.setPen(QPen(ink, 1))
        for x, way in ((left - 1, 1), (room.right() + 2, -1)):
            painter.drawLine(QPointF(x, top), QPointF(x, top + 14 * len(rows)))
            for y in (top, top + 14 * len(rows)):
                painter.drawLine(QPointF(x, y), QPointF(x + 3 * way, y))


def _fitting(step: WalkStep, width: float) -> tuple[str, int]:
    """Return an instruction's equation as TeX, and the size in which it fits; if need be, less.

    Less is the update of the weights alone: that of the biases looks the same.
    """
    whole = tex_of(step.equation.replace(", ", ",   "))
    size = EQUATION
    while size > LEAST and equation_extent(whole, size).width > width:
        size -= 1
    if step.phase == "update" and equation_extent(whole, size).width > width:
        return tex_of(step.equation.partition(", ")[0]), EQUATION
    return whole, size
