"""Another window is another process: it has all of Python to itself, and takes no other down."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QProcess, Signal

from bpstudio.ui.place import remember_place

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

# -P: not the folder that one happens to be in, whose files may be called like Python's own
COMMAND = ("-P", "-m", "bpstudio")
FAILED = "Another window can’t be opened: the program can’t be started again"
BESIDE = QPoint(32, 32)  # px that the new window is away from this one


class NewWindow(QObject):
    """Opens one more window, which has settings and recent files in common with this.

    Signals
    -------
    refused
        Why there is none, in words.
    """

    refused = Signal(str)

    def __init__(self, window: QWidget, action: QAction) -> None:
        super().__init__(window)
        self._window = window
        action.triggered.connect(self.open)

    def open(self) -> None:
        """Open it, a little beside this one."""
        remember_place(self._window, BESIDE)
        started, _ = QProcess.startDetached(sys.executable, list(COMMAND))
        if not started:
            self.refused.emit(FAILED)
