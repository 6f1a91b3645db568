"""Names of numbers as equations have them: in italics, with what is an index set low."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from bpstudio.experiment.circuits.names import NAME
from bpstudio.ui.theme import TITLE, serif

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

_GREEK = dict(
    zip(
        ("alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "sigma"),
        "αβγδεηθλμσ",
        strict=True,
    )
)
LOWERED = 0.18  # of the size: how far below the line an index stands
INDEX = 0.7  # of the size: how large it is


def parts(name: str) -> tuple[str, str]:
    """Return a name's letters and its index: ``("w", "1,2")`` of ``"w1_2"``."""
    found = NAME.fullmatch(name)
    word, index = (found["word"], found["index"]) if found else (name, "")
    return _GREEK.get(word, word), index.replace("_", ",")


@lru_cache(1024)
def symbol_width(name: str, size: int = TITLE) -> float:
    """Return how wide a name is, in px."""
    base, index = parts(name)
    width = QFontMetricsF(serif(size)).horizontalAdvance(base)
    low = serif(round(INDEX * size), is_italic=False)
    return width + (QFontMetricsF(low).horizontalAdvance(index) if index else 0.0)


def write_symbol(
    painter: QPainter, at: QPointF, name: str, color: QColor, size: int = TITLE
) -> None:
    """Write a name from a place on its base line on."""
    base, index = parts(name)
    painter.setPen(color)
    painter.setFont(serif(size))
    painter.drawText(at, base)
    if index:
        across = QFontMetricsF(serif(size)).horizontalAdvance(base)
        painter.setFont(serif(round(INDEX * size), is_italic=False))
        painter.drawText(at + QPointF(across, LOWERED * size), index)
