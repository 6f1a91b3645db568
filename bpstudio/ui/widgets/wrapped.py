"""Text that wraps, plain: what a file says is shown, never interpreted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def wrapped(role: str, text: str = "", *, is_selectable: bool = False) -> QLabel:
    """Return text in the style of a role, in as many lines as it takes."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
