"""Two axes of values with names and units: where a point stands, ticks, zoom."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT
from bpstudio.ui.views.scale import Scale, Tick, span
from bpstudio.ui.views.small_text import elided, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

TOP, BOTTOM, LEAST_LEFT = LINE + 4, 3 * GRID, 3 * GRID  # px, around the area
TICK = 4  # px
APART_X, APART_Y = 56, 28  # px from tick to tick, at least
WIDE_NAME = 0.2  # of the width: a wider name has a line of its own
ROUND_FROM = 120  # px: a lower area is wide enough without room at its sides
DEEPEST = 1e-6  # of all that there is: closer, numbers can't be told apart
GRID_ALPHA = 0.09  # over whatever lies below
ZOOMED = "double click: all"


class Axes:
    """Places values within `area`; the part in sight can be zoomed and moved.

    Attributes
    ----------
    alike
        Whether both axes have one unit, so that a circle should be round.
    """

    def __init__(self) -> None:
        self.x_name = self.y_name = ""
        self.area = QRectF()
        self._name_below = False
        self.alike = False
        self._whole = (Scale(), Scale())
        self._part: tuple[Scale, Scale] | None = None

    @property
    def is_part(self) -> bool:
        """Whether not all is in sight."""
        return self._part is not None

    @property
    def x(self) -> Scale:
        """What is in sight from left to right."""
        return self._in_sight[0]

    @property
    def y(self) -> Scale:
        """What is in sight from the bottom up."""
        return self._in_sight[1]

    @property
    def _in_sight(self) -> tuple[Scale, Scale]:
        return self._part or self._fitted()

    def _fitted(self) -> tuple[Scale, Scale]:
        """Return all that there is, and more where a circle would not be round otherwise."""
        width, height = self.area.width(), self.area.height()
        if not self.alike or height < ROUND_FROM:
            return self._whole
        return _alike(*self._whole, width, height)

    def show_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Say what there is; where that is something else, all of it is in sight again."""
        whole = (span(*x), span(*y))
        if whole != self._whole:
            self._whole, self._part = whole, None

    def arrange(self, room: QRectF) -> None:
        """Take `room`, in px, axes and names included."""
        self._name_below = width_of(self.x_name) > WIDE_NAME * room.width()
        bottom = BOTTOM + (LINE - 2 if self._name_below else 0)
        inner = max(room.height() - TOP - bottom, 1)
        self.area = QRectF(room.left() + LEAST_LEFT, room.top() + TOP, 1, inner)
        for _ in range(2):  # the texts say how much room is left, and that says which there are
            texts = [tick.text for tick in self._y_ticks()]
            widest = max(map(width_of, texts), default=0)
            left = room.left() + max(widest + GRID + TICK, LEAST_LEFT)
            right = max(room.right() - GRID, left + 1)
            self.area = QRectF(left, room.top() + TOP, right - left, inner)

    def at(self, place: QPointF) -> tuple[float, float]:
        """Return the values at a place in px."""
        area = self.area
        return (
            self.x.value((place.x() - area.left()) / area.width()),
            self.y.value((area.bottom() - place.y()) / area.height()),
        )

    def rounded_at(self, place: QPointF) -> tuple[float, float]:
        """Return the values at a place in px, without the digits that no pixel could tell."""
        x, y = self.at(place)
        pixel_x = (self.x.high - self.x.low) / self.area.width()
        pixel_y = (self.y.high - self.y.low) / self.area.height()
        return _rounded(x, pixel_x), _rounded(y, pixel_y)

    def x_of(self, values: Array) -> Array:
        """Return where `values` stand from left to right, in px."""
        return self.area.left() + self.x.places(values) * self.area.width()

    def y_of(self, values: Array) -> Array:
        """Return where `values` stand from the bottom up, in px."""
        return self.area.bottom() - self.y.places(values) * self.area.height()

    def zoom(self, place: QPointF, factor: float) -> None:
        """Show `factor` times as much; what is at `place` stays there."""
        here = self.at(place)
        fitted = self._fitted()
        part = tuple(
            Scale(value - (value - old.low) * factor, value + (old.high - value) * factor)
            for value, old in zip(here, self._in_sight, strict=True)
        )
        share = (part[0].high - part[0].low) / (fitted[0].high - fitted[0].low)
        if share >= 1:
            self.show_all()
        elif share > DEEPEST:
            self._part = part[0], part[1]

    def move(self, by: QPointF) -> None:
        """Move what is in sight by so many px."""
        if self._part is None:
            return
        x, y = self._part
        right = -by.x() / self.area.width() * (x.high - x.low)
        up = by.y() / self.area.height() * (y.high - y.low)
        self._part = Scale(x.low + right, x.high + right), Scale(y.low + up, y.high + up)

    def show_all(self) -> None:
        """Show all again."""
        self._part = None

    def draw(self, painter: QPainter) -> None:
        """Draw ticks, names and a frame around the area."""
        colors, area = theme().colors, self.area
        painter.setFont(font(HINT))
        xs = [
            (round(area.left() + tick.place * area.width()), tick.text)
            for tick in self._x_ticks(self._most_x)
        ]
        ys = [
            (round(area.bottom() - tick.place * area.height()), tick.text)
            for tick in self._y_ticks()
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.strong, 1))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.drawLines([QLineF(x, area.bottom(), x, area.bottom() + TICK) for x, _ in xs])
        painter.drawLines([QLineF(area.left() - TICK, y, area.left(), y) for y, _ in ys])
        self._write(painter, xs, ys)

    def draw_grid(self, painter: QPainter) -> None:
        """Draw faint lines across the area at the ticks."""
        area = self.area
        xs = [round(area.left() + t.place * area.width()) for t in self._x_ticks(self._most_x)]
        ys = [round(area.bottom() - tick.place * area.height()) for tick in self._y_ticks()]
        color = QColor(theme().colors.text)
        color.setAlphaF(GRID_ALPHA)
        painter.setPen(QPen(color, 1))
        painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x in xs])
        painter.drawLines([QLineF(area.left(), y, area.right(), y) for y in ys])

    @property
    def _most_x(self) -> int:
        return int(self.area.width() // APART_X)

    def _x_ticks(self, most: int) -> list[Tick]:
        """Return about `most` ticks, but not a single one if there can be more."""
        return next(iter(_several(self.x, most)), self.x.ticks(most))

    def _y_ticks(self) -> list[Tick]:
        """Return ticks as far apart as they should be; nearer where there would be but one."""
        height = self.area.height()
        most = int(height // APART_Y)
        several = (
            ticks
            for ticks in _several(self.y, most)
            if (ticks[1].place - ticks[0].place) * height >= LINE
        )
        return next(several, self.y.ticks(most))

    def _write(
        self, painter: QPainter, xs: list[tuple[int, str]], ys: list[tuple[int, str]]
    ) -> None:
        colors, area = theme().colors, self.area
        line = QRectF(area.left(), area.bottom() + TICK + 2, area.width(), LINE)
        under = line.translated(0, LINE - 2 if self._name_below else 0)
        name = elided(self.x_name, under.width())
        painter.setPen(colors.text2)
        painter.drawText(under, RIGHT, name)
        above = QRectF(area.left(), area.top() - LINE - 2, area.width(), LINE)
        hint = ZOOMED if self.is_part else ""
        room = above.width() - width_of(hint) - GRID
        painter.drawText(above, LEFT, elided(self.y_name, room))
        painter.setPen(colors.text3)
        painter.drawText(above, RIGHT, hint)
        taken = 0 if self._name_below else width_of(name) + GRID
        last = area.right() - taken + (GRID if self._name_below else 0)
        for x, words in xs:
            width = width_of(words)
            if x + width / 2 <= last:
                painter.drawText(QRectF(x - width, line.top(), 2 * width, LINE), CENTRE, words)
        for y, words in ys:
            beside = QRectF(area.left() - 100, y - LINE / 2, 100 - TICK - 3, LINE)
            painter.drawText(beside, RIGHT, words)


def _several(scale: Scale, most: int) -> Iterator[list[Tick]]:
    """Yield about `most` ticks or a few more, where they are two at least."""
    for more in range(3):
        ticks = scale.ticks(most + more)
        if len(ticks) > 1:
            yield ticks


@lru_cache(64)  # it is asked for with each value that is placed
def _alike(x: Scale, y: Scale, width: float, height: float) -> tuple[Scale, Scale]:
    """Return both scales, one of them widened so that a unit is as long on both."""
    unit = max((x.high - x.low) / width, (y.high - y.low) / height)
    return _widened(x, unit * width), _widened(y, unit * height)


def _widened(scale: Scale, width: float) -> Scale:
    middle = (scale.low + scale.high) / 2
    return Scale(middle - width / 2, middle + width / 2)


def _rounded(value: float, unit: float) -> float:
    return round(value, 1 - math.floor(math.log10(unit))) if unit > 0 else value
