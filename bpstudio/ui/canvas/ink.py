"""Writing on what is painted: fonts kept ready, lines elided where they don't fit."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from bpstudio.ui.theme import HINT, REGULAR, font

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

LEFT, CENTRE, RIGHT = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignHCenter,
    Qt.AlignmentFlag.AlignRight,
)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
SLACK = 0.5  # px that words may be wider than a place that was made for them
LINE = 16.0  # px: the height of a line


@cache
def _font(size: int, weight: QFont.Weight) -> QFont:
    return font(size, weight)


@cache
def _metrics(size: int, weight: QFont.Weight) -> QFontMetricsF:
    return QFontMetricsF(_font(size, weight))


@lru_cache(4096)
def text_width(words: str, size: int = HINT, weight: QFont.Weight = REGULAR) -> float:
    """Return how wide `words` are, in px."""
    return _metrics(size, weight).horizontalAdvance(words)


@lru_cache(4096)
def elided(
    words: str,
    width: float,
    size: int = HINT,
    weight: QFont.Weight = REGULAR,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    """Return `words`, cut with an ellipsis where they are wider than `width`."""
    if text_width(words, size, weight) <= width:
        return words
    return _metrics(size, weight).elidedText(words, mode, width)


def fitting(
    width: float, *candidates: str, size: int = HINT, weight: QFont.Weight = REGULAR
) -> str:
    """Return the first of `candidates` that fits, or the last."""
    fit = (words for words in candidates if text_width(words, size, weight) <= width)
    return next(fit, candidates[-1])


def wrapped(words: str, width: float, size: int = HINT) -> list[str]:
    """Return `words` in lines that are as wide as `width` at most, a longer word aside."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def forget_fonts() -> None:
    """Make the fonts anew: the application's font has changed."""
    for kept in (_font, _metrics, text_width, elided):
        kept.cache_clear()


def write(
    painter: QPainter,
    place: QRectF,
    words: str,
    color: QColor,
    size: int = HINT,
    weight: QFont.Weight = REGULAR,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write one line into `place`, elided, in its vertical middle."""
    painter.setFont(_font(size, weight))
    painter.setPen(color)
    painter.drawText(place, align | _MIDDLE, elided(words, place.width() + SLACK, size, weight))


def line(x: float, middle: float, width: float) -> QRectF:
    """Return the place of a line of text around the height `middle`."""
    return QRectF(x, middle - LINE / 2, width, LINE)
