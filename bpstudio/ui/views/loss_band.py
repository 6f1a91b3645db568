"""The band of the batch losses: how low and how high they are, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from bpstudio.ui.theme import GRID, HINT, blend, font, theme
from bpstudio.ui.views.frame import LINE, RIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

SWATCH = 20  # px, of the band's key
WORDS = "lowest to highest"
SHARE = 0.16  # of the text's colour, in the ground's


def band_color() -> QColor:
    """Return what the band is filled with."""
    colors = theme().colors
    return blend(colors.surface, colors.text, SHARE)


def draw_band_key(painter: QPainter, area: QRectF, name: str) -> None:
    """Say above the picture what the band is, where the axis' `name` leaves room."""
    painter.setFont(font(HINT))
    advance = painter.fontMetrics().horizontalAdvance
    line = QRectF(area.left(), area.top() - LINE - 4, area.width(), LINE)
    left = line.right() - advance(WORDS)
    if left - SWATCH - 2 * GRID < line.left() + advance(name):
        return
    swatch = QRectF(left - SWATCH - GRID, line.center().y() - 4, SWATCH, 8)
    painter.fillRect(swatch, band_color())
    painter.setPen(theme().colors.text2)
    painter.drawText(line, RIGHT, WORDS)
