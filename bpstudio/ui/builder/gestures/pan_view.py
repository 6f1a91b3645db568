"""Dragging with the middle button: the picture goes with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from bpstudio.ui.builder.gestures.gesture import Gesture

if TYPE_CHECKING:
    from bpstudio.ui.builder.zoom import Zoom


class PanView(Gesture):
    """Moves the view, never the network."""

    def __init__(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._grip = QPointF()
        self._before = zoom.centre()

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
