"""The thumbnail of a network: a tiny chain of columns, with an arc over each skip."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DOTS = 6  # units; more are a bar
DOT = 2.5  # px, its radius
BAR = 5.0  # px, the width of a bar
PITCH = 36.0  # px from column to column, where there is room
ARC = 7.0  # px, the height of a skip's arc


def draw_network(
    painter: QPainter, place: QRectF, widths: Sequence[int], skips: Sequence[bool]
) -> None:
    """Draw a chain of columns from the left edge of `place`.

    Parameters
    ----------
    widths
        Units a column, the input's first, the output's last.
    skips
        Whether each hidden layer has a skip.
    """
    body = place.adjusted(BAR / 2 + 1, ARC + 1 if any(skips) else 1, -BAR / 2 - 1, -1)
    pitch = min(PITCH, body.width() / max(len(widths) - 1, 1))
    xs = [body.left() + pitch * column for column in range(len(widths))]
    ends = [_ends(units, body) for units in widths]
    _draw_edges(painter, xs, ends)
    for column, skip in enumerate(skips, start=1):
        if skip:
            _draw_arc(painter, xs[column - 1], xs[column], body.top())
    for column, (x, units) in enumerate(zip(xs, widths, strict=True)):
        is_hidden = 0 < column < len(widths) - 1
        _draw_column(painter, x, units, body, filled=is_hidden)


def _ends(units: int, body: QRectF) -> list[float]:
    """Return the heights at which edges end: at each dot, or at some places along a bar."""
    if units > MOST_DOTS:
        return [body.top() + share * body.height() for share in (0.15, 0.38, 0.62, 0.85)]
    pitch = body.height() / MOST_DOTS
    return [body.center().y() + (unit - (units - 1) / 2) * pitch for unit in range(units)]


def _draw_edges(painter: QPainter, xs: list[float], ends: list[list[float]]) -> None:
    colors = theme().colors
    painter.setPen(QPen(blend(colors.border, colors.strong, 0.5), 0.8))
    for (left, right), (starts, stops) in zip(pairwise(xs), pairwise(ends), strict=True):
        for start in starts:
            for stop in stops:
                painter.drawLine(QPointF(left, start), QPointF(right, stop))


def _draw_arc(painter: QPainter, left: float, right: float, top: float) -> None:
    arc = QPainterPath(QPointF(left, top))
    middle = (left + right) / 2
    arc.quadTo(QPointF(middle, top - 2 * ARC), QPointF(right, top))
    painter.setPen(QPen(theme().colors.text2, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(arc)


def _draw_column(painter: QPainter, x: float, units: int, body: QRectF, *, filled: bool) -> None:
    """Draw the units of a layer: hidden ones filled, those of input and output hollow."""
    colors = theme().colors
    painter.setPen(QPen(colors.text2, 1))
    painter.setBrush(colors.text2 if filled else colors.raised)
    if units > MOST_DOTS:
        bar = QRectF(x - BAR / 2, body.top(), BAR, body.height())
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        return
    for y in _ends(units, body):
        painter.drawEllipse(QPointF(x, y), DOT, DOT)
