"""The weights between two layers: lines with a number on each, where there are few."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.canvas.ink import CENTRE, text_width, write
from bpstudio.ui.numbers import figure
from bpstudio.ui.passes.labels import places_on
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.ui.passes.layout import Column, Layout
    from bpstudio.ui.passes.state import PassesState

MOST_LABELS = 12  # in a gap
THIN, THICK = 0.6, 2.5
NEAR = 5.0  # px from a line
HEAD = 8.0  # px: an arrow's
DASHES = [4.0, 3.0]


@dataclass(frozen=True)
class Edge:
    """A weight that is drawn: its unit and source, its line, where its number stands."""

    unit: int
    source: int
    weight: float
    line: QLineF
    label: QRectF | None


@dataclass(frozen=True)
class Gap:
    """The weights that come into a layer."""

    layer: int
    edges: tuple[Edge, ...]
    is_whole: bool

    def edge_at(self, at: QPointF) -> Edge | None:
        """Return the weight at a place: its number's, else the nearest line's."""
        for edge in self.edges:
            if edge.label is not None and edge.label.contains(at):
                return edge
        near = min(self.edges, key=lambda edge: _distance(edge.line, at), default=None)
        return near if near is not None and _distance(near.line, at) <= NEAR else None


def gaps_of(walked: Walked, layout: Layout) -> tuple[Gap, ...]:
    """Return the edges of all gaps; layers that stand too close have none."""
    made = []
    for left, right in zip(layout.columns, layout.columns[1:], strict=False):
        if Style.SLIM not in (left.style, right.style):
            made.append(_gap(walked, left, right))
    return tuple(made)


def _gap(walked: Walked, left: Column, right: Column) -> Gap:
    layer = walked.layers[right.layer]
    rows = np.empty((0, 3)) if layer.edges is None else layer.edges
    whole = len(rows) == layer.units * walked.layers[left.layer].units
    labelled = whole and len(rows) <= MOST_LABELS and left.style.is_box and right.style.is_box
    found = sorted(rows.tolist(), key=lambda row: (row[0], row[1]))
    lines = [QLineF(left.right_of(int(row[1])), right.left_of(int(row[0]))) for row in found]
    labels = places_on(lines) if labelled else [None] * len(lines)
    edges = (
        Edge(int(unit), int(source), weight, line, label)
        for (unit, source, weight), line, label in zip(found, lines, labels, strict=True)
    )
    return Gap(right.layer, tuple(edges), whole)


def _distance(line: QLineF, at: QPointF) -> float:
    along = line.p2() - line.p1()
    length = along.x() ** 2 + along.y() ** 2
    share = QPointF.dotProduct(at - line.p1(), along) / length if length else 0.0
    nearest = line.pointAt(min(max(share, 0.0), 1.0))
    return hypot(at.x() - nearest.x(), at.y() - nearest.y())


def kind_on_edges(state: PassesState, layer: int) -> Kind:
    """Return what stands on the edges into a layer now: w, its gradient, or the new w."""
    step = state.step
    if step is not None and step.phase == "update" and state.is_made(Name(Kind.NEW_W, layer)):
        return Kind.NEW_W
    return Kind.DW if state.is_making(Name(Kind.DW, layer)) else Kind.W


def number_on(state: PassesState, layer: int, edge: Edge) -> Number:
    """Return the number that stands on an edge."""
    return Number(Name(kind_on_edges(state, layer), layer), edge.unit, edge.source)


class EdgePainter:
    """Draws the edges of one gap after the other, and which of them are lit."""

    def __init__(self, painter: QPainter, state: PassesState) -> None:
        self._painter, self._state = painter, state

    def draw(self, gap: Gap) -> None:
        """Draw the edges, and on top those that are lit, then the numbers."""
        is_lit = [self._is_on_path(gap.layer, edge) for edge in gap.edges]
        largest = max((abs(edge.weight) for edge in gap.edges), default=1.0) or 1.0
        is_back = self._carries_gradient(gap.layer)
        for edge, lit in sorted(zip(gap.edges, is_lit, strict=True), key=lambda pair: pair[1]):
            share = abs(edge.weight) / largest
            if lit:
                self._draw_path(edge, is_one_of_many=sum(is_lit) > MOST_LABELS)
            elif is_back:
                self._draw_back(edge, share)
            else:
                self._draw_weight(gap.layer, edge, share)

    def draw_labels(self, gap: Gap) -> None:
        """Draw the numbers on the edges."""
        for edge in gap.edges:
            if edge.label is not None:
                self._draw_label(gap.layer, edge, edge.label)

    def _carries_gradient(self, layer: int) -> bool:
        """Whether the shown instruction sends the gradient back through these weights."""
        step = self._state.step
        return (
            step is not None
            and step.phase == "backward"
            and any(name == Name(Kind.DELTA, layer - 1) for name in step.made)
        )

    def _is_on_path(self, layer: int, edge: Edge) -> bool:
        """Whether an edge is on a path from the opened weight or bias to L."""
        number = self._state.number
        if number is None or number.name.kind not in (Kind.W, Kind.B):
            return False
        (kind, of), row, column = number
        if layer == of:
            return kind is Kind.W and (edge.unit, edge.source) == (row, column)
        return layer > of + 1 or (layer == of + 1 and edge.source == row)

    def _draw_weight(self, layer: int, edge: Edge, share: float) -> None:
        colors = theme().colors
        color = QColor(colors.positive if edge.weight >= 0 else colors.negative)
        is_now = self._state.is_making(Name(Kind.A, layer))
        color.setAlphaF(1.0 if is_now else 0.55)
        pen = QPen(color, THIN + (THICK - THIN) * share)
        if edge.weight < 0:
            pen.setDashPattern(DASHES)
        self._painter.setPen(pen)
        self._painter.drawLine(edge.line)

    def _draw_back(self, edge: Edge, share: float) -> None:
        color = QColor(theme().colors.backward)
        color.setAlphaF(0.4 + 0.6 * share)
        self._painter.setPen(QPen(color, THIN + (THICK - THIN) * share, Qt.PenStyle.DashLine))
        self._painter.drawLine(edge.line)
        self._draw_head(QLineF(edge.line.p2(), edge.line.p1()), color)

    def _draw_path(self, edge: Edge, *, is_one_of_many: bool) -> None:
        color = QColor(theme().colors.accent)
        if is_one_of_many:
            color.setAlphaF(0.5)
        self._painter.setPen(QPen(color, 1 if is_one_of_many else 2.5))
        self._painter.drawLine(edge.line)
        if not is_one_of_many:
            self._draw_head(edge.line, color)

    def _draw_head(self, line: QLineF, color: QColor) -> None:
        """Draw an arrow's head at the end of a line."""
        unit = line.unitVector()
        along = unit.p2() - unit.p1()
        across = QPointF(-along.y(), along.x())
        tip = line.p2()
        base = tip - along * HEAD
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawPolygon(QPolygonF([tip, base + across * 3.5, base - across * 3.5]))

    def _draw_label(self, layer: int, edge: Edge, place: QRectF) -> None:
        colors, state = theme().colors, self._state
        number = number_on(state, layer, edge)
        kind = number.name.kind
        excerpt = state.walked.excerpts.get(number.name) if state.walked else None
        value = edge.weight if excerpt is None else excerpt.at(edge.unit, edge.source)
        is_back, is_opened = kind is Kind.DW, state.number == number
        self._painter.setBrush(colors.backward_fill if is_back else colors.raised)
        frame = colors.accent if is_opened else colors.backward if is_back else colors.border
        self._painter.setPen(QPen(frame, 2 if is_opened else 1))
        self._painter.drawRoundedRect(place, 3, 3)
        ink = colors.backward_text if is_back else colors.text
        words = figure(value)
        if text_width(words) > place.width() - 2:
            words = figure(value, 2)
        write(self._painter, place, words, ink, align=CENTRE)
