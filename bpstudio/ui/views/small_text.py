"""How wide words are in small text, and what of them fits."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from bpstudio.ui.theme import HINT, font

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def _metrics(family: str) -> QFontMetricsF:
    """Return the metrics of small text in the interface's font, which is of this `family`."""
    return QFontMetricsF(font(HINT))


def width_of(words: str) -> float:
    """Return how wide `words` are in small text, in px."""
    return _width(words, QGuiApplication.font().family())


@lru_cache(maxsize=1_024)
def _width(words: str, family: str) -> float:
    return _metrics(family).horizontalAdvance(words)


def fitting(texts: Sequence[str], room: float) -> str:
    """Return the first of the `texts` that fits into `room` px; else the last, cut short."""
    return next((text for text in texts if width_of(text) <= room), elided(texts[-1], room))


def elided(words: str, room: float) -> str:
    """Return `words` in small text, cut short with an ellipsis to `room` px."""
    if width_of(words) <= room:
        return words
    metrics = _metrics(QGuiApplication.font().family())
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0.0))
