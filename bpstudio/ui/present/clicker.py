"""The page keys of a clicker, and the few letters that a lecturer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Key = Qt.Key
ON = (Key.Key_PageDown, Key.Key_Right, Key.Key_Space, Key.Key_Period)  # clickers send any of these
BACK = (Key.Key_PageUp, Key.Key_Left)
ALWAYS = (Key.Key_PageDown, Key.Key_PageUp)  # page keys, where the others are typed
TYPED_INTO = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
KEYS = (
    ("The next thing, the one before", "PgDn, PgUp; Right, Left; Space, ."),
    ("Another panel beside the page", "P, Shift+P"),
    ("The ring around the pointer", "H"),
    ("The guide aside, and back", "G"),
    ("Let the page keys go through the bookmarks, or no longer", "B"),
    ("Jump to a bookmark, here and at the desk", "Ctrl+Alt+1 … Ctrl+Alt+9"),
    ("Leave", "Esc, F5"),
)


class Clicker(QObject):
    """Hears keys before anything on the desk does, wherever the keyboard is.

    It listens at the widget that has the focus, and at those that it is given.

    Attributes
    ----------
    is_busy
        Whether something is open that wants the keys.

    Signals
    -------
    turned
        The next thing is wanted (1), or the one before (-1).
    left
        The presentation is to be left.
    """

    turned = Signal(int)
    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._letters: dict[tuple[int, bool], Callable[[], object]] = {}
        self._places: list[QWidget] = []
        self._is_on = False
        self.is_busy: Callable[[], bool] = lambda: False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app

    def begin(self, letters: Mapping[tuple[int, bool], Callable[[], object]], *at: QWidget) -> None:
        """Listen from now on; `letters` says what is done by key, with Shift or without."""
        self._letters, self._is_on = dict(letters), True
        self._app.focusChanged.connect(self._follow)
        for place in at:
            self._listen(place)
        self._listen(QApplication.focusWidget())

    def end(self) -> None:
        """Listen no longer."""
        if not self._is_on:
            return
        self._is_on = False
        self._app.focusChanged.disconnect(self._follow)
        for place in self._places:
            if isValid(place):
                place.removeEventFilter(self)
        self._places.clear()

    def _follow(self, _left: QWidget | None, entered: QWidget | None) -> None:
        self._listen(entered)

    def _listen(self, place: QWidget | None) -> None:
        if place is not None and place not in self._places:
            place.installEventFilter(self)
            self._places.append(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are the presentation's, unless something is typed or dragged."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds:
            return False
        act = self._meaning(event)
        if act is None or self.is_busy() or QApplication.activePopupWidget() is not None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does, None where it is none of the presentation's."""
        key, focus = Key(event.key()), _focus()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not is_shifted:
            return None
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return None
        is_typed = isinstance(focus, TYPED_INTO) and key not in ALWAYS
        is_pressed = isinstance(focus, QAbstractButton) and key == Key.Key_Space
        if is_typed or is_pressed:
            return None
        if not is_shifted:
            if key in ON:
                return lambda: self.turned.emit(1)
            if key in BACK:
                return lambda: self.turned.emit(-1)
            if key == Key.Key_Escape:
                return self.left.emit
        return self._letters.get((event.key(), is_shifted))


def _focus() -> QWidget | None:
    """Return the widget that has the keyboard, on the desk, too."""
    focus = QApplication.focusWidget()
    while focus is not None and (proxy := getattr(focus, "presented_focus", None)) is not None:
        focus = proxy()
    return focus
