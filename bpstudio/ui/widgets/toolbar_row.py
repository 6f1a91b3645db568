"""A toolbar's row: what matters least goes first where the window is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from bpstudio.ui.theme import CONTROL_HEIGHT, GRID, TOOLBAR_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QResizeEvent

LEAST_WIDTH = 640  # px: what a toolbar asks of the window
SPACING = 6  # px


class ToolbarRow(QWidget):
    """Widgets in a row that drops what doesn't fit, in an order that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self._stages: list[tuple[Callable[[bool], object], ...]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(GRID, 0, GRID, 0)
        self._layout.setSpacing(SPACING)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the right end."""
        for widget in widgets:
            self._layout.addWidget(widget)

    def add_stretch(self) -> None:
        """Push what follows to the right."""
        self._layout.addStretch()

    def give_up(self, *shows: Callable[[bool], object]) -> None:
        """Say what goes next where room is short: each is called with whether there is room."""
        self._stages.append(shows)

    def minimumSizeHint(self) -> QSize:
        """Ask for little, so that the toolbar's own overflow menu never appears."""
        return QSize(LEAST_WIDTH, TOOLBAR_HEIGHT - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        for stage in self._stages:
            _show(stage, True)
        gone = []
        for stage in self._stages:
            if self._fits:
                break
            _show(stage, False)
            gone.append(stage)
        for stage in reversed(gone[:-1]):  # what went last made room for more than it needed
            _show(stage, True)
            if not self._fits:
                _show(stage, False)

    @property
    def _fits(self) -> bool:
        return self._layout.minimumSize().width() <= self.width()


def _show(stage: tuple[Callable[[bool], object], ...], shown: bool) -> None:
    for show in stage:
        show(shown)


def show_words(button: QToolButton, shown: bool) -> None:
    """Show a button's words beside its icon, or the icon alone."""
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)


def action_button(action: QAction) -> QToolButton:
    """Return a button for an action, as high as the other controls."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFixedHeight(CONTROL_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button


def upright_rule() -> QFrame:
    """Return a line between two groups of controls."""
    rule = QFrame()
    rule.setObjectName("divider")
    rule.setFixedSize(1, 22)
    return rule
