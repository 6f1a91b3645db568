"""Pictures with a place for each unit: pointing at one, and choosing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal

from bpstudio.ui.views.picture import Picture

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from bpstudio.runtime.portrait import Asked

CLICK = 4  # px: a mouse that moved farther has dragged
OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Pointing(Picture):
    """Tells which unit is pointed at, and shows the one that is pointed at elsewhere.

    Signals
    -------
    pointed
        The unit, an `Asked`, under the pointer; None where there is none any more.
    chosen
        One that was clicked, or on which Enter was pressed.
    """

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.told: Asked | None = None  # by whoever holds the pointer here
        self.lit: Asked | None = None
        self._pressed = QPointF()

    def unit_at(self, at: QPointF) -> Asked | None:
        """Return the unit at a place in the picture."""
        raise NotImplementedError

    def point_at(self, asked: Asked | None) -> None:
        """Show where a unit is, or none."""
        if asked != self.lit:
            self.lit = asked
            self.update()

    def tell(self, asked: Asked | None) -> None:
        """Tell that a unit is pointed at here, where it is another one."""
        if asked != self.told:
            self.told = asked
            self.point_at(asked)
            self.pointed.emit(asked)

    def tell_pointer(self) -> None:
        """Tell which unit the pointer is on."""
        self.tell(None if self.pointer is None else self.unit_at(self.pointer))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the unit under the pointer, too."""
        super().mouseMoveEvent(event)
        self.tell_pointer()

    def leaveEvent(self, event: QEvent) -> None:
        """Light no unit any more."""
        super().leaveEvent(event)
        self.tell(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wait whether this becomes a click."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the unit that was clicked."""
        super().mouseReleaseEvent(event)
        at = event.position()
        is_click = (at - self._pressed).manhattanLength() < CLICK
        asked = self.unit_at(at)
        if event.button() == Qt.MouseButton.LeftButton and is_click and asked is not None:
            self.chosen.emit(asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter; else read from the keyboard."""
        if event.key() in OPENERS and self.told is not None:
            self.chosen.emit(self.told)
        else:
            super().keyPressEvent(event)
            self.tell_pointer()
