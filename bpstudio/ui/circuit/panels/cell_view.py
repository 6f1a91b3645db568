"""A table of wires on the screen: names as equations have them, numbers in the passes' colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
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


class CellView(QTableView):
    """Shows a `CellTable`; Ctrl+C copies rows, typing on a covered number predicts it.

    Signals
    -------
    pointed
        The mouse is on the row of another node; None where it is on none.
    opened
        A row was double clicked, or Enter pressed on it: its node.

    Parameters
    ----------
    name
        What a screen reader calls it.
    row_height
        px.
    is_quiet
        Whether numbers are in plain ink, as in a long list.
    """

    pointed = Signal(object)
    opened = Signal(int)

    def __init__(
        self,
        model: CellTable,
        name: str,
        row_height: int,
        *,
        is_quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Delegate(self, is_quiet))
        self.setHorizontalHeader(_Header(model, WIDE_PAD if is_quiet else PAD, self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setAccessibleName(f"{name}: headers")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(lambda index: self.pointed.emit(self._node(index.row())))
        self.clicked.connect(self._ask)
        self.doubleClicked.connect(self._open)
        theme().changed.connect(self.viewport().update)

    def _node(self, row: int) -> int | None:
        return self._cells.nodes[row] if 0 <= row < len(self._cells.nodes) else None

    def _ask(self, index: QModelIndex) -> None:
        """Let a covered number be typed where it was clicked."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _open(self, index: QModelIndex) -> None:
        node = self._node(index.row())
        if node is not None and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(node)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse is on no row any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def copy(self) -> None:
        """Copy the selected rows, or all where there is one at most, with their headers."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        text = self._cells.as_text(chosen if len(chosen) > 1 else ())
        QGuiApplication.clipboard().setText(text)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+C for the table: the window's command copies gates."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; type over a covered number of this row, wherever in it the keyboard is."""
        if self.state() is QAbstractItemView.State.EditingState:
            return  # Enter in the field comes here, too
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        begins = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if begins or (event.text() and event.text() in "0123456789.,+-\N{MINUS SIGN}"):
            self._go_to_covered(self.currentIndex().row())
        if begins:
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
            else:
                self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def predict(self, row: int) -> bool:
        """Let the covered number of a row be typed; False where there is none."""
        if not self._go_to_covered(row):
            return False
        self.setFocus()
        self.edit(self.currentIndex())
        return True

    def _go_to_covered(self, row: int) -> bool:
        for column in range(self._cells.columnCount()):
            index = self._cells.index(row, column)
            if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.selectionModel().setCurrentIndex(
                    index, self.selectionModel().SelectionFlag.NoUpdate
                )
                return True
        return False

    @property
    def content_height(self) -> int:
        """How high it is with all its rows, px."""
        rows = self._cells.rowCount() * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + rows


class _Header(QHeaderView):
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
        room = rect.adjusted(self._pad, 0, -self._pad, -1)
        text = self._cells.headerData(column, Qt.Orientation.Horizontal)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, RIGHT if kind in NUMBERS else LEFT, cut)
        painter.setPen(QPen(colors.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class _Delegate(QStyledItemDelegate):
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
        room = rect.adjusted(self._pad, 0, -self._pad, 0)
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
