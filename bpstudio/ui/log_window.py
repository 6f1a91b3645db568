"""The log in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout

from bpstudio.ui.dialogs import make_dialog, open_dialog
from bpstudio.ui.log_files import log_path, tail
from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.fixed_text import FixedText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

WIDTH, HEIGHT = 90 * GRID, 52 * GRID  # px
NOTHING = "Nothing has been put down yet, or the file can’t be read."


def show_log(parent: QWidget) -> QDialog:
    """Show the end of the log beside the window, the newest lines in sight."""
    dialog = make_dialog(parent, "Log")
    dialog.setObjectName("logWindow")
    where = QLabel(str(log_path()), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    where.setProperty("role", "name")
    column = QVBoxLayout()
    column.setSpacing(GRID)
    text = FixedText("Log")
    text.setPlainText(tail() or NOTHING)
    text.setMinimumSize(WIDTH, HEIGHT)
    text.moveCursor(QTextCursor.MoveOperation.End)
    column.addWidget(text)
    column.addWidget(where)
    return open_dialog(dialog, column)
