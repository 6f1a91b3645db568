"""The list of the units that are saturated most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from bpstudio.ui.numbers import NONE, count, percent
from bpstudio.ui.theme import BOLD, GRID, HINT, REGULAR, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.plot import NOTCH
from bpstudio.ui.views.pointing import OPENERS, Pointing
from bpstudio.ui.views.worst import WorstUnit, worst_units

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.views.readout import Readout
    from bpstudio.ui.views.unit_shares import UnitShares

ROW, TOP = 18, LINE + 8  # px
MOST_LISTED = 120
NAME, SHARE, SINCE, STATE = 0.36, 0.66, 0.83, 1.0  # of the width: where the columns end
BAR = 6  # px
WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
ABOUT = (
    "Share: of the probe set (at most 512 training samples), on how much a unit is saturated\n"
    "Since: the step from which on it has been so on more than half of it, as far as is known\n"
    "Click a unit to ask about it"
)


class WorstList(Pointing):
    """A row a unit, the worst first; the wheel and the arrow keys go through them."""

    def __init__(self) -> None:
        super().__init__("The units that are saturated most")
        self.units: list[WorstUnit] = []
        self._many = 0
        self._first = 0  # the unit in the first row in sight

    @property
    def area(self) -> QRectF:
        """Where the rows are."""
        return QRectF(2 * GRID, TOP, max(self.width() - 4 * GRID, 1), max(self.height() - TOP, 1))

    @property
    def _room(self) -> int:
        """How many rows there is room for, one kept for how many more there are."""
        return max(int((self.height() - TOP - LINE) // ROW), 1)

    def set_layers(self, layers: list[UnitShares]) -> None:
        """Show the worst units of these layers."""
        self.units, self._many = worst_units(layers, MOST_LISTED)
        self.changed()

    def prepare(self) -> None:
        """Keep the rows within the list."""
        self._first = min(self._first, max(len(self.units) - self._room, 0))

    def row_of(self, place: int) -> QRectF:
        """Return the row of the unit at a `place` in the list."""
        area = self.area
        return QRectF(area.left(), area.top() + (place - self._first) * ROW, area.width(), ROW)

    def draw(self, painter: QPainter) -> None:
        """Draw the names of the columns, the rows, and how many more there are."""
        colors = theme().colors
        area = self.area
        painter.setFont(font(HINT))
        painter.setPen(colors.text2)
        head = QRectF(area.left(), 5, area.width(), LINE)
        painter.drawText(head, LEFT, "unit")
        self._write(painter, head, NAME, SHARE, "share of probe", LEFT)
        self._write(painter, head, SHARE, SINCE, "since step", RIGHT)
        shown = self.units[self._first : self._first + self._room]
        for place, unit in enumerate(shown, start=self._first):
            self._draw_unit(painter, unit, self.row_of(place))
        below = QRectF(area.left(), area.top() + len(shown) * ROW, area.width(), LINE)
        painter.setFont(font(HINT))
        painter.setPen(colors.text3)
        painter.drawText(below, LEFT, self._rest_words(len(shown)))

    def _rest_words(self, shown: int) -> str:
        first = f"{count(self._first + 1)} to " if self._first else ""
        last = self._first + shown
        if first or last < self._many:
            return f"{first}{count(last)} of {count(self._many)} units that saturate at all"
        return ""

    def _draw_unit(self, painter: QPainter, unit: WorstUnit, row: QRectF) -> None:
        colors = theme().colors
        if unit.asked == self.lit:
            painter.fillRect(row.adjusted(-GRID, 0, GRID, 0), colors.pressed)
        painter.setFont(font(HINT))
        painter.setPen(colors.text)
        self._write(painter, row, 0, NAME, unit.name, LEFT)
        number = QFontMetricsF(font(HINT)).horizontalAdvance("100.0\u202f%") + GRID
        left, right = row.left() + NAME * row.width(), row.left() + SHARE * row.width()
        bar = QRectF(left, row.center().y() - BAR / 2, max(right - left - number, 1), BAR)
        painter.fillRect(bar, colors.sunken if unit.asked != self.lit else colors.border)
        bar.setWidth(bar.width() * min(unit.share, 1.0))
        painter.fillRect(bar, theme().heat(unit.share))
        self._write(painter, row, NAME, SHARE, percent(unit.share), RIGHT)
        since = NONE if unit.since is None else count(unit.since)
        self._write(painter, row, SHARE, SINCE, since, RIGHT)
        painter.setFont(font(HINT, BOLD if unit.is_dead else REGULAR))
        painter.setPen(colors.text if unit.is_dead else colors.text2)
        self._write(painter, row, SINCE, STATE, unit.state, RIGHT)

    def _write(
        self,
        painter: QPainter,
        row: QRectF,
        start: float,
        end: float,
        text: str,
        align: Qt.AlignmentFlag,
    ) -> None:
        width = row.width()
        place = QRectF(row.left() + start * width, row.top(), (end - start) * width, row.height())
        painter.drawText(place, align, text)

    def unit_at(self, at: QPointF) -> Asked | None:
        """Return the unit of the row at a place."""
        place = self._first + int((at.y() - TOP) // ROW)
        inside = TOP <= at.y() < TOP + self._room * ROW and 0 <= at.x() < self.width()
        return self.units[place].asked if inside and place < len(self.units) else None

    def read(self, at: QPointF) -> Readout | None:
        """Return nothing: the rows are the numbers."""
        return None

    def tip(self, at: QPointF) -> str:
        """Return what the columns mean."""
        return ABOUT

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go through the list."""
        self._go_to(self._first - round(3 * event.angleDelta().y() / NOTCH))
        self.tell(self.unit_at(event.position()))
        event.accept()

    def _go_to(self, first: int) -> None:
        self._first = min(max(first, 0), max(len(self.units) - self._room, 0))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from unit to unit; Enter asks about the one that is lit, Esc lights none."""
        key = Qt.Key(event.key())
        if key in WAYS and self.units:
            self._walk(WAYS[key])
        elif key == Qt.Key.Key_Escape and self.told is not None:
            self.tell(None)
        elif key in OPENERS and self.told is not None:
            self.chosen.emit(self.told)
        else:
            event.ignore()

    def _walk(self, way: int) -> None:
        places = {unit.asked: place for place, unit in enumerate(self.units)}
        place = places[self.told] + way if self.told in places else self._first
        place = min(max(place, 0), len(self.units) - 1)
        self._go_to(min(max(self._first, place - self._room + 1), place))
        unit = self.units[place]
        self.tell(unit.asked)
        since = NONE if unit.since is None else count(unit.since)
        words = f"{unit.name}: {unit.state}, {percent(unit.share)} of the probe set, since {since}"
        self.setAccessibleDescription(words)
