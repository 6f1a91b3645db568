"""A unit's disc, drawn once for each look and then copied: a copy costs a tenth of a drawing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from bpstudio.ui.builder.marks import SHADES, cross_lines, draw_saturated, shade
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.ui.theme import Colors

PLAIN, SATURATED, DEAD, EMPTY = range(4)  # looks; EMPTY stands for a unit without numbers
EDGE = 2  # px around a disc, for its ring


def draw_discs(
    painter: QPainter,
    x: float,
    ys: Iterable[float],
    radius: float,
    values: Iterable[float],
    looks: Iterable[int],
) -> None:
    """Draw a disc at each of `ys`, of a shade by its value, 0 to 1, and of a look."""
    scale = painter.deviceTransform().m11()
    radius = round(2 * radius) / 2
    half = radius + EDGE
    colors = theme().colors
    for y, value, look in zip(ys, values, looks, strict=True):
        disc = _disc(round(value * SHADES), look, radius, scale, colors)
        painter.drawPixmap(QPointF(round(x - half), round(y - half)), disc)


@lru_cache(1024)
def _disc(level: int, look: int, radius: float, scale: float, in_colors: Colors) -> QPixmap:
    size = round(2 * (radius + EDGE) * scale)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        paint_disc(painter, QPointF(radius + EDGE, radius + EDGE), radius, level / SHADES, look)
    picture.setDevicePixelRatio(scale)
    return picture


def paint_disc(painter: QPainter, centre: QPointF, radius: float, value: float, look: int) -> None:
    """Draw one disc, of a shade by its value, 0 to 1, and of a look."""
    colors = theme().colors
    if look == SATURATED:
        draw_saturated(painter, centre, radius, value)
        return
    style = Qt.PenStyle.DotLine if look == EMPTY else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colors.strong, 1, style))
    painter.setBrush(colors.raised if look == EMPTY else shade(value))
    painter.drawEllipse(centre, radius, radius)
    if look == DEAD:
        painter.setPen(QPen(colors.text, 1.5))
        painter.drawLines(cross_lines(centre, radius))
