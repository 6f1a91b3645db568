"""How the cells of a table of wires are painted, and the field that a prediction is typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bpstudio.ui.canvas.symbol import symbol_width, write_symbol
from bpstudio.ui.circuit.panels.cells import CELL, Cell, CellTable, Kind
from bpstudio.ui.theme import (
    BODY,
    BOLD,
    GRID,
    HINT,
    RADIUS_FIELD,
    REGULAR,
    VALUE,
    font,
    serif,
    theme,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont

Index = QModelIndex | QPersistentModelIndex
PAD, WIDE_PAD = 6, 12  # px at both sides of a cell; in a list that fills its panel
HEADER_HEIGHT = 28
NAME = VALUE + 1  # px
FIELD = 3  # px between a covered number's field and its cell's edges
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NUMBERS = (Kind.VALUE, Kind.GRADIENT)


class CellHeader(QHeaderView):
    """The columns' names, those of values and gradients in the colours of the passes."""

    def __init__(self, model: CellTable, pad: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells, self._pad = model, pad
        self.setFixedHeight(HEADER_HEIGHT)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Write a column's name above a line."""
        colors, kind = theme().colors, self._cells.column_kind(column)
        painter.save()
        painter.fillRect(rect, colors.surface)
        painter.setFont(font(HINT, BOLD if kind in NUMBERS else REGULAR))
        ink = {Kind.VALUE: colors.forward_text, Kind.GRADIENT: colors.backward_text}
        painter.setPen(ink.get(kind, colors.text2))
        right = 0 if kind is Kind.NOTE else self._pad
        room = rect.adjusted(self._pad, 0, -right, -1)
        text = self._cells.headerData(column, Qt.Orientation.Horizontal)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, RIGHT if kind in NUMBERS else LEFT, cut)
        painter.setPen(QPen(colors.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Paints a cell; a covered one is a field with a question mark."""

    def __init__(self, parent: QWidget, is_quiet: bool) -> None:
        super().__init__(parent)
        self._is_quiet = is_quiet
        self._pad = WIDE_PAD if is_quiet else PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, its ground where its row is chosen, and the line below it."""
        cell: Cell = index.data(CELL)
        colors, rect = theme().colors, option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colors.sunken)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colors.grid)
        if not self._is_quiet:
            painter.setPen(QPen(colors.grid, 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        right = 0 if cell.kind is Kind.NOTE else self._pad  # numbers at the right follow it
        room = rect.adjusted(self._pad, 0, -right, 0)
        if cell.covered:
            self._paint_field(painter, rect, cell)
        elif cell.symbol and symbol_width(cell.symbol, NAME) <= room.width():
            self._write_symbol(painter, room, cell)
        else:
            self._write(painter, room, cell)
        painter.restore()

    def _paint_field(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        colors, field = theme().colors, _field(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_ink(cell.kind, False), 1, Qt.PenStyle.DashLine))
        painter.setBrush(colors.raised)
        edge = QRectF(field).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, RADIUS_FIELD, RADIUS_FIELD)
        self._write(painter, rect.adjusted(self._pad, 0, -self._pad, 0), cell)

    def _write_symbol(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        base_line = room.center().y() + QFontMetrics(serif(NAME)).capHeight() / 2
        write_symbol(
            painter, QPointF(room.left(), base_line), cell.symbol, theme().colors.text, NAME
        )

    def _write(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        painter.setPen(_ink(cell.kind, self._is_quiet))
        painter.setFont(self._font(cell.kind))
        mode = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(cell.text, mode, room.width())
        painter.drawText(room, RIGHT if cell.kind in NUMBERS else LEFT, text)

    def _font(self, kind: Kind) -> QFont:
        if kind is Kind.NAME:
            return serif(NAME)
        if kind is Kind.WORDS:
            return font(BODY)
        if kind is Kind.NOTE:
            return font(HINT)
        return font(VALUE - 1) if self._is_quiet else font(VALUE, BOLD)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of the text."""
        cell: Cell = index.data(CELL)
        width = QFontMetrics(self._font(cell.kind)).horizontalAdvance(cell.text)
        return QSize(width + 2 * self._pad, 3 * GRID)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field into which a prediction is typed."""
        cell: Cell = index.data(CELL)
        field = QLineEdit(parent)
        field.setObjectName("predictionField")
        field.setProperty("inCell", True)
        field.setAlignment(RIGHT)
        field.setPlaceholderText("?")
        what = "gradient" if cell.kind is Kind.GRADIENT else "value"
        field.setAccessibleName(f"Your prediction of the {what}")
        field.setToolTip("Type what it will be, then Enter; Esc gives no answer")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with nothing: the question mark is no number."""

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Hand the prediction on."""
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, CellTable)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the field where the question mark is."""
        editor.setGeometry(_field(option.rect))


def _field(cell: QRect) -> QRect:
    return cell.adjusted(FIELD, 1, -FIELD, -2)


def _ink(kind: Kind, is_quiet: bool) -> QColor:
    colors = theme().colors
    if kind is Kind.NOTE:
        return colors.text2
    if is_quiet or kind in (Kind.NAME, Kind.WORDS):
        return colors.text
    return colors.forward_text if kind is Kind.VALUE else colors.backward_text
