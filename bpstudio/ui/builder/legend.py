"""The line below the canvas that says what its marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from bpstudio.ui.builder.ink import line, text_width, write
from bpstudio.ui.builder.marks import draw_saturated, shade
from bpstudio.ui.builder.scale import bounds
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.spec import Experiment
    from bpstudio.ui.builder.layout import Layout

HEIGHT = 40
MARGIN, SPACE, MARK, MARK_GAP = 24, 20, 24, 8


@dataclass(frozen=True)
class Entry:
    """A mark, drawn at its left and middle, and what it means."""

    words: str
    draw: Callable[[QPainter, float, float], None]
    width: int = MARK

    def total(self) -> float:
        """Return how much room the entry takes."""
        return self.width + MARK_GAP + text_width(self.words) + SPACE


class Legend(QWidget):
    """Explains the marks that are on the canvas, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.setAccessibleName("Legend")

    def sizeHint(self) -> QSize:
        """Return its height; any width will do."""
        return QSize(400, HEIGHT)

    def show_layout(self, experiment: Experiment, layout: Layout) -> None:
        """Explain the marks of this network, drawn this way."""
        entries: list[Entry] = []
        if layout.shows_edges:
            entries += [
                Entry("positive weight", _draw_positive),
                Entry("negative", _draw_negative),
                Entry("size", _draw_size),
            ]
        if experiment.hidden:
            is_condensed = any(column.is_condensed for column in layout.columns)
            entries += [
                Entry(_range_words(experiment), _draw_values, 40),
                Entry(
                    "saturated, share of probe" if is_condensed else "saturated, this sample",
                    _draw_saturation,
                    12,
                ),
                Entry("|δ|, batch, log axis", _draw_delta),
            ]
        self._entries = tuple(entries)
        words = ", ".join(entry.words for entry in entries)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colors.canvas)
        x, y = float(MARGIN), self.height() / 2
        for entry in self._entries:
            if x + entry.total() - SPACE > self.width() - MARGIN / 2:
                break
            entry.draw(painter, x, y)
            place = line(x + entry.width + MARK_GAP, y, entry.total())
            write(painter, place, entry.words, theme().colors.text2)
            x += entry.total()
        painter.end()


def _range_words(experiment: Experiment) -> str:
    ranges = {bounds(layer.activation) for layer in experiment.hidden}
    low, high = ranges.pop()
    if ranges or abs(low) == float("inf") or high == float("inf"):
        return "z over its range, this sample"
    return f"z from {low:.0f} to {high:.0f}, this sample".replace("-", "−")


def _draw_positive(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(theme().colors.positive, 2))
    painter.drawLine(QPointF(x, y), QPointF(x + MARK, y))


def _draw_negative(painter: QPainter, x: float, y: float) -> None:
    pen = QPen(theme().colors.negative, 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2.5, 1.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, y), QPointF(x + MARK, y))


def _draw_size(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colors.text2)
    points = [QPointF(x, y), QPointF(x + MARK, y - 2), QPointF(x + MARK, y + 2)]
    painter.drawPolygon(QPolygonF(points))


def _draw_values(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(theme().colors.strong, 1))
    for place, share in enumerate((0.0, 0.5, 1.0)):
        painter.setBrush(shade(share))
        painter.drawEllipse(QPointF(x + 6 + 14 * place, y), 5.5, 5.5)


def _draw_saturation(painter: QPainter, x: float, y: float) -> None:
    draw_saturated(painter, QPointF(x + 6, y), 5)


def _draw_delta(painter: QPainter, x: float, y: float) -> None:
    painter.fillRect(QRectF(x, y - 2, MARK, 4), theme().colors.sunken)
    painter.fillRect(QRectF(x, y - 2, 16, 4), theme().colors.backward)
