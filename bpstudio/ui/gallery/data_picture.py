"""The thumbnail of a data set: points with a sign for each class, or small images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from bpstudio.ui.gallery.sketch import Points
from bpstudio.ui.pixels import pixel_ratio
from bpstudio.ui.theme import RADIUS_FIELD, blend, theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MARGIN = 7  # px, from the picture's edge to the outermost points
DOT = 1.8  # px, the radius of a point's sign


def draw_data(painter: QPainter, place: QRectF, drawn: Points | NDArray[np.uint8] | None) -> None:
    """Draw a data set on a ground of its own; nothing but the ground without one."""
    painter.setPen(QPen(theme().colors.border, 1))
    painter.setBrush(theme().colors.canvas)
    ground = place.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(ground, RADIUS_FIELD, RADIUS_FIELD)
    if isinstance(drawn, Points):
        _draw_points(painter, place.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), drawn)
    elif drawn is not None:
        _draw_mosaic(painter, place, drawn)


def _draw_points(painter: QPainter, place: QRectF, drawn: Points) -> None:
    if drawn.is_regression:
        _draw_axes(painter, place)
    for kind in range(int(drawn.kind.max(initial=0)) + 1):
        sign, color, is_filled = _sign(kind, drawn.is_regression)
        painter.setPen(Qt.PenStyle.NoPen if is_filled else QPen(color, 1))
        painter.setBrush(color if is_filled else Qt.BrushStyle.NoBrush)
        for x, y in drawn.at[drawn.kind == kind].tolist():
            middle = QPointF(place.left() + x * place.width(), place.bottom() - y * place.height())
            painter.drawPath(sign.translated(middle))


def _draw_axes(painter: QPainter, place: QRectF) -> None:
    painter.setPen(QPen(theme().colors.strong, 1))
    corner = place.bottomLeft() + QPointF(-2.5, 2.5)
    painter.drawLine(corner, QPointF(corner.x(), place.top()))
    painter.drawLine(corner, QPointF(place.right(), corner.y()))


def _sign(kind: int, is_regression: bool) -> tuple[QPainterPath, QColor, bool]:
    """Return the sign of a class around the origin, its colour, and whether it is filled."""
    colors = theme().colors
    if is_regression:
        return _disc(), colors.text2, True
    signs = (
        (_disc(), colors.positive, True),
        (_disc(), colors.negative, False),
        (_triangle(), colors.text3, True),
    )
    return signs[kind % len(signs)]  # further classes begin again


def _disc() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), DOT, DOT)
    return path


def _triangle() -> QPainterPath:
    path = QPainterPath(QPointF(0, -1.4 * DOT))
    path.lineTo(1.3 * DOT, DOT)
    path.lineTo(-1.3 * DOT, DOT)
    path.closeSubpath()
    return path


def _draw_mosaic(painter: QPainter, place: QRectF, shades: NDArray[np.uint8]) -> None:
    height, width = shades.shape
    image = QImage(shades.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    ground, ink = theme().colors.canvas, theme().colors.text
    image.setColorTable([blend(ground, ink, level / 255).rgb() for level in range(256)])
    # whole device pixels for a pixel, or some rows come out wider than others
    ratio = pixel_ratio(painter)
    scale = max(int((place.width() - 4) * ratio / width), 1) / ratio
    target = QRectF(0, 0, scale * width, scale * height)
    target.moveTopLeft(
        QPointF(
            round(place.center().x() - target.width() / 2),
            round(place.center().y() - target.height() / 2),
        )
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(target, image)
