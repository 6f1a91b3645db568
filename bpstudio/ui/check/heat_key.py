"""The key to a heat map of errors: colours by decades, and what has no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QPen

from bpstudio.ui.numbers import power
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE
from bpstudio.ui.views.small_text import width_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

DECADES = 7  # of the colours
BAR, BOX = 10, 2.5 * GRID  # px: the height of the colours, the width of what has none
NAME, UNCHECKED, LEFT_OUT = "error", "not checked yet", "left out, at a kink"


def draw_error_key(painter: QPainter, room: QRectF, end: float, has_left_out: bool) -> None:
    """Draw the colours up to the error `end`, the hatch, and the cross where there is one."""
    painter.setFont(font(HINT))
    beside = width_of(LEFT_OUT if has_left_out else UNCHECKED) + BOX + GRID
    left = room.left() + width_of(NAME) + 1.5 * GRID
    right = room.right() - beside - 2 * GRID
    bar = QRectF(left, room.top(), max(right - left, 4 * GRID), BAR)
    painter.setPen(theme().colors.text2)
    painter.drawText(QRectF(room.left(), room.top() - 2, left, LINE), LEFT, NAME)
    _draw_colors(painter, bar, end)
    box = QRectF(room.right() - beside, room.top(), BOX, BAR)
    _draw_box(painter, box, UNCHECKED)
    painter.fillRect(box, QBrush(theme().colors.strong, Qt.BrushStyle.BDiagPattern))
    if has_left_out:
        box.translate(0, LINE + 1)
        painter.fillRect(box, theme().colors.sunken)
        _draw_box(painter, box, LEFT_OUT)
        draw_cross(painter, QRectF(box.center().x() - BAR / 2, box.top(), BAR, BAR))


def _draw_colors(painter: QPainter, bar: QRectF, end: float) -> None:
    for k in range(int(bar.width())):
        strip = QRectF(bar.left() + k, bar.top(), 1, bar.height())
        painter.fillRect(strip, theme().heat(k / bar.width()))
    painter.setPen(theme().colors.text3)
    last = round(np.log10(end))
    stride = 1 if bar.width() / DECADES >= 3.5 * GRID else 2
    for decade in range(DECADES, -1, -stride):
        x = bar.left() + bar.width() * decade / DECADES
        painter.drawLine(QLineF(x, bar.bottom(), x, bar.bottom() + 3))
        place = QRectF(x - 20, bar.bottom() + 3, 40, LINE)
        painter.drawText(place, CENTRE, f"10{power(last - DECADES + decade)}")


def _draw_box(painter: QPainter, box: QRectF, name: str) -> None:
    painter.setPen(QPen(theme().colors.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.setPen(theme().colors.text2)
    painter.drawText(QRectF(box.right() + GRID / 2, box.top() - 2, 200, LINE), LEFT, name)


def draw_cross(painter: QPainter, cell: QRectF) -> None:
    """Cross a cell out."""
    place = cell.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(theme().colors.text2, 1))
    painter.drawLine(QLineF(place.topLeft(), place.bottomRight()))
    painter.drawLine(QLineF(place.bottomLeft(), place.topRight()))
