"""The mouse wheel scrolls; it never turns a field that it only passes over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QWidget


def guard_from_wheel(field: QWidget) -> None:
    """Let a number or a slider take the wheel only while it has the focus, a choice never.

    A notch too many would throw a run away. What isn't taken goes on to the pane around.
    """
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor does the wheel give it the focus
    field.installEventFilter(_WheelGuard(field))


class _WheelGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        if watched.hasFocus() and not isinstance(watched, QComboBox):
            return False
        event.ignore()
        return True
