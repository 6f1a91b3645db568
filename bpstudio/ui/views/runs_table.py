"""The rows of the list of runs: a name over what differs, and numbers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
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
from bpstudio.ui.views.frame import LEFT, RIGHT

if TYPE_CHECKING:
    from bpstudio.ui.views.run_rows import RunRow

COLUMNS = ("run", "steps", "test loss", "accuracy")
HINTS = (
    "The box pins a run: its curves are seen beside those of the present one. F2 renames it",
    "Updates so far",
    "The lowest that was sampled",
    "On the test part, where the test loss was lowest",
)
NAME = 0
ROW, BOX = 40, 28  # px: height of a row, width of its check box
ROLE, DIFFERS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class NameDelegate(QStyledItemDelegate):
    """Paints a run's name, and below it what differs.

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
        """Draw the check box, then the two lines."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        colors, box = theme().colors, option.rect.adjusted(BOX, 3, -4, -3)
        half = box.height() // 2
        is_bold = option.font.bold()
        name, differs = str(index.data()), str(index.data(DIFFERS))
        painter.save()
        self._write(painter, box.adjusted(0, 0, 0, -half), name, is_bold)
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
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
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
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if row.is_pinned else Qt.CheckState.Unchecked)
        item.setData(ROLE, row.number)
        item.setData(DIFFERS, row.differs)
        what = "This run is on." if row.is_shown else "Pin it to see its curves, too."
        item.setToolTip(f"{row.name}: {row.differs}\n{what}")


def _elided(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
