"""How much of the scene the canvas shows: fitted, zoomed at the pointer, moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from bpstudio.ui.theme import HINT, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QGraphicsView

LEAST, MOST = 0.25, 4.0
PER_NOTCH = 1.15  # of a wheel, 120 in Qt's angle
ROOM = 2_000  # px around the picture that it can be moved by


class Look(NamedTuple):
    """How a canvas is looked at: whether all of it, how large, how far along."""

    is_fitted: bool
    transform: QTransform
    bars: tuple[int, int]


class Zoom:
    """The transformation of one view; `is_fitted` until the user zooms or moves.

    Parameters
    ----------
    smallest
        The letters of the picture where it is made small, in px of the scene.
    """

    def __init__(self, view: QGraphicsView, smallest: float = HINT) -> None:
        self._view, self._smallest = view, smallest
        self._bounds = QRectF()
        self.is_fitted = True

    def fit(self, bounds: QRectF) -> None:
        """Show all of `bounds`, at zoom 1 where it fits."""
        self.is_fitted = True
        self._bounds = bounds
        self._view.setSceneRect(bounds.adjusted(-ROOM, -ROOM, ROOM, ROOM))
        size = self._view.viewport().size()
        factor = min(size.width() / bounds.width(), size.height() / bounds.height(), 1.0)
        factor = max(factor, self._least)
        self._view.resetTransform()
        self._view.scale(factor, factor)
        in_sight = min(bounds.height(), size.height() / factor)  # the upper part, of a tall one
        self._view.centerOn(bounds.center().x(), bounds.top() + in_sight / 2)

    def kept(self) -> Look:
        """Return how it is looked at, to be restored."""
        bars = (self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value())
        return Look(self.is_fitted, QTransform(self._view.transform()), bars)

    def restore(self, look: Look) -> None:
        """Look at it as before; fitted, it goes by the room there is."""
        self.is_fitted = look.is_fitted
        if self.is_fitted:
            self.fit(self._bounds)
            return
        self._view.setTransform(look.transform)
        self._view.horizontalScrollBar().setValue(look.bars[0])
        self._view.verticalScrollBar().setValue(look.bars[1])

    def zoom(self, angle: float, at: QPoint) -> None:
        """Zoom by a turn of the wheel; what is at this place of the viewport stays there.

        By 0, as of a wheel that is turned to the side, nothing happens: all stays fitted.
        """
        if not angle:
            return
        now = self._view.transform().m11()
        wanted = min(max(now * PER_NOTCH ** (angle / 120), self._least), MOST)
        self.is_fitted = False
        held = self._view.mapToScene(at)
        self._view.scale(wanted / now, wanted / now)
        self.shift(held - self._view.mapToScene(at))

    def centre(self) -> QPointF:
        """Return the place of the scene in the middle of the view."""
        return self._view.mapToScene(self._view.viewport().rect().center())

    def go_to(self, centre: QPointF) -> None:
        """Bring a place of the scene into the middle."""
        self.is_fitted = False
        self._view.centerOn(centre)

    def shift(self, by: QPointF) -> None:
        """Move the middle by a distance in the scene."""
        self.is_fitted = False
        bars = (self._view.horizontalScrollBar(), self._view.verticalScrollBar())
        factor = self._view.transform().m11()
        for bar, distance in zip(bars, (by.x(), by.y()), strict=True):
            bar.setValue(bar.value() + round(distance * factor))
        self._keep_in_sight()

    def keep_in_sight(self, box: QRectF) -> None:
        """Move the picture as far as a part of the scene needs to be seen."""
        sight = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        if sight.contains(box):
            return
        x = min(box.left() - sight.left(), 0.0) or max(box.right() - sight.right(), 0.0)
        y = min(box.top() - sight.top(), 0.0) or max(box.bottom() - sight.bottom(), 0.0)
        self.shift(QPointF(x, y))

    @property
    def _least(self) -> float:
        """How small the picture may become: in front of a class its words must be legible."""
        return max(LEAST, theme().least_zoom(self._smallest))

    def _keep_in_sight(self) -> None:
        """Bring the nearest part of the network back, where all of it has gone."""
        sight = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        network = self._bounds
        if network.isEmpty() or sight.intersects(network):
            return
        centre = sight.center()
        x = min(max(centre.x(), network.left()), network.right())
        y = min(max(centre.y(), network.top()), network.bottom())
        self._view.centerOn(x, y)
