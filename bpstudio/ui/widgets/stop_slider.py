"""A slider over a few named stops: above, what it is of and set to; its ends beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from bpstudio.ui.theme import BOLD, HINT, REGULAR, TOOLBAR_HEIGHT, font, theme
from bpstudio.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont

NAME_BASELINE, TRACK_HEIGHT, KNOB = 20, 33, 5  # px


class StopSlider(QSlider):
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

    def __init__(
        self,
        name: str,
        ends: tuple[str, str],
        last: int,
        ticks: tuple[int, ...],
        longest: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        guard_from_wheel(self)
        self._name, self._ends, self._ticks, self._longest = name, ends, ticks, longest
        self.setRange(0, last)
        self.valueChanged.connect(self.changed)
        theme().changed.connect(self.update)

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

    def _groove(self) -> tuple[float, float]:
        left = self._advance(self._ends[0]) + 6 + KNOB
        right = self.width() - self._advance(self._ends[1]) - 6 - KNOB
        return float(left), float(right)

    def _x(self, stop: int) -> float:
        left, right = self._groove()
        return left + (right - left) * stop / self.maximum()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.go_to(event.position().x())

    def go_to(self, x: float) -> None:
        """Set it to the stop nearest to a place, in px."""
        left, right = self._groove()
        self.setValue(round((x - left) / (right - left) * self.maximum()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the groove and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, (low, high) = theme().colors, self._ends
        self._write(painter, 0, NAME_BASELINE, self._name, colors.text2)
        after = self._advance(f"{self._name}  ")
        self._write(painter, after, NAME_BASELINE, self.text(), colors.text, BOLD)
        self._write(painter, 0, TRACK_HEIGHT + 4, low, colors.text3)
        right = self.width() - self._advance(high)
        self._write(painter, right, TRACK_HEIGHT + 4, high, colors.text3)
        self._draw_groove(painter)
        self._draw_knob(painter)

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

    def _draw_groove(self, painter: QPainter) -> None:
        colors = theme().colors
        left, right = self._groove()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.border)
        painter.drawRoundedRect(QRectF(left, TRACK_HEIGHT - 1.5, right - left, 3), 1.5, 1.5)
        painter.setBrush(colors.text2)
        done = self._x(self.value()) - left
        painter.drawRoundedRect(QRectF(left, TRACK_HEIGHT - 1.5, done, 3), 1.5, 1.5)
        painter.setPen(QPen(colors.strong, 1))
        for stop in self._ticks:
            x = round(self._x(stop)) + 0.5
            painter.drawLine(QPointF(x, TRACK_HEIGHT - 5), QPointF(x, TRACK_HEIGHT + 5))

    def _draw_knob(self, painter: QPainter) -> None:
        colors = theme().colors
        place = QPointF(self._x(self.value()), TRACK_HEIGHT)
        if self.hasFocus():
            painter.setPen(QPen(colors.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, KNOB + 3, KNOB + 3)
        painter.setPen(QPen(colors.accent, 1.5))
        painter.setBrush(colors.raised)
        painter.drawEllipse(place, KNOB, KNOB)
