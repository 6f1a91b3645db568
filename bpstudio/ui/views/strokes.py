"""Rows of numbers as lines and bands, with few calls to the painter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QLineF
from PySide6.QtGui import QPolygonF

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

    A point between two gaps is drawn as a dot.
    """
    ys = np.clip(ys, -FAR, FAR)
    for part in runs(np.isfinite(xs) & np.isfinite(ys)):
        if part.stop - part.start == 1:
            x, y = float(xs[part.start]), float(ys[part.start])
            painter.drawLine(QLineF(x - 1, y, x + 1, y))
        else:
            painter.drawPolyline(polygon(xs[part], ys[part]))


def draw_band(painter: QPainter, xs: Array, lows: Array, highs: Array) -> None:
    """Fill between `lows` and `highs` along `xs`, in px, with the painter's brush."""
    lows, highs = np.clip(lows, -FAR, FAR), np.clip(highs, -FAR, FAR)
    for part in runs(np.isfinite(xs) & np.isfinite(lows) & np.isfinite(highs)):
        there, back = xs[part], xs[part][::-1]
        around = np.concatenate([lows[part], highs[part][::-1]])
        painter.drawPolygon(polygon(np.concatenate([there, back]), around))
