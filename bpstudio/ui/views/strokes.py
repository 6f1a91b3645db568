"""Rows of numbers as lines and bands, with few calls to the painter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QLineF
from PySide6.QtGui import QPen, QPolygonF

from bpstudio.ui.pixels import pixel_ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    Array = NDArray[np.floating]

FAR = 1e4  # px: beyond it a line can't be told from one that ends here, but costs memory


def polygon(xs: Array, ys: Array) -> QPolygonF:
    """Return the points (`xs`, `ys`), each (points,), all finite."""
    points = np.empty((len(xs), 2))
    points[:, 0], points[:, 1] = xs, ys
    # Qt reads its own serial form much faster than Python makes a QPointF each.
    stream = QDataStream(QByteArray(len(xs).to_bytes(4, sys.byteorder) + points.tobytes()))
    little = sys.byteorder == "little"
    order = QDataStream.ByteOrder
    stream.setByteOrder(order.LittleEndian if little else order.BigEndian)
    made = QPolygonF()
    stream >> made
    return made


def runs(fit: NDArray[np.bool_]) -> list[slice]:
    """Return where `fit`, shape (points,), is true without a gap."""
    if fit.all():
        return [slice(0, len(fit))] if len(fit) else []
    edges = np.flatnonzero(np.diff(fit, prepend=False, append=False)).tolist()
    return [slice(first, stop) for first, stop in zip(edges[::2], edges[1::2], strict=True)]


def draw_line(painter: QPainter, xs: Array, ys: Array) -> None:
    """Join the points (`xs`, `ys`), in px, by a line with a gap where one isn't finite.

    A point between two gaps is drawn as a dot. The pen's dashes are kept.
    """
    pen = painter.pen()
    thin = pen.widthF() * pixel_ratio(painter) <= 1
    ys = np.clip(ys, -FAR, FAR)
    for part in runs(np.isfinite(xs) & np.isfinite(ys)):
        x, y = xs[part], ys[part]
        if len(x) == 1:
            x, y = np.array([x[0] - 1, x[0] + 1]), np.repeat(y, 2)
        if thin:
            painter.drawPolyline(polygon(x, y))
        else:
            _draw_strokes(painter, pen, x, y)


def _draw_strokes(painter: QPainter, pen: QPen, xs: Array, ys: Array) -> None:
    # Qt takes 50 times as long to outline a wide polyline that goes up and down a lot.
    pattern = [part * max(pen.widthF(), 1.0) for part in pen.dashPattern()]
    painter.setPen(QPen(pen.color(), pen.widthF()))
    painter.drawLines([QLineF(*ends) for ends in strokes(xs, ys, pattern)])
    painter.setPen(pen)


def strokes(xs: Array, ys: Array, pattern: list[float]) -> list[list[float]]:
    """Return the straight strokes (x, y, x, y) of a path with dashes.

    `pattern` has the lengths of the first dash, the first gap, and so on; none is a whole line.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))])
    on = np.ones(len(xs) - 1, bool)
    if pattern:
        period = sum(pattern)
        ends = (np.arange(0, along[-1], period)[:, None] + np.cumsum(pattern)).ravel()
        at = np.unique(np.concatenate([along, ends[ends < along[-1]]]))
        xs, ys = np.interp(at, along, xs), np.interp(at, along, ys)
        middle = (at[1:] + at[:-1]) / 2 % period
        on = np.searchsorted(np.cumsum(pattern), middle, "right") % 2 == 0
    lines = np.stack([xs[:-1], ys[:-1], xs[1:], ys[1:]], axis=1)
    made: list[list[float]] = lines[on].tolist()
    return made


def draw_columns(painter: QPainter, lefts: Array, width: float, tops: Array, foot: float) -> None:
    """Fill columns, each (columns,), that stand side by side on `foot`, in px, without a pen."""
    xs = lefts[:, np.newaxis] + width * np.array([0, 0, 1, 1])
    ys = np.where([True, False, False, True], foot, tops[:, np.newaxis])
    painter.drawPolygon(polygon(xs.ravel(), ys.ravel()))


def draw_rows(painter: QPainter, left: float, tops: Array, lengths: Array) -> None:
    """Fill rows of 1 px, each (rows,), that begin one below the other at `left`, without a pen."""
    xs = left + np.where([False, True, True, False], lengths[:, np.newaxis], 0.0)
    ys = tops[:, np.newaxis] + np.array([0, 0, 1, 1])
    painter.drawPolygon(polygon(xs.ravel(), ys.ravel()))


def draw_band(painter: QPainter, xs: Array, lows: Array, highs: Array) -> None:
    """Fill between `lows` and `highs` along `xs`, in px, with the painter's brush."""
    lows, highs = np.clip(lows, -FAR, FAR), np.clip(highs, -FAR, FAR)
    for part in runs(np.isfinite(xs) & np.isfinite(lows) & np.isfinite(highs)):
        there, back = xs[part], xs[part][::-1]
        around = np.concatenate([lows[part], highs[part][::-1]])
        painter.drawPolygon(polygon(np.concatenate([there, back]), around))
