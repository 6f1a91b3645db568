"""The list of the bookmarks: to jump to, to name, to put in order, to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.bookmarks.shelf import DIRECT, KEY
from bpstudio.ui.theme import GAP, GRID, MARGIN
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.ui.bookmarks.shelf import Shelf

SIZE = (400, 400)
EMPTY = (
    "No bookmarks yet. Ctrl+M keeps the state of the window: step, page, selection; "
    "while presenting, the panel, too."
)
HINT = "Double-click or F2 names one, Enter goes there. The page keys go through them (B)."


class BookmarkDialog(QDialog):
    """Stands beside the window and follows it; each change is one undo step."""

    def __init__(self, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bookmarkDialog")
        self.setWindowTitle("Bookmarks")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shelf = shelf
        self.list = QListWidget()
        self.list.setAccessibleName("Bookmarks")
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._hint = QLabel(wordWrap=True)
        self._hint.setProperty("role", "hint")
        self.buttons = {
            text: self._button(text, hint, key, act)
            for text, hint, key, act in (
                ("Go there", "Jump to the chosen bookmark", "", self._go),
                ("Up", "Put it before the one above", "Alt+Up", lambda: self._move(-1)),
                ("Down", "Put it after the one below", "Alt+Down", lambda: self._move(1)),
                ("Remove", "Take it out of the list; Undo brings it back", "Del", self._remove),
            )
        }
        self._arrange()
        self.list.itemChanged.connect(self._rename)
        self.list.currentRowChanged.connect(self._follow_row)
        shelf.changed.connect(self._fill)
        self.resize(*SIZE)
        self._fill()

    def _button(self, text: str, hint: str, key: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(text == "Go there")
        button.setToolTip(f"{hint} ({key})" if key else hint)
        button.setAccessibleName(text)
        button.setShortcut(key)
        button.clicked.connect(lambda: act())
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch()
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        column.setSpacing(GRID)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self._hint)
        column.addWidget(closing)

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for number, bookmark in enumerate(self._shelf.all):
            item = QListWidgetItem(bookmark.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(KEY.format(number + 1) if number < DIRECT else literal(bookmark.page))
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        self.list.blockSignals(False)
        self._hint.setText(HINT if self.list.count() else EMPTY)
        self._follow_row()

    def _follow_row(self) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        can = {"Go there": row >= 0, "Up": row > 0, "Down": 0 <= row < last, "Remove": row >= 0}
        for text, button in self.buttons.items():
            button.setEnabled(can[text])

    def _go(self) -> None:
        self._shelf.go_to(self.list.currentRow())

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        self._shelf.move(row, row + by)
        self.list.setCurrentRow(row + by)

    def _remove(self) -> None:
        self._shelf.remove(self.list.currentRow())

    def _rename(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if not self._shelf.rename(row, item.text()):
            self._fill()
