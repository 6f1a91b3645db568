"""The skips: an arc over each layer that adds what comes in to what goes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.canvas.tips import table
from bpstudio.ui.names import numbered_layer
from bpstudio.ui.numbers import lowered
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bpstudio.experiment.spec import LayerSpec
    from bpstudio.ui.builder.chain import Chain, Column
    from bpstudio.ui.builder.layout import Layout

NODE = 4.5  # px: the radius of the plus where both ways meet
NODE_DOWN = 14  # px from the top of a card to the height of its plus
FROM_CARD, ASIDE = 8.0, 3.5  # px from a card to its plus, and from a plus to the next arc
CORNER, HEAD = 8.0, 3.5  # px
NEAR = 10.0  # px: how wide an arc is for the mouse
LEAST_PITCH = 10.0  # px from arc to arc: narrower ones are drawn as one
HINT = "what comes in is added; the gradient takes the same way back"


@dataclass(frozen=True, eq=False)
class Arc:
    """One arc: its line, the tip of its arrow, the middle of its plus, what it means."""

    path: QPainterPath
    tip: QPointF
    title: str
    equation: str
    node: QPointF | None = None
    stubs: list[QLineF] = field(default_factory=list)

    def is_at(self, at: QPointF) -> bool:
        """Whether a place in the scene is on the arc."""
        stroker = QPainterPathStroker()
        stroker.setWidth(NEAR)
        box = QRectF(-NODE, -NODE, 2 * NODE, 2 * NODE)
        on_node = self.node is not None and box.translated(self.node).contains(at)
        return on_node or stroker.createStroke(self.path).contains(at)


class SkipsItem(QGraphicsItem):
    """All arcs of the canvas."""

    def __init__(self) -> None:
        super().__init__()
        self.arcs: tuple[Arc, ...] = ()
        self._bounds = QRectF()
        self.setZValue(0.5)

    def set_arcs(self, found: Sequence[Arc], bounds: QRectF) -> None:
        """Show these arcs."""
        self.prepareGeometryChange()
        self.arcs, self._bounds = tuple(found), bounds
        self.setVisible(bool(found))

    def boundingRect(self) -> QRectF:
        """Return the whole picture."""
        return self._bounds

    def tip(self, at: QPointF) -> str:
        """Return what the arc at a place in the scene means, or nothing."""
        arc = next((arc for arc in self.arcs if arc.is_at(at)), None)
        return "" if arc is None else table(arc.title, [("", arc.equation)], HINT)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the arcs, their arrow heads and plus signs."""
        for arc in self.arcs:
            draw_arc(painter, arc)


def draw_arc(painter: QPainter, arc: Arc) -> None:
    """Draw one arc."""
    colors = theme().colors
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colors.text3, 1.25))
    painter.drawPath(arc.path)
    painter.drawLines(arc.stubs)
    if arc.node is not None:
        painter.setBrush(colors.raised)
        painter.drawEllipse(arc.node, NODE, NODE)
        x, y, half = arc.node.x(), arc.node.y(), NODE - 2
        painter.drawLines([QLineF(x - half, y, x + half, y), QLineF(x, y - half, x, y + half)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.text3)
    corners = (QPointF(-HEAD * 0.8, -HEAD * 1.4), QPointF(HEAD * 0.8, -HEAD * 1.4))
    painter.drawPolygon(QPolygonF([arc.tip, *(arc.tip + corner for corner in corners)]))


def arcs(chain: Chain, layout: Layout, specs: Mapping[int, LayerSpec]) -> list[Arc]:
    """Return the arcs of the layers that have a skip and as many units as what comes in."""
    has_arc = [
        slot.id in chain.skips and slot.units == before
        for slot, before in zip(chain.slots, chain.widths, strict=False)
    ]
    if not any(has_arc):
        return []
    if layout.form.is_strip:
        return list(_over_strips(layout, has_arc))
    return list(_over_cards(layout, has_arc, specs))


def _over_cards(
    layout: Layout, has_arc: Sequence[bool], specs: Mapping[int, LayerSpec]
) -> Iterator[Arc]:
    """Yield arcs from card to card, each of which ends in a plus beside its own."""
    before, is_plus = layout.input, False
    for number, (column, wanted) in enumerate(zip(layout.columns, has_arc, strict=True), start=1):
        card = column.rect
        if wanted:
            activation = specs[column.slot.id].activation
            yield _over_card(before, is_plus, card, number, activation)
        before, is_plus = card, wanted


def _over_card(before: QRectF, is_plus: bool, card: QRectF, number: int, activation: str) -> Arc:
    node = QPointF(card.right() + FROM_CARD, card.top() + NODE_DOWN)
    leaves = before.right() + (FROM_CARD + NODE if is_plus else 0.0)
    up = before.right() + FROM_CARD + (NODE + ASIDE if is_plus else 0.0)
    foot, top = before.top() + NODE_DOWN, card.top() - CORNER
    tip = QPointF(node.x(), node.y() - NODE)
    path = QPainterPath(QPointF(leaves, foot))
    path.lineTo(up - 2, foot)
    path.quadTo(up, foot, up, foot - 4)
    path.lineTo(up, top + CORNER)
    path.quadTo(up, top, up + CORNER, top)
    path.lineTo(node.x() - CORNER, top)
    path.quadTo(node.x(), top, node.x(), top + CORNER)
    path.lineTo(tip - QPointF(0, HEAD))
    stub = QLineF(card.right(), node.y(), node.x() - NODE, node.y())
    title = f"skip of {numbered_layer(number)}"
    return Arc(path, tip, title, _equation(number, activation), node, [stub])


def _over_strips(layout: Layout, has_arc: Sequence[bool]) -> Iterator[Arc]:
    """Yield arcs between the names and the panels of strips; narrow neighbours share one."""
    gap = 0 if layout.form.is_map else layout.gap
    places = [place for place, wanted in enumerate(has_arc) if wanted]
    apart = layout.form.column + gap >= LEAST_PITCH
    for _, run in groupby(enumerate(places), lambda pair: pair if apart else pair[1] - pair[0]):
        members = [place for _, place in run]
        ends = layout.columns[members[0]], layout.columns[members[-1]]
        yield _over_strip(*ends, (members[0] + 1, members[-1] + 1), gap)


def _over_strip(first: Column, last: Column, numbers: tuple[int, int], gap: float) -> Arc:
    beyond = min(gap / 2, FROM_CARD)  # of each column: there an arc ends and the next begins
    left, right = first.rect.left() - gap + beyond + 2, last.rect.right() + beyond - 2
    foot, top = first.panel.top() - 2, first.panel.top() - first.form.arc + 3
    bend = min(CORNER, (right - left) / 2)
    path = QPainterPath(QPointF(left, foot))
    path.quadTo(left, top, left + bend, top)
    path.lineTo(right - bend, top)
    path.quadTo(right, top, right, foot - HEAD)
    if numbers[0] == numbers[1]:
        title = f"skip of {numbered_layer(numbers[0])}"
        return Arc(path, QPointF(right, foot), title, _equation(numbers[0]))
    title = f"skips of layers {numbers[0]} to {numbers[1]}"
    return Arc(path, QPointF(right, foot), title, "z(l) = f(a(l)) + z(l − 1) each")


def _equation(number: int, activation: str = "") -> str:
    """Return what goes out: ``"z₂ = tanh(a₂) + z₁"``, or with f where no activation is given."""
    sign = lowered(number)
    value = f"f(a{sign})"
    if activation:
        value = ACTIVATIONS[activation].value_equation.format(l=sign)
    return f"z{sign} = {value} + z{lowered(number - 1)}"
