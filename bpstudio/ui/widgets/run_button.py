"""The one filled button: Train while paused, Pause while training, in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from bpstudio.ui.icons import icon
from bpstudio.ui.theme import CONTROL_HEIGHT, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

WIDTH = 88  # px


class RunButton(QPushButton):
    """Stands for that one of two actions which is enabled.

    Parameters
    ----------
    choices
        The actions, each with its icon; the first is shown while both or neither are enabled.
    width
        In px: room for either word.
    """

    def __init__(
        self, choices: dict[QAction, str], width: int = WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._current = next(iter(choices))
        self.setObjectName("runButton")
        self.setProperty("primary", True)
        self.setFixedSize(width, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self._current.trigger())
        for action in choices:
            action.changed.connect(self._follow)
        theme().changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        enabled = [action for action in self._choices if action.isEnabled()]
        self._current = (enabled or list(self._choices))[0]
        self.setText(self._current.iconText())
        self.setIcon(icon(self._choices[self._current], theme().colors.on_accent))
        self.setToolTip(self._current.toolTip())
        self.setAccessibleName(self._current.iconText())
