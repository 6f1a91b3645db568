"""Where curves leave the axis, and the small triangles that say so."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from bpstudio.ui.numbers import count, figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QPainter

    from bpstudio.ui.views.scale import Scale

    Array = NDArray[np.floating]

SIZE = 6  # px: the height of a triangle
NEAR = 7.0  # px: from so near its numbers are read


class Cut(NamedTuple):
    """The point of curve `place` that lies farthest beyond the axis: above, or below it."""

    place: int
    step: float
    value: float
    above: bool


def find_cuts(place: int, steps: Array, logs: Array, scale: Scale) -> list[Cut]:
    """Return where curve `place` leaves the logarithmic axis `scale`, at most once at either end.

    `logs` are the logarithms of its values at `steps`, (samples,); those of NaN have no place.
    """
    if not len(logs):
        return []
    found = []
    if np.fmax.reduce(logs) > log10(scale.high):
        found.append((int(np.nanargmax(logs)), True))
    if np.fmin.reduce(logs) < log10(scale.low):
        found.append((int(np.nanargmin(logs)), False))
    return [Cut(place, float(steps[at]), float(10 ** logs[at]), above) for at, above in found]


def mark_place(x: float, above: bool, area: QRectF) -> QPointF:
    """Return where the tip of a cut's triangle is, kept within `area`."""
    x = min(max(x, area.left() + SIZE), area.right() - SIZE)
    return QPointF(x, area.top() if above else area.bottom())


def draw_mark(painter: QPainter, tip: QPointF, above: bool, color: QColor) -> None:
    """Draw the triangle that points beyond the axis."""
    foot = SIZE if above else -SIZE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = [tip, tip + QPointF(-0.6 * SIZE, foot), tip + QPointF(0.6 * SIZE, foot)]
    painter.drawPolygon(QPolygonF(corners))


def is_near(tip: QPointF, at: QPointF) -> bool:
    """Whether `at`, in px, is on or beside a triangle."""
    return abs(tip.x() - at.x()) <= NEAR and abs(tip.y() - at.y()) <= NEAR + SIZE


def rows_of(cuts: Iterable[Cut], names: list[str]) -> list[tuple[str, str]]:
    """Return names and numbers of cuts, for a readout."""
    return [
        (f"{names[cut.place]}, step {count(round(cut.step))}", figure(cut.value)) for cut in cuts
    ]
