"""The small marks that stand for things: discs, hatches, triangles, bars, a logarithmic axis."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QPolygonF

from bpstudio.ui.builder.ink import RIGHT, line, text_width, write
from bpstudio.ui.numbers import power
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from bpstudio.ui.builder.scale import DecadeScale

SHADES = 32  # of the forward colour: more can't be told apart


@lru_cache(2 * SHADES + 2)
def _shade(level: int, dark: bool) -> QBrush:
    colors = theme().colors
    return QBrush(blend(colors.raised, colors.forward, level / SHADES))


def shade(share: float) -> QBrush:
    """Return the forward colour at `share` of its range, 0 to 1."""
    return _shade(round(share * SHADES), theme().is_dark)


def hatch_lines(centre: QPointF, radius: float) -> list[QLineF]:
    """Return the three strokes of the hatch that marks a saturated unit."""
    x, y, r = centre.x(), centre.y(), radius
    return [
        QLineF(x - 0.65 * r, y + 0.65 * r, x + 0.65 * r, y - 0.65 * r),
        QLineF(x - 0.84 * r, y + 0.39 * r, x + 0.39 * r, y - 0.84 * r),
        QLineF(x - 0.39 * r, y + 0.84 * r, x + 0.84 * r, y - 0.39 * r),
    ]


def cross_lines(centre: QPointF, radius: float) -> list[QLineF]:
    """Return the cross that marks a dead unit."""
    x, y, r = centre.x(), centre.y(), 0.5 * radius
    return [QLineF(x - r, y - r, x + r, y + r), QLineF(x - r, y + r, x + r, y - r)]


def draw_saturated(
    painter: QPainter, centre: QPointF, radius: float, share: float | None = None
) -> None:
    """Draw the mark of a saturated unit: ring and hatch, over its value where given."""
    colors = theme().colors
    painter.setBrush(colors.raised if share is None else shade(share))
    painter.setPen(QPen(colors.text, 1.5))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(colors.text, 1))
    painter.drawLines(hatch_lines(centre, radius))


def draw_triangle(painter: QPainter, x: float, y: float) -> None:
    """Draw the mark of the target, its tip to the right at (`x`, `y`)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colors.text)
    tip = [QPointF(x, y), QPointF(x - 5, y - 4), QPointF(x - 5, y + 4)]
    painter.drawPolygon(QPolygonF(tip))


def draw_bar(painter: QPainter, track: QRectF, share: float, color: QColor) -> None:
    """Draw a bar that fills `share`, 0 to 1, of its track."""
    painter.fillRect(track, theme().colors.sunken)
    if share > 0:
        length = max(share * track.width(), 1)
        painter.fillRect(QRectF(track.left(), track.top(), length, track.height()), color)


def draw_decades(
    painter: QPainter, scale: DecadeScale, left: float, right: float, y: float
) -> None:
    """Draw the axis of the |delta| bars at height `y`, a tick a decade, its ends in words."""
    colors = theme().colors
    width = right - left
    painter.setPen(QPen(colors.strong, 1))
    ticks = [QLineF(left, y + 0.5, right, y + 0.5)]
    for place, is_end in scale.ticks():
        x = round(left + place * width) + (0.5 if place < 1 else -0.5)
        ticks.append(QLineF(x, y - (4 if is_end else 2), x, y + 0.5))
    painter.drawLines(ticks)
    top = "1" if scale.high == 0 else f"10{power(scale.high)}"
    low, place = f"10{power(scale.low)}", line(left - 4, y - 10, width + 4)
    if text_width(low) <= place.width():
        write(painter, place, low, colors.text3)
    if text_width(low) + text_width(top) + 2 <= place.width():
        write(painter, place, top, colors.text3, align=RIGHT)
