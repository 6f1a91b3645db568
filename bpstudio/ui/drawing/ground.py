"""What lies below the points: a grid, and what the network says everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPixmap

from bpstudio.ui.theme import theme
from bpstudio.ui.views.region_image import draw_boundary, image_place, region_image

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage

    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.ui.views.axes import Axes


class Ground:
    """A picture as large as the canvas, painted anew only where the network says another thing."""

    def __init__(self) -> None:
        self._key: object = None
        self._image: tuple[object, QImage] | None = None
        self._pixmap = QPixmap()

    def pixmap(
        self, size: QSize, ratio: float, axes: Axes, found: Regions | None, classes: int
    ) -> QPixmap:
        """Return it for what the network says now, None where it says nothing."""
        area = axes.area.getRect()
        key = (size, ratio, area, axes.x, axes.y, theme().colors, found, classes)
        if key != self._key:
            self._key = key
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme().colors.surface)
            with QPainter(self._pixmap) as painter:
                self._draw(painter, axes, found, classes)
        return self._pixmap

    def _draw(self, painter: QPainter, axes: Axes, found: Regions | None, classes: int) -> None:
        painter.save()
        painter.setClipRect(axes.area)
        if found is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(image_place(found, axes), self._picture(found, classes))
        axes.draw_grid(painter)
        if found is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_boundary(painter, found, axes)
        painter.restore()
        axes.draw(painter)

    def _picture(self, found: Regions, classes: int) -> QImage:
        key = found, theme().colors
        if self._image is None or self._image[0] != key:
            self._image = key, region_image(found, classes)
        return self._image[1]
