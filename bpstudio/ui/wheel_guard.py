"""The mouse wheel scrolls; it never turns a field that it only passes over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar


class WheelGuard(QObject):
    """An event filter for the application.

    A number or a slider takes the wheel only while it has the focus, a choice never: a notch too
    many would throw a run away. What isn't taken goes on to the pane around, which scrolls.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let no wheel reach a field that hasn't been asked for it."""
        if event.type() is not QEvent.Type.Wheel or not _is_guarded(watched):
            return super().eventFilter(watched, event)
        event.ignore()
        return True


def _is_guarded(watched: QObject) -> bool:
    if isinstance(watched, QComboBox):
        return True
    if isinstance(watched, QScrollBar):
        return False
    return isinstance(watched, QAbstractSpinBox | QAbstractSlider) and not watched.hasFocus()
