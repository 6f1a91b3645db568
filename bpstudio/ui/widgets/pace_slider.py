"""How fast to train: a slider from one update a second, over one epoch a refresh, to full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from bpstudio.runtime.pace import EPOCH, Rate
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BOLD, HINT, REGULAR, TOOLBAR_HEIGHT, font, theme
from bpstudio.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont

RATES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)  # updates/s
PACES: Final[tuple[Rate, ...]] = (*RATES, EPOCH, None)
NAME_BASELINE, TRACK_HEIGHT, KNOB = 20, 33, 5  # px


def pace_text(pace: Rate) -> str:
    """Return `pace` in words, such as ``100 updates/s``."""
    if pace is None:
        return "full"
    if pace == EPOCH:
        return "1 epoch a refresh"
    if pace == 1:
        return "1 update/s"
    return f"{count(round(pace)) if pace >= 1_000 else f'{pace:.3g}'} updates/s"


def _nearest_stop(pace: Rate) -> int:
    if isinstance(pace, int | float):
        return min(range(len(RATES)), key=lambda stop: abs(RATES[stop] - pace))
    return PACES.index(pace)


class PaceSlider(QSlider):
    """The pace, one stop a key press; says what it is set to."""

    pace_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        guard_from_wheel(self)
        self.setObjectName("pace")
        self._pace: Rate = PACES[0]
        self.setRange(0, len(PACES) - 1)
        self.setPageStep(3)
        self.setToolTip(
            "Pace: how many updates a second, at most. Slow enough to watch on the left;\n"
            "then one epoch each time the screen is drawn; on the right as fast as it goes."
        )
        self.valueChanged.connect(self._changed)
        theme().changed.connect(self.update)
        self._describe()

    @property
    def pace(self) -> Rate:
        """What it is set to."""
        return self._pace

    def show_pace(self, pace: Rate) -> None:
        """Show `pace`, at the nearest stop, without telling anyone."""
        if pace == self._pace:
            return
        blocked = self.blockSignals(True)
        self.setValue(_nearest_stop(pace))
        self.blockSignals(blocked)
        self._pace = pace
        self._describe()
        self.update()

    def _changed(self) -> None:
        self._pace = PACES[self.value()]
        self._describe()
        self.update()
        self.pace_changed.emit(self.pace)

    def _describe(self) -> None:
        self.setAccessibleName(f"Pace: {pace_text(self.pace)}")

    def sizeHint(self) -> QSize:
        """Return the room for the longest text."""
        longest = QFontMetrics(font(HINT, BOLD)).horizontalAdvance("1 epoch a refresh")
        return QSize(longest + self._advance("pace  "), TOOLBAR_HEIGHT - 1)

    def minimumSizeHint(self) -> QSize:
        """Return the same: cut texts would say nothing."""
        return self.sizeHint()

    def _advance(self, text: str) -> int:
        return QFontMetrics(font(HINT)).horizontalAdvance(text)

    def _groove(self) -> tuple[float, float]:
        left = self._advance("slow") + 6 + KNOB
        right = self.width() - self._advance("full") - 6 - KNOB
        return float(left), float(right)

    def _x(self, stop: int) -> float:
        left, right = self._groove()
        return left + (right - left) * stop / self.maximum()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def _go_to(self, x: float) -> None:
        left, right = self._groove()
        self.setValue(round((x - left) / (right - left) * self.maximum()))
        if self._pace != PACES[self.value()]:  # it lay beside the stop where the knob was
            self._changed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the groove and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme().colors
        self._write(painter, 0, NAME_BASELINE, "pace", colors.text2)
        self._write(
            painter, self._advance("pace  "), NAME_BASELINE, pace_text(self.pace), colors.text, BOLD
        )
        self._write(painter, 0, TRACK_HEIGHT + 4, "slow", colors.text3)
        self._write(
            painter, self.width() - self._advance("full"), TRACK_HEIGHT + 4, "full", colors.text3
        )
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
        for stop in (0, PACES.index(EPOCH), self.maximum()):
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
