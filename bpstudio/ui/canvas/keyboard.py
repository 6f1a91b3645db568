"""What the keys do on every canvas: the picture zoomed and moved, the space bar held."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from bpstudio.ui.canvas.pointer import CanvasPointer
    from bpstudio.ui.canvas.view import CanvasView

Key = Qt.Key
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NOTCH = 120  # a wheel's, which a key stands for
STRIDE = 48.0  # px that an arrow moves the picture by, while the space bar is held
WAYS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
ENTER = (Key.Key_Return, Key.Key_Enter)
# some keyboards have + and = on one key
MORE_OR_LESS = ((Key.Key_Plus, 1), (Key.Key_Equal, 1), (Key.Key_Minus, -1))


class CanvasKeyboard:
    """Finds what a key stands for; whoever derives from it adds to `actions`.

    Attributes
    ----------
    is_used
        Whether the last input came from the keyboard: then its place is shown.
    actions
        What is done, by modifier and key.
    """

    def __init__(self, view: CanvasView, pointer: CanvasPointer) -> None:
        self._view, self._pointer = view, pointer
        self.is_used = False
        self.actions: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {
            (PLAIN, Key.Key_Space): partial(self._hold_space, True)
        }
        for key, way in MORE_OR_LESS:
            self.actions[CONTROL, key] = partial(self._zoom, way)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._pointer.will_pan and event.key() in WAYS:
            across, down = WAYS[Key(event.key())]
            self._view.zoom.shift(QPointF(across, down) * STRIDE)
            return True
        action = self.actions.get((modifiers, event.key()))
        if action is None and modifiers == CONTROL | SHIFT:
            action = self.actions.get((CONTROL, event.key()))  # Ctrl+Plus, where + is shifted
        if action is None or (self._pointer.is_busy and event.key() != Key.Key_Escape):
            return False
        action()
        return True

    def release(self, event: QKeyEvent) -> None:
        """Let go of the space bar."""
        if event.key() == Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)

    def forget(self) -> None:
        """Take no key as held any more: the release won't be heard here."""
        self._hold_space(False)

    def _hold_space(self, is_held: bool) -> None:
        self._pointer.will_pan = is_held
        self._pointer.show_cursor()

    def _zoom(self, way: int) -> None:
        self._view.zoom.zoom(way * NOTCH, self._view.viewport().rect().center())
