"""The handle of a column: where it is, what grips it, what it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from bpstudio.ui.builder.chain import Column

REACH = 6  # px around the handle that still grip it


def handle_of(column: Column) -> QRectF:
    """Return the handle that is pulled for the number of units; a map has none."""
    panel = column.panel
    width = min(24, panel.width()) if column.form.is_strip else 40
    return QRectF(panel.center().x() - width / 2, panel.bottom() - 8, width, 16)


def grips_handle(column: Column, at: QPointF) -> bool:
    """Whether a place in the scene grips the handle."""
    if column.form.is_map:
        return False
    beside = min(REACH, column.form.gap / 2)  # up to the neighbour's
    return handle_of(column).adjusted(-beside, -2, beside, REACH).contains(at)


def draw_handle(painter: QPainter, column: Column, is_selected: bool) -> None:
    """Draw a knob with an arrow up and one down; where it is wide, with ridges beside them."""
    colors, handle = theme().colors, handle_of(column).adjusted(0.5, 0.5, -0.5, -0.5)
    ink = colors.on_accent if is_selected else colors.text2
    painter.setBrush(colors.accent if is_selected else colors.raised)
    painter.setPen(QPen(colors.accent if is_selected else colors.strong, 1))
    painter.drawRoundedRect(handle, 7.5, 7.5)
    centre = handle.center()
    x = centre.x() if column.form.is_strip else centre.x() - 6
    painter.setPen(QPen(ink, 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    for way in (-1, 1):
        tip = QPointF(x, centre.y() + 4.5 * way)
        foot = centre.y() + 1.5 * way
        painter.drawPolyline([QPointF(x - 3, foot), tip, QPointF(x + 3, foot)])
    if not column.form.is_strip:
        painter.setPen(QPen(ink, 1))
        for y in (-3, 0, 3):
            painter.drawLine(QPointF(x + 8, centre.y() + y), QPointF(x + 16, centre.y() + y))
