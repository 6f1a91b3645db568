"""All the paths of an opened weight to L, as one beam: where not every edge is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from bpstudio.runtime.walking.names import PARAMETERS, Kind
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPainter

    from bpstudio.ui.passes.layout import Column, Layout
    from bpstudio.ui.passes.state import PassesState

STRENGTH = 0.14  # of the beam's ink
FEW = 6  # outputs


def draw_beam(
    painter: QPainter, state: PassesState, layout: Layout, whole: Collection[int]
) -> None:
    """Draw it from the weight's unit over all layers behind to the loss.

    `whole` are the layers all of whose weights are drawn: those are lit themselves.
    """
    number = state.number
    if number is None or number.name.kind not in PARAMETERS:
        return
    (kind, layer), unit, source = number
    columns = layout.columns
    if layer >= len(columns) or unit >= len(columns[layer].units):
        return
    own, color = columns[layer], QColor(theme().colors.accent)
    if kind is Kind.W and layer not in whole and source < len(columns[layer - 1].units):
        painter.setPen(QPen(color, 2))
        painter.drawLine(QLineF(columns[layer - 1].right_of(source), own.left_of(unit)))
    color.setAlphaF(STRENGTH)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    start = (own.right_of(unit), own.right_of(unit))
    for column in columns[layer + 1 :]:
        if column.layer not in whole:
            top, bottom = _left_side(column)
            painter.drawPolygon(QPolygonF([start[0], top, bottom, start[1]]))
        start = _right_side(column)
    _draw_to_loss(painter, layout, own if layer == len(columns) - 1 else None, unit)


def _draw_to_loss(painter: QPainter, layout: Layout, own: Column | None, unit: int) -> None:
    """Draw the ends of the paths: from the weight's own output, or from all of them."""
    last, loss = layout.columns[-1], QPointF(layout.loss.left(), layout.loss.center().y())
    painter.setPen(QPen(theme().colors.accent, 2))
    if own is not None:
        painter.drawLine(own.right_of(unit), loss)
    elif last.style in (Style.CELL, Style.SLIM):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([last.rect.topRight(), loss, last.rect.bottomRight()]))
    else:
        painter.setPen(QPen(theme().colors.accent, 2 if len(last.units) <= FEW else 1))
        for output in range(len(last.units)):
            painter.drawLine(last.right_of(output), loss)


def _left_side(column: Column) -> tuple[QPointF, QPointF]:
    return column.rect.topLeft(), column.rect.bottomLeft()


def _right_side(column: Column) -> tuple[QPointF, QPointF]:
    return column.rect.topRight(), column.rect.bottomRight()
