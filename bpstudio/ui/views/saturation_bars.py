"""Beside the map of the saturated units: each layer's name, and its mean share as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT

if TYPE_CHECKING:
    from bpstudio.ui.views.unit_shares import UnitShares

LEFT_SPACE = 9.5 * GRID  # px, for names and numbers of units
BAR = 6  # px


def draw_name(painter: QPainter, layer: UnitShares, middle: float, height: int) -> None:
    """Write the name of a layer and its number of units, as far as `height` px have room."""
    painter.setFont(font(HINT))
    width = LEFT_SPACE - GRID
    units = [counted(layer.units, "unit")]
    if painter.fontMetrics().horizontalAdvance(units[0]) > width:
        units = [count(layer.units), "units"]
    lines = [layer.name, *units][: max(height // LINE, 1)]
    line = QRectF(0, middle - len(lines) * LINE / 2, width, LINE)
    painter.setPen(theme().colors.text)
    for words in lines:
        painter.drawText(line, RIGHT, words)
        painter.setPen(theme().colors.text3)
        line.translate(0, LINE)


def draw_share(painter: QPainter, layer: UnitShares, room: QRectF, is_tall: bool) -> None:
    """Draw the mean share of a layer as a number and a bar; where it `is_tall`, in three lines."""
    colors = theme().colors
    number = layer.words
    line = QRectF(room.left(), room.center().y() - LINE / 2, room.width(), LINE)
    bar = QRectF(room.left(), room.center().y() - BAR / 2, room.width(), BAR)
    painter.setFont(font(HINT))
    painter.setPen(colors.text)
    if is_tall:
        above = line.translated(0, -LINE)
        painter.drawText(above, LEFT, layer.name)
        painter.setPen(colors.text3)
        below = "saturated" if layer.never else "of probe"
        if layer.deaths:
            below = f"of probe, {count(layer.deaths)} dead"
        painter.drawText(line.translated(0, LINE), LEFT, below)
        painter.setPen(colors.text)
        painter.setFont(font(BODY, BOLD))
        painter.drawText(above, RIGHT, number)
    else:
        painter.drawText(line, RIGHT, number)
        bar.setWidth(room.width() - QFontMetricsF(font(HINT)).horizontalAdvance("100 %") - GRID)
    painter.fillRect(bar, colors.sunken)
    if np.isfinite(layer.mean) and not layer.never:
        bar.setWidth(bar.width() * layer.mean)
        painter.fillRect(bar, theme().heat(layer.mean))
