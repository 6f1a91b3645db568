"""Dragging with the middle button, or with the space bar held: the picture goes with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.ui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from bpstudio.ui.canvas.zoom import Zoom


class PanView(Gesture):
    """Moves the view, never the network."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._grip = QPointF()
        self._before, self._was_fitted = zoom.centre(), zoom.is_fitted

    def start(self, at: QPointF) -> None:
        """Grip the picture."""
        self._grip = at

    def move(self, at: QPointF) -> None:
        """Bring the gripped point under the mouse."""
        self._zoom.shift(self._grip - at)

    def finish(self, at: QPointF) -> None:
        """Let go."""
        self.move(at)

    def cancel(self) -> None:
        """Go back to where it was."""
        self._zoom.go_to(self._before)
        self._zoom.is_fitted = self._was_fitted
