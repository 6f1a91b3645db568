"""The rows of the list of runs: a name over what differs, and numbers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from bpstudio.ui.theme import BODY, BOLD, HINT, REGULAR, font, theme
from bpstudio.ui.tooltips import literal
from bpstudio.ui.views.frame import LEFT, RIGHT
from bpstudio.ui.views.overlay import MOST, pen
from bpstudio.ui.views.run_plot import MAIN_WIDTH

if TYPE_CHECKING:
    from bpstudio.ui.views.run_rows import RunRow

COLUMNS = ("run", "steps", "test loss", "accuracy")
HINTS = (
    "The box pins a run: its curves are seen beside those of the present one. F2 renames it",
    "Updates so far",
    "The lowest that was sampled",
    "On the test part, where the test loss was lowest",
)
PIN = "Pin it to see its curves, too."
NAME = 0
ROW, BOX = 40, 28  # px: height of a row, width of its check box
EDGE = 2  # px: of the line beside the chosen run
STROKE, BESIDE = 32, 8  # px: of the piece of its curve, and from there to the name
ROLE, DIFFERS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
DASHES = Qt.ItemDataRole.UserRole + 2
CELL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
NAME_FLAGS = CELL_FLAGS | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
Index = QModelIndex | QPersistentModelIndex


class NameDelegate(QStyledItemDelegate):
    """Paints a run's name, before it a piece of its curve, and below it what differs.

    Signals
    -------
    editing
        Whether a name is being typed: then the keys are the field's.
    """

    editing = Signal(bool)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the field of a name."""
        self.editing.emit(True)
        return super().createEditor(parent, option, index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Close it."""
        super().destroyEditor(editor, index)
        self.editing.emit(False)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the check box and the curve, then the two lines."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        colors, box = theme().colors, option.rect.adjusted(BOX, 3, -4, -3)
        if option.state & QStyle.StateFlag.State_Selected:
            whole = option.rect
            painter.fillRect(QRect(whole.topLeft(), QSize(EDGE, whole.height())), colors.accent)
        half = box.height() // 2
        is_bold = option.font.bold()
        name, differs = str(index.data()), str(index.data(DIFFERS))
        painter.save()
        upper = box.adjusted(0, 0, 0, -half)
        if is_bold or index.data(DASHES) is not None:
            _draw_piece(painter, upper, None if is_bold else index.data(DASHES))
            upper.setLeft(upper.left() + STROKE + BESIDE)
        self._write(painter, upper, name, is_bold)
        painter.setPen(colors.text2)
        painter.setFont(font(HINT))
        painter.drawText(box.adjusted(0, half, 0, 0), LEFT, _elided(painter, differs, box.width()))
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, name: str, is_bold: bool) -> None:
        painter.setPen(theme().colors.text)
        painter.setFont(font(BODY, BOLD if is_bold else REGULAR))
        painter.drawText(place, LEFT, _elided(painter, name, place.width()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for two lines."""
        return QSize(super().sizeHint(option, index).width(), ROW)


class RunsTable(QTableWidget):
    """One row a run; what the user does to one is told by `itemChanged`."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setObjectName("runsTable")
        self.setAccessibleName("Runs")
        self.setHorizontalHeaderLabels(COLUMNS)
        for column, hint in enumerate(HINTS):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setToolTip(hint)
                item.setTextAlignment(RIGHT if column else LEFT)
        self.names = NameDelegate(self)
        self.setItemDelegateForColumn(NAME, self.names)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setAccessibleName("Rows of the runs")
        header = self.horizontalHeader()
        header.setAccessibleName("Columns of the runs")
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    @property
    def chosen(self) -> int | None:
        """The number of the selected run."""
        item = self.item(self.currentRow(), NAME)
        return None if item is None else int(item.data(ROLE))

    def show_rows(self, rows: list[RunRow]) -> None:
        """Show these runs; what hasn't changed is left alone."""
        blocked = self.blockSignals(True)
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, words in enumerate((row.name, *row.numbers)):
                self._set(place, column, words, row)
        self.blockSignals(blocked)
        self.viewport().update()

    def _set(self, place: int, column: int, words: str, row: RunRow) -> None:
        item = self.item(place, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(NAME_FLAGS if column == NAME else CELL_FLAGS)
            item.setTextAlignment(RIGHT if column else LEFT)
            self.setItem(place, column, item)
        if item.text() != words:
            item.setText(words)
        if column == NAME:
            self._set_name(item, row)
        used = QFont(item.font())
        if used.bold() != row.is_shown:
            used.setBold(row.is_shown)
            item.setFont(used)

    def _set_name(self, item: QTableWidgetItem, row: RunRow) -> None:
        item.setCheckState(Qt.CheckState.Checked if row.is_pinned else Qt.CheckState.Unchecked)
        item.setData(ROLE, row.number)
        item.setData(DIFFERS, row.differs)
        item.setData(DASHES, row.dashes)
        item.setToolTip(literal(f"{row.name}: {row.differs}\n{_curve(row)}"))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, f"{row.differs}. {_curve(row)}")


def _curve(row: RunRow) -> str:
    """Return in words how the curves of a run are drawn, or how they would be."""
    if row.is_shown:
        return f"This run is on; its loss is {row.curve}."
    if row.curve:
        return f"Its curves are drawn with {row.curve}."
    return f"Only {MOST} pinned runs are drawn." if row.is_pinned else PIN


def _draw_piece(painter: QPainter, place: QRect, dashes: tuple[float, ...] | None) -> None:
    """Draw a piece of a curve at the left of `place`: that of the run that is on has no dashes."""
    main = QPen(theme().colors.text, MAIN_WIDTH, c=Qt.PenCapStyle.FlatCap)
    painter.setPen(main if dashes is None else pen(dashes))
    y = place.center().y() + (1.0 if dashes is None else 0.5)
    painter.drawLine(QLineF(place.left(), y, place.left() + STROKE, y))


def _elided(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
