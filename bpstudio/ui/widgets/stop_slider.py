"""A slider over a few named stops: above, what it is of and set to; its ends beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen

from bpstudio.ui.theme import BOLD, HINT, REGULAR, TOOLBAR_HEIGHT, font, theme
from bpstudio.ui.widgets.groove_slider import GrooveSlider

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont
    from PySide6.QtWidgets import QWidget

NAME_BASELINE, ENDS_BASELINE, APART = 20, 37, 6  # px


class StopSlider(GrooveSlider):
    """A choice among stops, one a key press; its value is the stop's number.

    Parameters
    ----------
    name
        What is chosen.
    ends
        The words at both ends.
    last
        The number of the last stop; the first is 0.
    ticks
        The stops that have a mark on the groove, the ends' among them.
    longest
        The widest text, for which room is kept.
    """

    track, knob = 33, 5

    def __init__(
        self,
        name: str,
        ends: tuple[str, str],
        last: int,
        ticks: tuple[int, ...],
        longest: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(last, parent)
        self._name, self._ends, self._ticks, self._longest = name, ends, ticks, longest
        self.valueChanged.connect(self.changed)

    def text(self) -> str:
        """Return what it is set to, in words."""
        raise NotImplementedError

    def changed(self) -> None:
        """Follow another stop."""
        self.describe()
        self.update()

    def describe(self) -> None:
        """Say what it is set to, to those who hear the screen."""
        self.setAccessibleName(f"{self._name.capitalize()}: {self.text()}")

    def sizeHint(self) -> QSize:
        """Return the room for the longest text."""
        longest = QFontMetrics(font(HINT, BOLD)).horizontalAdvance(self._longest)
        return QSize(longest + self._advance(f"{self._name}  "), TOOLBAR_HEIGHT - 1)

    def minimumSizeHint(self) -> QSize:
        """Return the same: cut texts would say nothing."""
        return self.sizeHint()

    def _advance(self, text: str) -> int:
        return QFontMetrics(font(HINT)).horizontalAdvance(text)

    def groove(self) -> tuple[float, float]:
        """Return where the groove is, between the words at both ends."""
        left, right = (self._advance(end) + APART + self.knob for end in self._ends)
        return float(left), float(self.width() - right)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the groove and the knob."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colors, (low, high) = theme().colors, self._ends
            self._write(painter, 0, NAME_BASELINE, self._name, colors.text2)
            after = self._advance(f"{self._name}  ")
            self._write(painter, after, NAME_BASELINE, self.text(), colors.text, BOLD)
            self._write(painter, 0, ENDS_BASELINE, low, colors.text3)
            right = self.width() - self._advance(high)
            self._write(painter, right, ENDS_BASELINE, high, colors.text3)
            self.draw_groove(painter)
            self._draw_ticks(painter)
            self.draw_knob(painter)

    def _write(
        self,
        painter: QPainter,
        x: float,
        y: float,
        text: str,
        color: QColor,
        weight: QFont.Weight = REGULAR,
    ) -> None:
        painter.setFont(font(HINT, weight))
        painter.setPen(color)
        painter.drawText(QPointF(x, y), text)

    def _draw_ticks(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme().colors.strong, 1))
        for stop in self._ticks:
            x = round(self.x_of(stop)) + 0.5
            painter.drawLine(QPointF(x, self.track - 5), QPointF(x, self.track + 5))
