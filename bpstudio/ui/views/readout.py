"""The exact numbers under the pointer: a hair line and a small label beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bpstudio.ui.theme import GRID, HINT, MEDIUM, RADIUS_FIELD, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT


@dataclass(frozen=True, slots=True)
class Readout:
    """What is read at one place: a title, and rows of a name and a number.

    The hair line stands at `x`, in px. With `mark`, the place that is read is framed instead.
    """

    x: float
    title: str
    rows: list[tuple[str, str]]
    mark: QRectF | None = None

    def sentence(self) -> str:
        """Return the same in words."""
        return "; ".join([self.title, *(f"{name} {number}" for name, number in self.rows)])


def draw_readout(
    painter: QPainter, readout: Readout, at: QPointF, area: QRectF, bounds: QRectF
) -> None:
    """Draw the hair line across `area`, and the label near `at`, within `bounds`."""
    colors = theme().colors
    if readout.mark is None:
        painter.setPen(QPen(colors.text3, 1))
        x = round(readout.x)
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    else:
        painter.setPen(QPen(colors.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(readout.mark)
    label = _label_place(readout, at, bounds)
    painter.setPen(QPen(colors.border, 1))
    painter.setBrush(colors.raised)
    painter.drawRoundedRect(label, RADIUS_FIELD, RADIUS_FIELD)
    line = label.adjusted(GRID, GRID / 2, -GRID, 0)
    line.setHeight(LINE)
    painter.setFont(font(HINT, MEDIUM))
    painter.setPen(colors.text)
    painter.drawText(line, LEFT, readout.title)
    for name, number in readout.rows:
        line.translate(0, LINE)
        painter.setFont(font(HINT))
        painter.setPen(colors.text2)
        painter.drawText(line, LEFT, name)
        painter.setPen(colors.text)
        painter.drawText(line, RIGHT, number)


def _label_place(readout: Readout, at: QPointF, bounds: QRectF) -> QRectF:
    """Return where the label goes: beside the hair line, on the side with room."""
    advance = QFontMetricsF(font(HINT, MEDIUM)).horizontalAdvance
    texts = [f"{name}    {number}" for name, number in readout.rows]
    width = max(map(advance, [readout.title, *texts])) + 2 * GRID
    height = LINE * (1 + len(texts)) + GRID
    left = readout.x + GRID
    if left + width > bounds.right() - 1:
        left = readout.x - GRID - width
    left = max(left, bounds.left() + 1)
    top = min(max(at.y() - height - GRID, bounds.top() + 1), bounds.bottom() - height - 1)
    return QRectF(left, max(top, bounds.top() + 1), width, height)
