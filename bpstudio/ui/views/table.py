"""The table behind a picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.numbers import count, parsed
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.frame import LEFT, RIGHT

MEASURED = 100  # rows, at most, to find out how wide a column should be
Index = QModelIndex | QPersistentModelIndex


class Number(str):
    """A number as it is read in a table; `value` is all of it."""

    __slots__ = ("value",)

    value: float


def cell(x: float) -> str:
    """Return `x` as a spreadsheet takes it, with six figures; empty where it isn't finite."""
    if not math.isfinite(x):
        return ""
    made = Number(f"{x:.6g}")
    made.value = x
    return made


def exact(text: str) -> str:
    """Return a cell with all the digits of its number."""
    return repr(float(text.value)) if isinstance(text, Number) else text


class TextTable(QAbstractTableModel):
    """Texts in rows and columns, as Qt's table widgets want them."""

    def __init__(self, headers: list[str], rows: list[list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.headers = headers
        self.rows = rows

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, or how it is aligned."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(text)
        return RIGHT if parsed(text) is not None else LEFT

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's name; rows are counted."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.headers[section] if orientation == Qt.Orientation.Horizontal else section + 1


class TableWindow(QDialog):
    """A table in a window of its own, to be read and copied; it stays as it was when opened."""

    def __init__(
        self, title: str, headers: list[str], rows: list[list[str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("tableWindow")
        self.setWindowTitle(f"{title}, as a table")
        self.resize(75 * GRID, 60 * GRID)
        self._model = TextTable(headers, rows, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setAccessibleName(f"{title}, as a table")
        self._view.setAccessibleDescription("Ctrl+C copies the selected rows, or all")
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setAlternatingRowColors(True)
        self._view.verticalHeader().hide()
        self._view.horizontalHeader().setResizeContentsPrecision(MEASURED)
        self._view.resizeColumnsToContents()
        column = QVBoxLayout(self)
        column.addWidget(self._view)
        column.addLayout(self._buttons())
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(f"{count(len(self._model.rows))} rows"))
        row.addStretch()
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the selected rows, or all, for a spreadsheet")
        copy.clicked.connect(self.copy)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        row.addWidget(copy)
        row.addWidget(close)
        return row

    def copy(self) -> None:
        """Copy the selected rows, or all where none is, with the headers, between tabs."""
        parts = self._view.selectionModel().selection().toList()
        selected = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        rows = [self._model.rows[row] for row in selected] or self._model.rows
        lines = ["\t".join(row) for row in [self._model.headers, *rows]]
        QGuiApplication.clipboard().setText("\n".join(lines))


def close_tables(window: QWidget) -> None:
    """Close the tables behind the pictures in `window`: what they are about is gone."""
    for table in window.findChildren(TableWindow):
        table.close()
