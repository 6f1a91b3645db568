"""Two logarithmic axes with a grid, ticks and names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.views.scale import Scale, Tick

    Array = NDArray[np.floating]

TICK = 4  # px
APART_X, APART_Y = 44, 26  # px from tick to tick, at least
BELOW = 2 * LINE + TICK + 4  # px: ticks and the name of the x axis


@dataclass
class LogAxes:
    """Places values in `area`, px; `x_name` and `y_name` stand at the ends of the axes.

    Where both axes have one unit, `square` keeps the area as high as it is wide. The name of the
    x axis has a line of its own unless it is `beside` the ticks.
    """

    x: Scale
    y: Scale
    x_name: str = ""
    y_name: str = ""
    square: bool = False
    beside: bool = False
    area: QRectF = field(default_factory=QRectF)

    def arrange(self, room: QRectF) -> None:
        """Take `room`, in px, ticks and names included."""
        advance = QFontMetricsF(font(HINT)).horizontalAdvance
        top = room.top() + (LINE + 4 if self.y_name else LINE / 2)
        below = BELOW - LINE if self.beside or not self.x_name else BELOW
        height = max(room.bottom() - below - top, 1.0)
        widest = max((advance(tick.text) for tick in self._ticks_y(height)), default=0.0)
        left = room.left() + widest + TICK + 4
        ticks = self.x.ticks(max(int(room.width() // APART_X), 1))
        last = max((advance(tick.text) for tick in ticks), default=0.0) / 2 + 1
        right = room.right() - max(GRID, last)
        if self.beside:
            right = room.right() - GRID - advance(self.x_name) / 2
        width = max(right - left, 1.0)
        if self.square:
            width = height = min(width, height)
        self.area = QRectF(round(left), round(top), round(width), round(height))

    def x_of(self, values: Array) -> Array:
        """Return where `values` stand from left to right, in px; NaN where they have no place."""
        return self.area.left() + self.x.places(values) * self.area.width()

    def y_of(self, values: Array) -> Array:
        """Return where `values` stand from the bottom up, in px; NaN where they have no place."""
        return self.area.bottom() - self.y.places(values) * self.area.height()

    def x_at(self, value: float) -> float:
        """Return where one value stands, in px."""
        return float(self.x_of(np.array(value)))

    def y_at(self, value: float) -> float:
        """Return where one value stands, in px."""
        return float(self.y_of(np.array(value)))

    def value_at(self, x: float) -> float:
        """Return the value of the x axis at `x` px, within the axis."""
        share = (x - self.area.left()) / self.area.width()
        return self.x.value(min(max(share, 0.0), 1.0))

    def _ticks_y(self, height: float) -> list[Tick]:
        return self.y.ticks(max(int(height // APART_Y), 1))

    def draw(self, painter: QPainter) -> None:
        """Draw grid, axes, ticks and names."""
        colors, area = theme().colors, self.area
        painter.setFont(font(HINT))
        ticks = self.x.ticks(max(int(area.width() // APART_X), 1))
        xs = [(round(area.left() + tick.place * area.width()), tick.text) for tick in ticks]
        ys = [
            (round(area.bottom() - tick.place * area.height()), tick.text)
            for tick in self._ticks_y(area.height())
        ]
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x, _ in xs])
        painter.drawLines([QLineF(area.left(), y, area.right(), y) for y, _ in ys])
        painter.setPen(QPen(colors.strong, 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))
        painter.drawLine(QLineF(area.left(), area.top(), area.left(), area.bottom()))
        painter.drawLines([QLineF(x, area.bottom(), x, area.bottom() + TICK) for x, _ in xs])
        painter.drawLines([QLineF(area.left() - TICK, y, area.left(), y) for y, _ in ys])
        self._write(painter, xs, ys)

    def _write(
        self, painter: QPainter, xs: list[tuple[int, str]], ys: list[tuple[int, str]]
    ) -> None:
        colors, area = theme().colors, self.area
        advance = QFontMetricsF(font(HINT)).horizontalAdvance
        line = QRectF(area.left(), area.bottom() + TICK + 1, area.width(), LINE)
        painter.setPen(colors.text2)
        above = QRectF(area.left(), area.top() - LINE - 4, area.width() + 2 * GRID, LINE)
        painter.drawText(above, LEFT, self.y_name)
        named = line.translated(0, 0 if self.beside else LINE)
        reach = named.adjusted(-4 * GRID, 0, advance(self.x_name) / 2 if self.beside else 0, 0)
        painter.drawText(reach, RIGHT, self.x_name)
        last = reach.right() - advance(self.x_name) - 4 if self.beside else area.right() + 4 * GRID
        painter.setPen(colors.text3)
        for x, text in xs:
            width = advance(text)
            if x + width / 2 <= last:
                painter.drawText(QRectF(x - width, line.top(), 2 * width, LINE), CENTRE, text)
        for y, text in ys:
            beside = QRectF(area.left() - 100, y - LINE / 2, 100 - TICK - 3, LINE)
            painter.drawText(beside, RIGHT, text)
