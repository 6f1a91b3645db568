"""What the mouse does on the canvas, a class a gesture: it shows, and is an edit at its end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt

from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.drawing.state import DENSITIES, FULL, SIZES

if TYPE_CHECKING:
    from bpstudio.ui.drawing.canvas import DrawingCanvas

APART = 0.6  # of the ring's radius: from touch to touch
LEAST_APART = 4.0  # px


class PlacePoint(Gesture):
    """Puts one point where the mouse is let go."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: DrawingCanvas) -> None:
        self._canvas = canvas

    def start(self, at: QPointF) -> None:
        """Show the point."""
        self._canvas.lay([(at.x(), at.y())])

    def move(self, at: QPointF) -> None:
        """Show it elsewhere."""
        self._canvas.drop()
        self._canvas.lay([(at.x(), at.y())])

    def finish(self, at: QPointF) -> None:
        """Make it one of the drawing's."""
        self._canvas.commit()

    def cancel(self) -> None:
        """Take it away."""
        self._canvas.drop()


class Spray(Gesture):
    """Sprays points within the ring, evenly along the way of the mouse."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: DrawingCanvas) -> None:
        self._canvas, state = canvas, canvas.state
        self._radius, self._points = SIZES[state.size], DENSITIES[state.density]
        self._apart = max(APART * self._radius, LEAST_APART)
        self._rng = np.random.default_rng(len(state.points))
        self._last = QPointF()

    def start(self, at: QPointF) -> None:
        """Spray where it begins."""
        self._last = at
        self._touch(at)

    def move(self, at: QPointF) -> None:
        """Spray on the way."""
        way = at - self._last
        length = math.hypot(way.x(), way.y())
        for _ in range(int(length / self._apart)):
            self._last += way * (self._apart / length)
            self._touch(self._last)

    def _touch(self, at: QPointF) -> None:
        """Spray once: each place within the ring is as likely as any other."""
        away = self._radius * np.sqrt(self._rng.random(self._points))
        angle = self._rng.uniform(0, 2 * np.pi, self._points)
        xs, ys = at.x() + away * np.cos(angle), at.y() + away * np.sin(angle)
        self._canvas.lay(list(zip(xs.tolist(), ys.tolist(), strict=True)))

    def finish(self, at: QPointF) -> None:
        """Make the points the drawing's."""
        self.move(at)
        is_full = len(self._canvas.sheet.draft) >= self._canvas.state.room
        self._canvas.commit()
        if is_full:
            self._canvas.state.told.emit(FULL)

    def cancel(self) -> None:
        """Take them away."""
        self._canvas.drop()


class Erase(Gesture):
    """Takes points away that come within the ring."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: DrawingCanvas) -> None:
        self._canvas = canvas
        self._last = QPointF()

    def start(self, at: QPointF) -> None:
        """Take away what is there."""
        self._last = at
        self._canvas.hide_near(at, at)

    def move(self, at: QPointF) -> None:
        """Take away what is on the way."""
        self._canvas.hide_near(self._last, at)
        self._last = at

    def finish(self, at: QPointF) -> None:
        """Take it away from the drawing."""
        self.move(at)
        self._canvas.commit_erased()

    def cancel(self) -> None:
        """Bring it back."""
        self._canvas.bring_back()


class MoveSight(Gesture):
    """Moves the part of the plane that is in sight."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: DrawingCanvas) -> None:
        self._canvas = canvas
        self._last = QPointF()

    def start(self, at: QPointF) -> None:
        """Take hold of it."""
        self._last = at

    def move(self, at: QPointF) -> None:
        """Go with the hand."""
        self._canvas.axes.move(at - self._last)
        self._last = at
        self._canvas.changed()

    def finish(self, at: QPointF) -> None:
        """Let go."""

    def cancel(self) -> None:
        """Let go, too."""
