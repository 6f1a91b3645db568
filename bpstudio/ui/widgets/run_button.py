"""The one filled button: Train while paused, Pause while training, in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from bpstudio.ui.icons import icon
from bpstudio.ui.theme import CONTROL_HEIGHT, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

WIDTH = 88  # px


class RunButton(QPushButton):
    """Stands for that one of two actions which is enabled; dimmed where neither is.

    Parameters
    ----------
    choices
        The actions, each with its icon; the first is shown while both or neither are enabled.
    width
        In px: room for either word.
    """

    _changed = Signal()

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
        # once both have changed: in between neither may be enabled, and the focus would be lost
        self._changed.connect(self._enable, Qt.ConnectionType.QueuedConnection)
        theme().changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        enabled = [action for action in self._choices if action.isEnabled()]
        self._current = (enabled or list(self._choices))[0]
        self.setText(self._current.iconText())
        ink = theme().colors.on_accent if self.isEnabled() else theme().colors.text3
        self.setIcon(icon(self._choices[self._current], ink))
        self.setToolTip(self._current.toolTip())
        self.setAccessibleName(self._current.iconText())
        self._changed.emit()

    def _enable(self) -> None:
        can = any(action.isEnabled() for action in self._choices)
        if can != self.isEnabled():
            self.setEnabled(can)
            self._follow()
