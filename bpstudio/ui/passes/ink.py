"""Writing on what the step-through paints: measured once, elided where it doesn't fit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from bpstudio.ui.theme import HINT, REGULAR, font

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPainter

LEFT, CENTRE, RIGHT = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignHCenter,
    Qt.AlignmentFlag.AlignRight,
)


def width_of(words: str, size: int = HINT, weight: QFont.Weight = REGULAR) -> float:
    """Return how wide `words` are, in px."""
    return _width(words, size, weight, font().family())


@lru_cache(8192)
def _width(words: str, size: int, weight: QFont.Weight, _family: str) -> float:
    return QFontMetricsF(font(size, weight)).horizontalAdvance(words)


def write(
    painter: QPainter,
    place: QRectF,
    words: str,
    color: QColor,
    size: int = HINT,
    weight: QFont.Weight = REGULAR,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write one line into `place`, in its vertical middle, elided."""
    made = font(size, weight)
    painter.setFont(made)
    painter.setPen(color)
    if width_of(words, size, weight) > place.width() + 0.5:
        words = QFontMetricsF(made).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(place, flags, words)
