"""What stands around the data of a plot: grid, axes, ticks and names."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.scale import Scale, Tick
from bpstudio.ui.views.small_text import fitting, width_of

TICK = 4  # px
APART_Y, APART_X, BETWEEN_X = 24, 52, 20  # px, at least: from tick to tick, between texts
MOST_X = 7  # ticks
LINE = 14  # px: the height of a line of small text
ZOOMED = "double click for all steps"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def column_width(width: float) -> float:
    """Return how wide the column of the newest numbers is, beside a plot of `width` px in all."""
    return min(max(0.3 * width, 11 * GRID), 21 * GRID)


@dataclass
class Frame:
    """The scales of a plot, and the space in px that they take around the data.

    With no `y_axis`, the data say themselves what stands where. `x_name` says what the run is
    measured in; where there is no room for `y_name`, one of its `short_names` is written. The
    texts of the steps stand `below` the data, ticks of values are `apart`.
    """

    x: Scale = field(default_factory=lambda: Scale(whole=True))
    y: Scale = field(default_factory=Scale)
    x_name: str = "step"
    y_name: str = ""
    short_names: tuple[str, ...] = ()
    y_axis: bool = True
    left: float = 5.5 * GRID
    top: float = 3 * GRID
    right: float = 2 * GRID
    bottom: float = 3.5 * GRID
    below: float = 1.25 * GRID
    apart: float = APART_Y
    area: QRectF = field(default_factory=QRectF)
    _x_ticks: list[Tick] = field(default_factory=list)
    _y_ticks: list[Tick] = field(default_factory=list)
    _arranged: tuple[object, ...] = ()

    def arrange(self, width: float, height: float) -> None:
        """Lay the frame out in a plot of `width` x `height` px, unless it is laid out so."""
        spaces = (self.left, self.top, self.right, self.bottom, self.apart)
        asked = (width, height, self.x, self.x_name, self.y, self.y_axis, *spaces)
        if asked == self._arranged:
            return
        self._arranged = asked
        inner = max(height - self.top - self.bottom, 1)
        self._y_ticks = self.y.ticks(int(inner // self.apart)) if self.y_axis else []
        widest = max((width_of(tick.text) for tick in self._y_ticks), default=0)
        left = max(self.left, widest + 1.5 * GRID)
        self.area = QRectF(left, self.top, max(width - left - self.right, 1), inner)
        texts = [tick.text for tick in self.x.ticks(MOST_X)]
        apart = max([width_of(text) + BETWEEN_X for text in texts] + [APART_X])
        most = min(int(self.area.width() // apart), MOST_X)
        for more in range(3):  # round steps may leave the first tick alone beside the name
            self._x_ticks = self.x.ticks(most + more)
            if len(self.ticks_beside_name()) > 1:
                break

    def draw(self, painter: QPainter, zoomed: bool) -> None:
        """Draw grid, axes, ticks and names; where `zoomed`, how to see all again."""
        painter.setFont(font(HINT))
        self._draw_name(painter, zoomed)
        self._draw_steps(painter)
        if self.y_axis:
            self._draw_values(painter)

    def _draw_name(self, painter: QPainter, zoomed: bool) -> None:
        colors, area = theme().colors, self.area
        above = QRectF(area.left(), area.top() - LINE - 4, area.width(), LINE)
        painter.setPen(colors.text2)
        painter.drawText(above, LEFT, self.fitting_name())
        if zoomed and width_of(self.y_name + ZOOMED) + GRID < area.width():
            painter.setPen(colors.text3)
            painter.drawText(above, RIGHT, ZOOMED)

    def fitting_name(self) -> str:
        """Return the longest name of the values that there is room for."""
        return fitting((self.y_name, *self.short_names), self.area.width())

    def _draw_values(self, painter: QPainter) -> None:
        colors, area = theme().colors, self.area
        ys = [round(area.bottom() - tick.place * area.height()) for tick in self._y_ticks]
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLines([QLineF(area.left() + 1, y, area.right(), y) for y in ys])
        painter.setPen(QPen(colors.strong, 1))
        painter.drawLines(
            [
                QLineF(area.left(), area.bottom(), area.right(), area.bottom()),
                QLineF(area.left(), area.top(), area.left(), area.bottom()),
            ]
        )
        painter.setPen(colors.text3)
        for y, tick in zip(ys, self._y_ticks, strict=True):
            painter.drawText(QRectF(0, y - LINE / 2, area.left() - GRID, LINE), RIGHT, tick.text)

    def _draw_steps(self, painter: QPainter) -> None:
        colors, area = theme().colors, self.area
        ticks = self.ticks_beside_name()
        painter.setPen(QPen(colors.strong, 1))
        painter.drawLines([QLineF(x, area.bottom(), x, area.bottom() + TICK) for x, _ in ticks])
        top = area.bottom() + self.below
        painter.setPen(colors.text2)
        painter.drawText(QRectF(area.left(), top, area.width(), LINE), RIGHT, self.x_name)
        painter.setPen(colors.text3)
        for x, text in ticks:
            width = width_of(text)
            painter.drawText(QRectF(x - width, top, 2 * width, LINE), CENTRE, text)

    def ticks_beside_name(self) -> list[tuple[int, str]]:
        """Return place and text of the ticks whose text the name of the axis leaves room for."""
        area = self.area
        room = area.right() - width_of(self.x_name) - 0.75 * GRID
        ticks = [
            (round(area.left() + tick.place * area.width()), tick.text) for tick in self._x_ticks
        ]
        return [(x, text) for x, text in ticks if x + width_of(text) / 2 <= room]
