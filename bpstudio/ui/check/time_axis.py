"""A logarithmic axis of time, from milliseconds to years, ticked in the units people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPen

from bpstudio.ui.numbers import DAY, HOUR, MINUTE, YEAR
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LINE
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.small_text import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

MONTH = 30 * DAY
TICKS = {
    1e-6: "1 µs",
    1e-4: "0.1 ms",
    1e-2: "10 ms",
    1.0: "1 s",
    MINUTE: "1 min",
    HOUR: "1 h",
    DAY: "1 day",
    MONTH: "30 days",
    YEAR: "1 year",
    100 * YEAR: "100 years",
    1e4 * YEAR: "10 000 years",
    1e6 * YEAR: "10⁶ years",
}
LOW, HIGH = 1e-2, MONTH  # seconds: the axis goes so far at least
TICK = 4  # px


@dataclass
class TimeAxis:
    """Places times along `area`, px, whose bottom is the line of the axis."""

    scale: Scale = field(default_factory=lambda: Scale(LOW, HIGH, log=True))
    area: QRectF = field(default_factory=QRectF)

    def reach(self, times: Sequence[float]) -> None:
        """Go from 10 ms to 30 days, and further where `times`, in seconds, lie beyond."""
        smallest, largest = min([LOW, *times]), max([HIGH, *times])
        low = max((tick for tick in TICKS if tick <= smallest), default=smallest)
        high = min((tick for tick in TICKS if tick >= largest), default=largest)
        self.scale = Scale(low, high, log=True)

    def x_at(self, seconds: float) -> float:
        """Return where a time stands, in px."""
        return self.area.left() + float(self.scale.places(np.array(seconds))) * self.area.width()

    def seconds_at(self, x: float) -> float:
        """Return the time at `x` px, within the axis."""
        return self.scale.value(min(max((x - self.area.left()) / self.area.width(), 0.0), 1.0))

    def draw(self, painter: QPainter) -> None:
        """Draw the line, and below it as many ticks as there is room for, the ends first."""
        colors, area = theme().colors, self.area
        painter.setFont(font(HINT))
        painter.setPen(QPen(colors.strong, 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))
        for x, text, room in self._named():
            painter.setPen(QPen(colors.strong, 1))
            painter.drawLine(QLineF(x, area.bottom(), x, area.bottom() + TICK))
            painter.setPen(colors.text3)
            painter.drawText(room, CENTRE, text)

    def _named(self) -> list[tuple[float, str, QRectF]]:
        """Return the ticks that don't lap over each other: place, text and its room."""
        inside = [tick for tick in TICKS if self.scale.low <= tick <= self.scale.high]
        taken: list[tuple[float, str, QRectF]] = []
        for tick in dict.fromkeys([*inside[:1], *inside[-1:], *inside]):
            x, text = round(self.x_at(tick)), TICKS[tick]
            width = width_of(text) + 2
            left = min(max(x - width / 2, self.area.left()), self.area.right() - width)
            room = QRectF(left, self.area.bottom() + TICK + 1, width, LINE)
            apart = room.adjusted(-GRID, 0, GRID, 0)
            if not any(apart.intersects(other) for _, _, other in taken):
                taken.append((x, text, room))
        return taken
