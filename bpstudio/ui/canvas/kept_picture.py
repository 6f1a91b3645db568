"""What an item looks like, kept: painted anew only where it would look otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from bpstudio.ui.pixels import pixel_ratio

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_ZOOM = 1.25  # beyond it few items are in sight, and their pictures would be large
UPRIGHT = QTransform()


class KeptPicture:
    """The picture of one item, to the pixel as it would be painted.

    Painting a gate takes fifty times as long as copying its picture, and of two hundred gates most
    look as they did a moment ago.
    """

    def __init__(self) -> None:
        self._look: tuple[object, ...] | None = None
        self._picture = QPixmap()

    def forget(self) -> None:
        """Paint anew next time."""
        self._look = None
        self._picture = QPixmap()

    def paint(
        self,
        painter: QPainter,
        bounds: QRectF,
        look: tuple[object, ...],
        draw: Callable[[QPainter], None],
    ) -> None:
        """Paint what `draw` draws within `bounds`; `look` is all that this depends on."""
        shown = painter.worldTransform()
        ratio = pixel_ratio(painter)
        if shown.m11() > LARGEST_ZOOM or ratio != int(ratio):  # copied, it would be blurred
            self.forget()
            draw(painter)
            return
        place = shown.mapRect(bounds).toAlignedRect()
        corner = place.topLeft()
        look = (*look, shown.m11(), shown.dx() - corner.x(), shown.dy() - corner.y(), ratio)
        if look != self._look:
            self._look, self._picture = look, _painted(place, shown, int(ratio), draw)
        painter.setWorldTransform(UPRIGHT)
        painter.drawPixmap(corner, self._picture)
        painter.setWorldTransform(shown)


def _painted(
    place: QRect, shown: QTransform, ratio: int, draw: Callable[[QPainter], None]
) -> QPixmap:
    """Return the picture of a place on the screen."""
    picture = QPixmap(place.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-place.topLeft())
        painter.setWorldTransform(shown, combine=True)
        draw(painter)
    return picture
