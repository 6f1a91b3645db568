"""The handle of a strip that can be scrubbed: a ring with a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter


def draw_handle(painter: QPainter, at: QPointF, radius: float, shows_focus: bool) -> None:
    """Draw it around `at`, with a second ring where the keyboard is on it; lengths are px."""
    colors = theme().colors
    painter.setBrush(colors.raised)
    painter.setPen(QPen(colors.accent, 2))
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(colors.accent)
    painter.drawEllipse(at, 1.5, 1.5)
    if shows_focus:
        painter.setPen(QPen(colors.accent, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius + 4, radius + 4)
