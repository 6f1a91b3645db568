"""The points as a picture that is painted once, and mended where some come or go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from bpstudio.ui.theme import theme
from bpstudio.ui.views.markers import MANY, RADIUS, SMALL_RADIUS, draw_marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.theme import Colors

REACH = 1.3  # of a marker's radius: its corners


@dataclass(frozen=True, eq=False)
class Dots:
    """Where points stand in px, (points,) each, of which class they are, from 0, how drawn."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    number: NDArray[np.intp]
    hollow: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Dots:
        """Return some of them."""
        return Dots(self.x[chosen], self.y[chosen], self.number[chosen], self.hollow[chosen])

    def with_more(self, more: Dots) -> Dots:
        """Return these and others."""
        both = zip(self._columns, more._columns, strict=True)
        return Dots(*(np.concatenate(pair) for pair in both))

    def are(self, others: Dots) -> bool:
        """Whether they are the same points, drawn the same."""
        both = zip(self._columns, others._columns, strict=True)
        return len(self.x) == len(others.x) and all((a == b).all() for a, b in both)

    @property
    def _columns(self) -> tuple[NDArray[Any], ...]:
        return self.x, self.y, self.number, self.hollow

    def within(self, rect: QRectF) -> Dots:
        """Return those that reach into a part of the picture."""
        near = (self.x > rect.left()) & (self.x < rect.right())
        return self.of(near & (self.y > rect.top()) & (self.y < rect.bottom()))

    def near(self, start: QPointF, end: QPointF, reach: float) -> NDArray[np.intp]:
        """Return the places of those no further than `reach` from a stroke, the nearest first."""
        x, y = end.x() - start.x(), end.y() - start.y()
        length = max(x * x + y * y, 1e-12)
        along = ((self.x - start.x()) * x + (self.y - start.y()) * y) / length
        along = np.clip(along, 0, 1)
        away = np.hypot(self.x - start.x() - along * x, self.y - start.y() - along * y)
        found = np.flatnonzero(away <= reach)
        return found[np.argsort(away[found], kind="stable")]

    def around(self, margin: float) -> QRectF:
        """Return the part of the picture that they take."""
        if not len(self.x):
            return QRectF()
        corner = QPointF(float(self.x.min()), float(self.y.min()))
        other = QPointF(float(self.x.max()), float(self.y.max()))
        return QRectF(corner, other).adjusted(-margin, -margin, margin, margin)


class DotsPicture:
    """A transparent picture of points, as large as the canvas.

    Attributes
    ----------
    radius
        Of the markers, px: where there are many, they are small.
    """

    def __init__(self) -> None:
        self.radius = RADIUS
        self.pixmap = QPixmap()
        self._shown: tuple[object, Dots] | None = None

    @property
    def margin(self) -> float:
        """How far a marker reaches from its place, px."""
        return REACH * RADIUS + 2

    def make(self, size: QSize, ratio: float, dots: Dots) -> None:
        """Paint all of it, unless a stroke has painted just that."""
        radius = RADIUS if len(dots.x) < MANY else SMALL_RADIUS
        key = size, ratio, theme().colors, radius
        if self._shown is not None and self._shown[0] == key and self._shown[1].are(dots):
            return
        self.radius, self._shown = radius, (key, dots.of(np.zeros(0, np.intp)))
        self.pixmap = QPixmap(size * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self.add(dots)

    def add(self, dots: Dots) -> None:
        """Paint more points over what there is."""
        if self._shown is None or self.pixmap.isNull():
            return
        self._shown = self._shown[0], self._shown[1].with_more(dots)
        with QPainter(self.pixmap) as painter:
            self._stamp(painter, dots)

    def mend(self, rect: QRectF, dots: Dots) -> None:
        """Paint a part anew; `dots` are all that there are."""
        if self._shown is None or self.pixmap.isNull():
            return
        self._shown = self._shown[0], dots
        with QPainter(self.pixmap) as painter:
            painter.setClipRect(rect)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(rect, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            margin = self.margin
            self._stamp(painter, dots.within(rect.adjusted(-margin, -margin, margin, margin)))

    def _stamp(self, painter: QPainter, dots: Dots) -> None:
        ratio = self.pixmap.devicePixelRatio()
        stamps = {
            (number, hollow): _stamp(number, hollow, self.radius, ratio, theme().colors)
            for number in set(dots.number.tolist())
            for hollow in (False, True)
        }
        half = _half(self.radius)
        each = zip(dots.x - half, dots.y - half, dots.number.tolist(), dots.hollow, strict=True)
        for x, y, number, hollow in each:
            painter.drawPixmap(QPointF(x, y), stamps[number, bool(hollow)])


def _half(radius: float) -> float:
    return float(np.ceil(REACH * radius + 1))


@cache
def _stamp(number: int, hollow: bool, radius: float, ratio: float, in_colors: Colors) -> QPixmap:
    """Return a marker of a theme as a picture: ten times as fast as a path."""
    half = _half(radius)
    made = QPixmap(QSize(round(2 * half), round(2 * half)) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_marker(painter, QPointF(half, half), number, hollow=hollow, radius=radius)
    return made
