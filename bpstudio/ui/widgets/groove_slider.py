"""A horizontal slider with a groove and a knob of ours, that goes where the mouse is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSlider

from bpstudio.ui.theme import theme
from bpstudio.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

HALF = 1.5  # px: of the groove's height


class GrooveSlider(QSlider):
    """A choice among stops, counted from 0; whoever derives from it paints the rest.

    Attributes
    ----------
    track, knob
        The height at which the groove is, and the radius of the knob, px.
    """

    track: ClassVar[float]
    knob: ClassVar[float]

    def __init__(self, last: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        guard_from_wheel(self)
        self.setRange(0, last)
        theme().changed.connect(self.update)

    def groove(self) -> tuple[float, float]:
        """Return where the groove begins and ends, px."""
        raise NotImplementedError

    def x_of(self, stop: int) -> float:
        """Return where a stop is, px."""
        left, right = self.groove()
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
        left, right = self.groove()
        self.setValue(round((x - left) / (right - left) * self.maximum()))

    def draw_groove(self, painter: QPainter) -> None:
        """Draw the groove, darker up to the knob."""
        colors, (left, right) = theme().colors, self.groove()
        painter.setPen(Qt.PenStyle.NoPen)
        for end, color in ((right, colors.border), (self.x_of(self.value()), colors.text2)):
            painter.setBrush(color)
            bar = QRectF(left, self.track - HALF, end - left, 2 * HALF)
            painter.drawRoundedRect(bar, HALF, HALF)

    def draw_knob(self, painter: QPainter) -> None:
        """Draw the knob, with a ring where the keyboard is on it."""
        colors, place = theme().colors, QPointF(self.x_of(self.value()), self.track)
        if self.hasFocus():
            painter.setPen(QPen(colors.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, self.knob + 3, self.knob + 3)
        painter.setPen(QPen(colors.accent, 1.5))
        painter.setBrush(colors.raised)
        painter.drawEllipse(place, self.knob, self.knob)
