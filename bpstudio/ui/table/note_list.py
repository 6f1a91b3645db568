"""The list below the preview: each sentence leads to its cell or its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from bpstudio.ui.icons import icon
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID, theme
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.table.notes import Note

NOTE = Qt.ItemDataRole.UserRole
ROWS = 4  # in sight
ROW = 22  # px
SOUND = "Nothing stands in the way."


class NoteList(QWidget):
    """Faults first, then advice; a click or Enter goes to the place.

    Signals
    -------
    wanted
        The `Note` whose place is to be shown.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self.items = QListWidget()
        self.items.setObjectName("tableNotes")
        self.items.setAccessibleName("What is to be said of the table")
        self.items.setAccessibleDescription("Enter goes to the cell or the column")
        self.items.setIconSize(QSize(14, 14))
        self.items.setWordWrap(True)
        self.items.setFixedHeight(ROWS * ROW + 2)
        self.items.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._heading)
        column.addWidget(self.items)
        self.items.itemClicked.connect(self._go)
        self.items.itemActivated.connect(self._go)
        theme().changed.connect(self._tint)
        self.show_notes([], is_read=False)

    @property
    def words(self) -> list[str]:
        """All sentences that stand there."""
        return [self.items.item(row).text() for row in range(self.items.count())]

    def show_notes(self, notes: Sequence[Note], *, is_read: bool) -> None:
        """List these; `is_read` tells whether all of the table has been looked at."""
        self.items.clear()
        for note in notes:
            item = QListWidgetItem(note.words)
            item.setToolTip(literal(note.words))
            item.setData(NOTE, note)
            self.items.addItem(item)
        if not notes:
            item = QListWidgetItem(SOUND if is_read else "Nothing is wrong in the first rows.")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.items.addItem(item)
        faults = sum(note.is_fault for note in notes)
        self._heading.setText(_heading(faults, len(notes) - faults))
        self._tint()

    def _tint(self) -> None:
        colors = theme().colors
        for row in range(self.items.count()):
            item = self.items.item(row)
            note: Note | None = item.data(NOTE)
            if note is None:
                item.setIcon(icon("check", colors.forward_text))
                item.setForeground(colors.text2)
            else:
                ink = colors.backward_text if note.is_fault else colors.negative_text
                item.setIcon(icon("warning" if note.is_fault else "advice", ink))
                item.setForeground(colors.backward_text if note.is_fault else colors.text)

    def _go(self, item: QListWidgetItem) -> None:
        if (note := item.data(NOTE)) is not None:
            self.wanted.emit(note)


def _heading(faults: int, advice: int) -> str:
    if faults:
        return "1 thing can’t be used" if faults == 1 else f"{count(faults)} things can’t be used"
    return "Worth knowing" if advice else "All is well"
