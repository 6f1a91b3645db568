"""The line below the canvas that says what its marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.builder.discs import DEAD, paint_disc
from bpstudio.ui.builder.edges import Shown
from bpstudio.ui.builder.ink import line, text_width, write
from bpstudio.ui.builder.marks import cross_lines, draw_biases, draw_saturated, shade
from bpstudio.ui.builder.scale import bounds
from bpstudio.ui.builder.skips import Arc, draw_arc
from bpstudio.ui.builder.unit_marks import shows_dead
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.spec import Experiment, LayerSpec
    from bpstudio.ui.builder.layout import Layout

HEIGHT, ROWS = 40, 2
MARGIN, SPACE, MARK, MARK_GAP = 24, 20, 24, 8


@dataclass(frozen=True)
class Entry:
    """A mark, drawn at its left and middle, and what it means: in full and in short.

    `more` is told where there is room for anything: to a tooltip and to those who hear the screen.
    """

    words: str
    short: str
    draw: Callable[[QPainter, float, float], None]
    width: int = MARK
    more: str = ""

    def total(self, words: str) -> float:
        """Return how much room the entry takes with these words."""
        return self.width + MARK_GAP + text_width(words) + SPACE


class Legend(QWidget):
    """Explains the marks that are on the canvas, in short where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._shown = Shown.WEIGHTS
        self._of: tuple[Experiment, Layout] | None = None
        self.setAccessibleName("Legend")

    def sizeHint(self) -> QSize:
        """Return its height; any width will do."""
        return QSize(400, HEIGHT)

    def show_edges(self, shown: Shown) -> None:
        """Explain what is drawn of the edges from now on."""
        self._shown = shown
        if self._of is not None:
            self.show_layout(*self._of)

    def show_layout(self, experiment: Experiment, layout: Layout) -> None:
        """Explain the marks of this network, drawn this way."""
        self._of = experiment, layout
        entries = [*EDGES[self._shown]] if layout.shows_edges else []
        if any(layer.skip for layer in experiment.hidden):
            entries.append(Entry("skip, adds what comes in", "skip", _draw_skip))
        if experiment.hidden:
            entries += _unit_entries(experiment, layout)
        entries.append(BIAS)
        self._entries = tuple(entries)
        words = ", ".join(entry.words + entry.more for entry in entries)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colors.canvas)
        rows = self._rows(self.worded())[:ROWS]
        for number, row in enumerate(rows):
            self._draw_row(painter, row, self.height() * (number + 0.5) / len(rows))
        painter.end()

    def _draw_row(self, painter: QPainter, row: list[tuple[Entry, str]], y: float) -> None:
        x = float(MARGIN)
        for entry, words in row:
            entry.draw(painter, x, y)
            place = line(x + entry.width + MARK_GAP, y, entry.total(words))
            write(painter, place, words, theme().colors.text2)
            x += entry.total(words)

    def worded(self) -> list[tuple[Entry, str]]:
        """Return the entries with their words, the first of them in short until all fit.

        They stand in one row, or where that has no room even for the short words, in two.
        """
        worded = [(entry, entry.words) for entry in self._entries]
        fits_in_one = len(self._rows([(entry, entry.short) for entry in self._entries])) == 1
        for place, entry in enumerate(self._entries):
            if len(self._rows(worded)) <= (1 if fits_in_one else ROWS):
                break
            worded[place] = entry, entry.short
        return worded

    def _rows(self, worded: list[tuple[Entry, str]]) -> list[list[tuple[Entry, str]]]:
        """Return the entries in as many rows as they take."""
        room = self.width() - 1.5 * MARGIN + SPACE
        rows: list[list[tuple[Entry, str]]] = [[]]
        used = 0.0
        for entry, words in worded:
            used += entry.total(words)
            if used > room and rows[-1]:
                rows.append([])
                used = entry.total(words)
            rows[-1].append((entry, words))
        return rows


def _unit_entries(experiment: Experiment, layout: Layout) -> list[Entry]:
    """Return the marks of the units: their value, whether they let gradient through, |delta|."""
    has_discs = not all(column.is_condensed for column in layout.columns)
    draw = _draw_values if has_discs else _draw_value_cells
    entries = [Entry(_range_words(experiment), "z, this sample", draw, 40)]
    if has_discs:
        entries.append(Entry("saturated, this sample", "saturated", _draw_saturation, 12))
    if any(column.is_condensed for column in layout.columns):
        words = "saturated, share of probe"
        entries.append(Entry(words, "saturated, probe", _draw_saturation_cells, 36))
    crossed = {
        column.slot.id
        for column in layout.columns
        if shows_dead(column.slot.units, column.body.height()) and not column.form.is_map
    }
    if any(_can_die(layer) and layer.id in crossed for layer in experiment.hidden):
        draw = _draw_dead if has_discs else _draw_dead_cell
        entries.append(Entry("dead: on all of the probe", "dead, probe", draw, 12))
    return [*entries, Entry("|δ|, batch, log axis", "|δ|, batch", _draw_delta)]


def _can_die(layer: LayerSpec) -> bool:
    return ACTIVATIONS[layer.activation].saturates == "zero"


def _range_words(experiment: Experiment) -> str:
    ranges = {bounds(layer.activation) for layer in experiment.hidden}
    low, high = ranges.pop()
    has_skip = any(layer.skip for layer in experiment.hidden)
    if ranges or has_skip or abs(low) == float("inf") or high == float("inf"):
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


def _draw_bias(painter: QPainter, x: float, y: float) -> None:
    draw_biases(painter, np.array([y]), np.array([1.0]), x + 4, 16)
    draw_biases(painter, np.array([y]), np.array([-1.0]), x + 12, 16)


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


def _draw_value_cells(painter: QPainter, x: float, y: float) -> None:
    for place, share in enumerate((0.0, 0.5, 1.0)):
        cell = QRectF(x + 14 * place, y - 5, 12, 10)
        painter.fillRect(cell, shade(share))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colors.border, 1))
    painter.drawRect(QRectF(x + 0.5, y - 4.5, 11, 9))  # the cell of 0 is as light as the ground


def _draw_saturation_cells(painter: QPainter, x: float, y: float) -> None:
    for place, share in enumerate((0.0, 0.5, 1.0)):
        cell = QRectF(x + 12 * place, y - 5, 10, 10)
        painter.fillRect(cell, theme().colors.sunken)
        cell.setWidth(share * cell.width())
        painter.fillRect(cell, theme().colors.text)


def _draw_saturation(painter: QPainter, x: float, y: float) -> None:
    draw_saturated(painter, QPointF(x + 6, y), 5)


def _draw_dead(painter: QPainter, x: float, y: float) -> None:
    paint_disc(painter, QPointF(x + 6, y), 5.5, 0.0, DEAD)


def _draw_dead_cell(painter: QPainter, x: float, y: float) -> None:
    painter.fillRect(QRectF(x + 1, y - 6, 10, 12), theme().colors.text)
    painter.setPen(QPen(theme().colors.raised, 1.5))
    painter.drawLines(cross_lines(QPointF(x + 6, y), 6))


def _draw_delta(painter: QPainter, x: float, y: float) -> None:
    painter.fillRect(QRectF(x, y - 2, MARK, 4), theme().colors.sunken)
    painter.fillRect(QRectF(x, y - 2, 16, 4), theme().colors.backward)


def _draw_skip(painter: QPainter, x: float, y: float) -> None:
    right, foot = x + MARK - 4, y + 5
    path = QPainterPath(QPointF(x, foot))
    path.cubicTo(x, y - 10, right, y - 10, right, foot - 3)
    draw_arc(painter, Arc(path, QPointF(right, foot), "", ""))


WEIGHTS = (
    Entry("positive weight", "positive", _draw_positive),
    Entry("negative", "negative", _draw_negative),
    Entry("size", "size", _draw_size),
)
BIAS = Entry(
    *("bias: up +, down −", "bias", _draw_bias, 16),
    more=" (its full height is the layer's largest weight or bias)",
)
GRADIENTS = (
    Entry("positive ∂L/∂w, batch", "∂L/∂w > 0", _draw_positive),
    Entry("negative", "< 0", _draw_negative),
    Entry("size, in all layers, ×3 a step", "size, ×3 a step", _draw_size),
)
EDGES = {Shown.WEIGHTS: WEIGHTS, Shown.GRADIENTS: GRADIENTS}
