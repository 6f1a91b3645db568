"""What the mouse does on every canvas: a press becomes a click, or far enough on a gesture."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from bpstudio.ui.canvas.pan_view import PanView
from bpstudio.ui.canvas.runner import GestureRunner

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent

    from bpstudio.ui.canvas.view import CanvasView

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class CanvasPointer(GestureRunner):
    """Tells presses, clicks and drags apart; whoever derives from it says what they mean.

    Attributes
    ----------
    will_pan
        Whether the left button moves the picture, since the space bar is held.
    """

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._adds = False  # whether Shift or Ctrl was held at the press
        self._last = QPoint()
        self.will_pan = False

    @abstractmethod
    def hover(self, at: QPointF) -> None:
        """Show what could be done at a place."""

    @abstractmethod
    def drag(self, pressed: QPointF, at: QPointF) -> None:
        """Begin the gesture of a drag from one place that has come to another."""

    @abstractmethod
    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Do what a click means at a place."""

    def press_left(self, event: QMouseEvent) -> None:
        """Wait whether this becomes a click."""
        self._pressed = event.position().toPoint()
        self._adds = bool(event.modifiers() & (CONTROL | SHIFT))

    def press(self, event: QMouseEvent) -> None:
        """Move the picture, or take it as a press of the left button."""
        if self.is_busy:
            return
        if event.button() == MIDDLE or (event.button() == LEFT and self.will_pan):
            at = self._view.mapToScene(event.position().toPoint())
            self.begin(PanView(self._view.zoom), at, event.button())
        elif event.button() == LEFT:
            self.press_left(event)

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture; a press that has moved far enough becomes one."""
        self._last = place = event.position().toPoint()
        at, pressed = self._view.mapToScene(place), self._pressed
        if self.is_busy:
            self.go_on(at)
        elif pressed is None:
            self.hover(at)
        elif (place - pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.drag(self._view.mapToScene(pressed), at)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture, or take it as a click."""
        at = self._view.mapToScene(event.position().toPoint())
        if self.is_busy:
            if event.button() == self._button:
                self.end(at)
        elif self._pressed is not None and event.button() == LEFT:
            self._pressed = None
            self.click(at, event.modifiers())
