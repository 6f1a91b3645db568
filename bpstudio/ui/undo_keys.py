"""Undo and redo reach the document from a field, too, unless something is being typed there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit

KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class UndoKeys(QObject):
    """Keeps text fields from taking undo and redo for themselves when their text is settled."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a shortcut be the shortcut that it is."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        field = QApplication.focusWidget()
        text = field if isinstance(field, QLineEdit) else None
        if text is None and field is not None:
            text = field.findChild(QLineEdit)  # a spin box has one inside
        if text is None or text.isModified() or not any(event.matches(key) for key in KEYS):
            return False
        event.ignore()
        return True
