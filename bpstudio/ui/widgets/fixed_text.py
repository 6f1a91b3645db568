"""Lines of text in letters of one width, to be read and copied."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget


class FixedText(QPlainTextEdit):
    """What machines write; Tab leaves it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, readOnly=True)
        self.setAccessibleName(name)
        self.setProperty("role", "fixed")
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
