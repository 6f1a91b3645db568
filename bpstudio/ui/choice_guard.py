"""Keys choose in the list that opens: in the closed field each press would choose at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

KEYS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End),
)
BARE = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def guard_choice(combo: QComboBox) -> None:
    """Let keys that go through the choices, or look for one by its letters, open the list.

    For choices that begin something else at once: one press too many would throw a run away.
    """
    combo.installEventFilter(_ChoiceGuard(combo))


class _ChoiceGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QComboBox) or not isinstance(event, QKeyEvent):
            return False
        if event.type() is not QEvent.Type.KeyPress or event.modifiers() & ~KEYPAD not in BARE:
            return False
        letters = event.text().strip() if event.text().isprintable() else ""
        if event.key() not in KEYS and not letters:
            return False
        watched.showPopup()
        if letters:
            watched.view().keyboardSearch(letters)
        return True
