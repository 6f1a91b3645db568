"""The small button with a cross that closes what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton

from bpstudio.ui.icons import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable


def close_button(what: str, close: Callable[[], object], key: str = "") -> QToolButton:
    """Return a button that calls `close`, and says `what` it does and which `key` does it, too."""
    button = QToolButton()
    button.setProperty("small", True)
    button.setToolTip(f"{what} ({key})" if key else what)
    button.setAccessibleName(what)
    set_icon(button, "close")
    button.clicked.connect(close)
    return button
