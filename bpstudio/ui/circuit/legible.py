"""Numbers and words of a circuit that can be read in a picture of any size, over any wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from bpstudio.ui.canvas.ink import LEFT, RIGHT, text_width, write
from bpstudio.ui.theme import HINT, theme

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QPainter

LEGIBLE, MOST_LARGER = 0.92, 1.45  # of the zoom: from where on words are written larger, how much
ROOMY = 0.72  # of the zoom: from here on there is room for more than the two numbers of each wire
PLATE = 210  # of 255: how much of a wire the ground of a number hides


def larger(painter: QPainter) -> float:
    """Return how much larger than usual to write, to be read in a picture made smaller."""
    zoom = painter.worldTransform().m11()
    return min(max(LEGIBLE / zoom, 1.0), MOST_LARGER) if zoom else 1.0


def is_roomy(painter: QPainter) -> bool:
    """Whether the picture is large enough for more than the two numbers of each wire."""
    return painter.worldTransform().m11() >= ROOMY


def write_plated(
    painter: QPainter,
    place: QRectF,
    text: str,
    color: QColor,
    size: int,
    weight: QFont.Weight,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write a number, all of it, on ground of its own: a wire may pass below it."""
    width = text_width(text, size, weight)
    left = place.right() - width if align == RIGHT else place.left()
    plate = QRectF(left - 1, place.center().y() - size / 2 - 1, width + 2, size + 2)
    ground = QColor(theme().colors.canvas)
    ground.setAlpha(PLATE)
    painter.fillRect(plate, ground)
    write(painter, QRectF(left, place.top(), width + 4, place.height()), text, color, size, weight)


def fitting_size(words: str, wanted: float, width: float, weight: QFont.Weight) -> int:
    """Return the size nearest to the `wanted` one at which words have room; never under HINT."""
    sizes = range(max(round(wanted), HINT), HINT, -1)
    return next((size for size in sizes if text_width(words, size, weight) <= width), HINT)
