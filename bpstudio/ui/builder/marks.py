"""The small marks that stand for things: discs, hatches, triangles, bars, a logarithmic axis."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF

from bpstudio.ui.builder.scale import decade_ticks
from bpstudio.ui.canvas.ink import RIGHT, line, text_width, write
from bpstudio.ui.drawable import drawable
from bpstudio.ui.numbers import power
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.scale import DecadeScale
    from bpstudio.ui.theme import Colors

    Array = NDArray[np.floating]

AXIS_LEFT, AXIS_TOP = 4, 18  # px: how far the words of an axis go beyond its line
BIAS_WIDTH, LONGEST_BIAS = 4, 12  # px
SHADES = 32  # of the forward colour: more can't be told apart


@lru_cache(2 * SHADES + 2)
def _shade(level: int, in_colors: Colors) -> QBrush:
    colors = theme().colors
    return QBrush(blend(colors.raised, colors.forward, level / SHADES))


def shade(share: float) -> QBrush:
    """Return the forward colour at `share` of its range, 0 to 1."""
    return _shade(round(share * SHADES), theme().colors)


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


def draw_bars(
    painter: QPainter, tops: Array, shares: Array, track: QRectF, height: int, color: QColor
) -> None:
    """Draw a bar at each of `tops` that fills its share, 0 to 1, of a track as wide as `track`."""
    left, width = track.left(), track.width()
    lengths = np.ceil(np.round(np.clip(drawable(shares), 0, 1) * width, 2))
    bars = list(zip(np.rint(tops).tolist(), lengths.tolist(), strict=True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colors.sunken)
    painter.drawRects([QRectF(left, top, width, height) for top, _ in bars])
    painter.setBrush(color)
    painter.drawRects([QRectF(left, top, length, height) for top, length in bars if length])


def bias_shares(layer: LayerSnapshot) -> Array:
    """Return each bias as a share of the layer's largest weight or bias, -1 to 1; (units,)."""
    return np.asarray(all_bias_shares([layer])[0])


def all_bias_shares(layers: Sequence[LayerSnapshot]) -> Array:
    """Return the same of layers of as many units; (layers, units)."""
    biases = drawable(np.stack([layer.biases for layer in layers]))
    # the strongest edge is the last of them
    weights = [abs(float(layer.strongest.weight[-1:].sum())) for layer in layers]
    largest = drawable(np.array(weights))[:, np.newaxis]
    largest = np.maximum(largest, np.max(np.abs(biases), axis=1, keepdims=True, initial=0.0))
    return np.asarray(biases / np.where(largest > 0, largest, 1.0))


def draw_biases(painter: QPainter, ys: Array, shares: Array, x: float, pitch: float) -> None:
    """Draw a bar at each of `ys` with its middle at `x`: up and full, or down and hollow.

    `shares` run from -1 to 1, `pitch` is the distance from bar to bar.
    """
    colors, left = theme().colors, round(x - BIAS_WIDTH / 2)
    longest = min(0.44 * pitch, LONGEST_BIAS)
    tops = np.rint(ys)
    lengths = np.ceil(np.round(np.abs(shares) * longest, 2))
    painter.setPen(QPen(colors.strong, 1))
    painter.drawLines([QLineF(left, y + 0.5, left + BIAS_WIDTH, y + 0.5) for y in tops.tolist()])
    places = list(zip(tops.tolist(), lengths.tolist(), shares.tolist(), strict=True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.positive)
    painter.drawRects(
        [QRectF(left, y - size, BIAS_WIDTH, size) for y, size, share in places if share > 0]
    )
    painter.setPen(QPen(colors.negative, 1))
    painter.setBrush(colors.raised)
    painter.drawRects(
        [
            QRectF(left + 0.5, y + 1.5, BIAS_WIDTH - 1, size)
            for y, size, share in places
            if share < 0
        ]
    )


def draw_decades(painter: QPainter, scale: DecadeScale, track: QRectF, y: float) -> None:
    """Draw the axis of the |delta| bars at height `y`, a tick a decade, its ends in words."""
    zoom = painter.deviceTransform().m11()
    axis = _decades(scale.low, scale.high, track.width(), zoom, theme().colors)
    painter.drawPixmap(QPointF(track.left() - AXIS_LEFT, y - AXIS_TOP), axis)


@lru_cache(64)
def _decades(low: int, high: int, width: float, zoom: float, in_colors: Colors) -> QPixmap:
    """Return a picture of the axis: while training, it goes to and fro between a few of them."""
    size = QSizeF(AXIS_LEFT + width + 1, AXIS_TOP + 1) * zoom
    picture = QPixmap(ceil(size.width()), ceil(size.height()))
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(AXIS_LEFT, AXIS_TOP)
        _paint_decades(painter, low, high, width)
    picture.setDevicePixelRatio(zoom)
    return picture


def _paint_decades(painter: QPainter, low: int, high: int, width: float) -> None:
    colors = theme().colors
    painter.setPen(QPen(colors.strong, 1))
    ticks = [QLineF(0, 0.5, width, 0.5)]
    for place, is_end in decade_ticks(low, high):
        x = round(place * width) + (0.5 if place < 1 else -0.5)
        ticks.append(QLineF(x, -4 if is_end else -2, x, 0.5))
    painter.drawLines(ticks)
    first, last = f"10{power(low)}", "1" if high == 0 else f"10{power(high)}"
    ends = line(-AXIS_LEFT, -10, width + AXIS_LEFT)
    if text_width(first) <= ends.width():
        write(painter, ends, first, colors.text3)
    if text_width(first) + text_width(last) + 2 <= ends.width():
        write(painter, ends, last, colors.text3, align=RIGHT)
