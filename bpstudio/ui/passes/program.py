"""The two programs and the update as a list of equations, with the numbers that they made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bpstudio.runtime.walking.names import OF_SAMPLES
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.passes.ink import LEFT, RIGHT, width_of, write
from bpstudio.ui.passes.words import passes_words
from bpstudio.ui.theme import BOLD, DOCK_TITLE_HEIGHT, GRID, HINT, REGULAR, theme
from bpstudio.ui.widgets.equation import equation_extent, paint_equation

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.steps import WalkStep
    from bpstudio.ui.passes.state import PassesState

ROW, HEADING = 34, 28  # px
EQUATION = 15
NUMBER_LEFT, EQUATION_LEFT = 18, 46
PLACE = Qt.ItemDataRole.UserRole
ARROWS = {"forward": "forward  →", "backward": "backward  ←", "update": "update"}
SMALL = (2, 3)  # rows, columns: a matrix that is written out


class Program(QFrame):
    """The list, what it is of above, what it has cost below."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesProgram")
        self._state = state
        self._of, self._cost, self._note = QLabel(), QLabel(), QLabel()
        self.list = _Instructions(state)
        for label in (self._of, self._note):
            label.setProperty("role", "name")
        self._cost.setTextFormat(Qt.TextFormat.RichText)
        for label in (self._cost, self._note):
            label.setWordWrap(True)
        self._note.setObjectName("passesNote")
        head = QLabel("Program")
        head.setProperty("title", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, GRID)
        column.setSpacing(0)
        column.addWidget(_head(head, self._of))
        column.addWidget(self.list, 1)
        for label in (self._cost, self._note):
            label.setContentsMargins(16, 6, 12, 0)
            column.addWidget(label)
        state.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state = self._state
        walked = state.walked
        self._note.setText(state.note)
        if walked is None:
            self._of.setText("")
            self._cost.setText("")
            return
        batch = len(walked.samples)
        of = f"batch of {count(batch)}" if walked.is_batch else state.sample_words
        self._of.setText(f"{of} · η {walked.rate:.4g} · float64")
        self._cost.setText(passes_words(walked.parameters))


def _head(title: QLabel, of: QLabel) -> QWidget:
    holder = QFrame()
    holder.setObjectName("dockTitle")
    holder.setFixedHeight(DOCK_TITLE_HEIGHT)
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 0, 12, 0)
    row.addWidget(title)
    row.addStretch()
    row.addWidget(of)
    return holder


class _Instructions(QListWidget):
    """One instruction a row, with headings between; a click or the arrow keys go there."""

    def __init__(self, state: PassesState) -> None:
        super().__init__()
        self.setObjectName("passesList")
        self.setAccessibleName("Instructions of both passes and of the update")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = state
        self._equations: list[str] = []
        self.setItemDelegate(_Row(state, self))
        state.changed.connect(self._fill)
        state.moved.connect(self._follow)
        theme().changed.connect(self.viewport().update)
        self.currentItemChanged.connect(self._go)

    def _fill(self) -> None:
        """Make the rows anew where they are others."""
        walked = self._state.walked
        equations = [] if walked is None else [step.equation for step in walked.steps]
        if walked is not None and equations != self._equations:
            blocked = self.blockSignals(True)
            self.clear()
            phase = ""
            for place, step in enumerate(walked.steps):
                if step.phase != phase:
                    phase = step.phase
                    self._add(ARROWS[phase], None)
                self._add(f"{place + 1}: {step.equation}; {step.sentence}", place)
            self.blockSignals(blocked)
            self._equations = equations
        self._follow()

    def _add(self, words: str, place: int | None) -> None:
        item = QListWidgetItem(words)
        item.setData(PLACE, place)
        item.setSizeHint(QSize(10, HEADING if place is None else ROW))
        if place is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setToolTip(words.partition("; ")[2])
        self.addItem(item)

    def _follow(self) -> None:
        """Mark the instruction that is shown."""
        for row in range(self.count()):
            if self.item(row).data(PLACE) == self._state.position:
                blocked = self.blockSignals(True)
                self.setCurrentRow(row)
                self.blockSignals(blocked)
                self.scrollToItem(self.item(row))
                break
        self.viewport().update()

    def _go(self, item: QListWidgetItem | None) -> None:
        place = None if item is None else item.data(PLACE)
        if place is not None:
            self._state.pause()
            self._state.go_to(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to others what steps through the instructions."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
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
        tex = tex_of(step.equation if step.phase != "update" else _short(step))
        left = rect.left() + EQUATION_LEFT + 2
        size = EQUATION
        while size > 11 and equation_extent(tex, size).width > rect.right() - 12 - left:
            size -= 1
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
            write(painter, room, f"{count(rows)} × {count(columns)}", ink, HINT, align=RIGHT)

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
            if words and width_of(line, HINT) > room.width():
                is_cut = True
                break
            words.append(figure(value))
        line = "   ".join([*words, "…"] if is_cut or len(words) < len(values) else words)
        write(painter, room, line, ink, HINT, align=RIGHT)

    def _draw_matrix(
        self, painter: QPainter, room: QRectF, rows: list[list[float]], ink: QColor
    ) -> None:
        words = [[figure(value) for value in row] for row in rows]
        wide = max(width_of(word, HINT) for row in words for word in row) + 8
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


def _short(step: WalkStep) -> str:
    """Return the update of the weights alone: the biases' looks the same, and has no room."""
    return step.equation.partition(", ")[0]
