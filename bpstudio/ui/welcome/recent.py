"""The row of the start screen with what was open lately, and what was kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from bpstudio.ui.canvas.ink import elided
from bpstudio.ui.theme import BODY, GRID
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QAction

FILES = 4  # there is room for
NAME_WIDTH = 140  # px, of a file's name
RECOVER = "Recover unsaved work"


class RecentRow(QFrame):
    """A button a file; another one while there is kept work.

    Signals
    -------
    file_chosen
        The path of the file that is wanted.
    recover_wanted
        The user wants to see what was kept.
    """

    file_chosen = Signal(object)
    recover_wanted = Signal()

    def __init__(self, recover: QAction) -> None:
        super().__init__()
        self.setObjectName("startRecent")
        self._action = recover
        self._label = QLabel("Recent")
        self._label.setProperty("role", "name")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self._label)
        self._row.addStretch()
        self._recover = _button(RECOVER, RECOVER, recover.statusTip())
        self._recover.clicked.connect(self._ask_for_kept)
        self._row.addWidget(self._recover)
        self._files: list[QPushButton] = []
        recover.enabledChanged.connect(self._follow)
        self._follow()

    def show_files(self, paths: Sequence[Path]) -> None:
        """Show these, the first ones."""
        for button in self._files:
            self._row.removeWidget(button)
            button.deleteLater()
        self._files = []
        for place, path in enumerate(paths[:FILES], start=1):
            button = _button(elided(path.name, NAME_WIDTH, BODY), f"Open {path.name}", str(path))
            button.clicked.connect(lambda _checked, path=path: self.file_chosen.emit(path))
            self._row.insertWidget(place, button)
            self._files.append(button)
        self._follow()

    def _ask_for_kept(self) -> None:
        self.recover_wanted.emit()
        self._action.trigger()

    def _follow(self) -> None:
        self._recover.setVisible(self._action.isEnabled())
        self._label.setVisible(bool(self._files))
        self.setVisible(bool(self._files) or self._action.isEnabled())


def _button(text: str, name: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    button.setAccessibleName(name)
    button.setToolTip(literal(hint))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
