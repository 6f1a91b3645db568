"""Which gesture is on: begun at a press, moved, ended at the release, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.canvas.gesture import Gesture


class GestureRunner:
    """Runs one gesture at a time on a canvas.

    Parameters
    ----------
    viewport
        Where the cursor shows what is going on.
    """

    def __init__(self, viewport: QWidget) -> None:
        self._viewport = viewport
        self._gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton  # that began the gesture, and alone ends it
        self._pressed: QPoint | None = None  # where what isn't a gesture yet began

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is on."""
        return self._gesture is not None

    def hold(self) -> None:
        """Do what has to be done when a gesture begins."""

    def release_hold(self) -> None:
        """Do what has to be done when it is over, however it ended."""

    def show_cursor(self) -> None:
        """Show by the cursor what the mouse can do where it is."""
        raise NotImplementedError

    def begin(
        self, gesture: Gesture, at: QPointF, button: Qt.MouseButton = Qt.MouseButton.NoButton
    ) -> None:
        """Start a gesture that `button` ends; with none, whoever began it does."""
        self._pressed = None
        self.hold()
        self._gesture, self._button = gesture, button
        if button != Qt.MouseButton.NoButton:
            self._viewport.setCursor(gesture.cursor)
        try:
            gesture.start(at)
        except BaseException:
            self._gesture = None
            self.release_hold()
            raise

    def go_on(self, at: QPointF) -> None:
        """Move the gesture that is on."""
        if self._gesture is not None:
            self._gesture.move(at)

    def end(self, at: QPointF) -> None:
        """Finish the gesture that is on."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            try:
                gesture.finish(at)
            finally:
                self.release_hold()
                self.show_cursor()

    def cancel(self) -> None:
        """Cancel the gesture that is on."""
        self._pressed = None
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            try:
                gesture.cancel()
            finally:
                self.release_hold()
                self.show_cursor()
