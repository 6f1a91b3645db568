"""How a unit's logit is spread over the probe set, under the curve of its activation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from bpstudio.ui.names import activation_words, never_saturates
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.theme import GRID, HINT, blend, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, TICK
from bpstudio.ui.views.logits import STEPS, Zone, bins, finite, logit_axis, saturated_zones
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.small_text import fitting, width_of
from bpstudio.ui.views.strokes import draw_columns, draw_line
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_pane import Cells, Pane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.activations import Activation
    from bpstudio.ui.views.unit_subject import Subject

    Array = NDArray[np.floating]

BAR = 6  # px, at least
MOST_BARS = 48
TALL = 76  # px: so high, there is room for the sample's numbers in words
BESIDE = 3  # px: so near, the sample is read
CURVE_ROOM = 3  # px between the curve's ends and the edges


class Histogram(Pane):
    """Bars of the logits, the activation's curve, saturated zones hatched, the shown sample."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = Scale()
        self.counts: Array = np.zeros(1)
        self.zones: list[Zone] = []
        self.area = QRectF()

    def arrange(self, subject: Subject) -> None:
        """Count, and find the saturated zones."""
        top = LINE if self._is_tall(subject) else 0
        self.area = self.inner.adjusted(0, top + 2, -1, -LINE - TICK)
        self.area.setHeight(max(self.area.height(), 1))
        a = subject.portrait.probe_a
        activation = subject.activation
        self.scale = logit_axis(a, activation, subject.shown_a)
        most = int(min(max(self.area.width() // BAR, 1), MOST_BARS))
        self.counts = bins(a, self.scale, most)
        points = max(int(self.area.width()), 2)
        self.zones = saturated_zones(activation, self.scale, points) if activation else []

    def _is_tall(self, subject: Subject) -> bool:
        return self.rect.height() >= TALL and math.isfinite(subject.shown_a)

    def _x(self, a: float) -> float:
        scale = self.scale
        share = (a - scale.low) / (scale.high - scale.low)
        return self.area.left() + share * self.area.width()

    def draw(self, painter: QPainter, subject: Subject) -> None:
        """Draw zones, bars, axis, curve and sample, one over the other."""
        self._draw_words(painter, subject)
        self._draw_zones(painter)
        self._draw_bars(painter)
        self._draw_axis(painter)
        if subject.activation is not None:
            self._draw_curve(painter, subject.activation)
        self._draw_sample(painter, subject)

    def _draw_words(self, painter: QPainter, subject: Subject) -> None:
        many = len(subject.portrait.probe_a)
        lost = many - len(finite(subject.portrait.probe_a))
        kind = f"{count(many)}" if not lost else f"{count(many)}, {count(lost)} not finite"
        names = [f"a on the probe set of {kind}", f"a, probe set of {kind}", f"a, probe of {kind}"]
        self.draw_title(painter, [*names, "a, probe"], share_words(subject))
        if self._is_tall(subject):
            line = QRectF(self.rect.left(), self.inner.top() - 2, self.rect.width(), LINE)
            painter.setPen(theme().colors.text)
            painter.drawText(line, LEFT, fitting(sample_words(subject), line.width()))

    def _draw_zones(self, painter: QPainter) -> None:
        colors = theme().colors
        painter.setPen(Qt.PenStyle.NoPen)
        for zone in self.zones:
            left, right = self._x(zone.low), self._x(zone.high)
            place = QRectF(left, self.area.top(), right - left, self.area.height())
            painter.fillRect(place, colors.sunken)
            hatch = blend(colors.sunken, colors.strong, 0.6)
            painter.fillRect(place, QBrush(hatch, Qt.BrushStyle.BDiagPattern))

    def _draw_bars(self, painter: QPainter) -> None:
        most = self.counts.max()
        if not most:
            return
        area = self.area
        wide = area.width() / len(self.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colors.forward)
        filled = np.flatnonzero(self.counts)
        heights = np.maximum(self.counts[filled] / most * (area.height() - CURVE_ROOM), 1.0)
        lefts, tops = area.left() + filled * wide, area.bottom() - heights
        draw_columns(painter, lefts, max(wide - 1, 1), tops, area.bottom())

    def _draw_axis(self, painter: QPainter) -> None:
        colors, area = theme().colors, self.area
        painter.setFont(font(HINT))
        widest = max(width_of(tick.text) for tick in self.scale.ticks(STEPS)) + 2 * GRID
        ticks = self.scale.ticks(min(STEPS, max(int(area.width() // widest), 1)))
        painter.setPen(QPen(colors.strong, 1))
        y = area.bottom()
        xs = [round(area.left() + tick.place * area.width()) for tick in ticks]
        lines = [QLineF(x, y, x, y + TICK) for x in xs]
        painter.drawLines([QLineF(area.left(), y, area.right(), y), *lines])
        painter.setPen(colors.text3)
        for x, tick in zip(xs, ticks, strict=True):
            half = width_of(tick.text) / 2 + 1
            middle = min(max(x, self.rect.left() + half), self.rect.right() - half)
            place = QRectF(middle - half, y + TICK, 2 * half, LINE)
            painter.drawText(place, CENTRE, tick.text)

    def curve(self, activation: Activation, a: Array) -> Array:
        """Return how high, in px, the curve of the activation stands at the logits `a`."""
        ends = np.array([self.scale.low, self.scale.high])
        low, high = (float(end) for end in activation.curve(ends))
        room = self.area.height() - 2 * CURVE_ROOM
        shares = (activation.curve(a) - low) / (high - low if high > low else 1.0)
        return self.area.bottom() - CURVE_ROOM - shares * room

    def _draw_curve(self, painter: QPainter, activation: Activation) -> None:
        a = np.linspace(self.scale.low, self.scale.high, max(int(self.area.width() / 2), 2))
        xs = np.linspace(self.area.left(), self.area.right(), len(a))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colors.text, 1))
        draw_line(painter, xs, self.curve(activation, a))

    def _draw_sample(self, painter: QPainter, subject: Subject) -> None:
        a, colors = subject.shown_a, theme().colors
        if not math.isfinite(a):
            return
        x = self._x(a)
        painter.setPen(QPen(colors.text, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, self.area.top(), x, self.area.bottom()))
        y = self.area.bottom()
        if subject.activation is not None:
            y = float(self.curve(subject.activation, np.array([a]))[0])
        painter.setPen(QPen(colors.text, 1.5))
        painter.setBrush(colors.surface)
        painter.drawEllipse(QPointF(x, y), 3, 3)

    def read(self, at: QPointF, subject: Subject) -> Readout | None:
        """Return the bin under the pointer, or the sample where that is."""
        if not self.area.contains(at):
            return None
        area = self.area
        x = self._x(subject.shown_a) if math.isfinite(subject.shown_a) else -math.inf
        if abs(at.x() - x) <= BESIDE and subject.sample is not None:
            rows = [("a", figure(subject.shown_a, 4)), ("f′(a)", figure(subject.shown_slope, 4))]
            title = f"sample {subject.sample.number}"
            return Readout(x, title, rows, QRectF(x, area.top(), 0, area.height()))
        wide = area.width() / len(self.counts)
        place = min(int((at.x() - area.left()) / wide), len(self.counts) - 1)
        edges = self._edges()
        many = len(subject.portrait.probe_a)
        rows = [("samples", f"{count(int(self.counts[place]))} of {count(many)}")]
        if subject.activation is not None:
            z = subject.activation.curve(np.array([edges[place : place + 2].mean()]))
            slope = float(subject.activation.slope_at(z)[0])
            rows += [("f(a), middle", figure(float(z[0]))), ("f′(a), middle", figure(slope))]
        title = f"a from {figure(edges[place])} to {figure(edges[place + 1])}"
        mark = QRectF(area.left() + place * wide, area.top(), wide - 1, area.height())
        return Readout(mark.right(), title, rows, mark)

    def _edges(self) -> Array:
        return np.linspace(self.scale.low, self.scale.high, len(self.counts) + 1)

    def rows(self, subject: Subject) -> list[Cells]:
        """Return a row for each bin."""
        edges = [cell(edge) for edge in self._edges().tolist()]
        what = "samples of the probe set"
        return [
            (what, f"a from {low} to {high}", str(int(number)), "", "")
            for low, high, number in zip(edges, edges[1:], self.counts.tolist(), strict=False)
        ]


def share_words(subject: Subject) -> str:
    """Return on how much of the probe set a unit is saturated; nothing for the output's."""
    if subject.activation is None:
        return ""
    if never_saturates(subject.layer.activation):
        return "never saturates"
    if subject.is_dead:
        return "dead"
    return f"{percent(subject.saturated_share)} saturated"


def sample_words(subject: Subject) -> list[str]:
    """Return the logit of the shown sample, and the slope there, the longest words first."""
    name = f"sample {subject.sample.number}: " if subject.sample is not None else ""
    words = f"{name}a {figure(subject.shown_a)}"
    if subject.activation is None:
        return [words]
    slope = f"{words}, f′(a) {figure(subject.shown_slope)}"
    kind = activation_words(subject.activation.name)
    return [f"{slope} · the curve is f, {kind}", slope, words]
