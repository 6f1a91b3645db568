"""The small button in a title, behind which the rest of what can be done is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from bpstudio.ui.icons import set_icon
from bpstudio.ui.tooltips import fitted


def more_button(what: str) -> tuple[QToolButton, QMenu]:
    """Return the button and its menu, still empty; `what` says what is in it."""
    button = QToolButton()
    button.setProperty("small", True)
    button.setToolTip(fitted(what))
    button.setAccessibleName(what)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    set_icon(button, "more")
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    button.setMenu(menu)
    return button, menu
