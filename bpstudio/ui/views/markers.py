"""Samples as markers: a class has a colour and a shape, the test part is hollow."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

RADIUS, SMALL_RADIUS = 3.5, 2.5  # px
MANY = 600  # samples: from so many on they are small
RING = 5.5  # px: of what is wrong
CROWD = 40  # rings
# Corners on a circle of radius 1, y downwards; the first shape is the circle itself.
SHAPES = (
    ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    ((0, -1.15), (1.05, 0.8), (-1.05, 0.8)),
    ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    ((0, 1.15), (1.05, -0.8), (-1.05, -0.8)),
    ((-1.15, 0), (0.8, -1.05), (0.8, 1.05)),
    ((1.15, 0), (-0.8, -1.05), (-0.8, 1.05)),
)


@cache
def _path(number: int, radius: float) -> QPainterPath:
    path = QPainterPath()
    kind = number % (len(SHAPES) + 1)
    if kind == 0:
        path.addEllipse(QPointF(0, 0), radius, radius)
    else:
        corners = [QPointF(radius * x, radius * y) for x, y in SHAPES[kind - 1]]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path


def draw_marker(
    painter: QPainter, at: QPointF, number: int, *, hollow: bool, radius: float = RADIUS
) -> None:
    """Draw the marker of class `number`."""
    draw_colored(painter, at, number, theme().class_color(number), hollow=hollow, radius=radius)


def draw_colored(
    painter: QPainter,
    at: QPointF,
    number: int,
    color: QColor,
    *,
    hollow: bool,
    radius: float = RADIUS,
) -> None:
    """Draw a marker of the shape of class `number`, in a colour."""
    colors = theme().colors
    painter.setPen(QPen(color if hollow else colors.surface, 1.25 if hollow else 0.75))
    painter.setBrush(colors.surface if hollow else color)
    painter.translate(at)
    painter.drawPath(_path(number, radius))
    painter.translate(-at)


def draw_rings(painter: QPainter, xs: Array, ys: Array) -> None:
    """Ring the samples at these places: they are wrong; where they are many, faintly."""
    color = QColor(theme().colors.text)
    color.setAlpha(255 if len(xs) < CROWD else 110)
    painter.setPen(QPen(color, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        painter.drawEllipse(QPointF(x, y), RING, RING)


def draw_frame(painter: QPainter, at: QPointF) -> None:
    """Frame the sample that is shown in the network."""
    painter.setPen(QPen(theme().colors.text, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(at.x() - 7, at.y() - 7, 14, 14))
