"""The soft ring around the pointer: it is drawn above everything and takes part in nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRadialGradient

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

RADIUS, WIDTH = 20.0, 2.0  # px, before all is enlarged
GLOW, LINE = 90, 200  # of 255: how much of what is below it hides


class Ring:
    """Follows the pointer on `surface`; clicks don't meet it, as it is no widget and no item.

    Attributes
    ----------
    is_on
        Whether it is wanted.
    """

    def __init__(self, surface: QWidget) -> None:
        self._surface = surface
        self._at: QPointF | None = None
        self._scale = 1.0
        self.is_on = True

    def size_up(self, factor: float) -> None:
        """Be as much larger as everything is."""
        self._scale = factor

    def set_on(self, is_on: bool) -> None:
        """Be seen, or not."""
        self.is_on = is_on
        self._touch()

    def follow(self, at: QPointF | None) -> None:
        """Be at a place of the surface, or nowhere."""
        self._touch()
        self._at = at
        self._touch()

    @property
    def place(self) -> QRectF:
        """What it covers; nothing where there is none to be seen."""
        if self._at is None or not self.is_on:
            return QRectF()
        reach = (RADIUS + WIDTH) * self._scale
        return QRectF(self._at.x() - reach, self._at.y() - reach, 2 * reach, 2 * reach)

    def draw(self, painter: QPainter) -> None:
        """Draw it, clear in the middle."""
        if self._at is None or not self.is_on:
            return
        color, radius = QColor(theme().colors.negative), RADIUS * self._scale
        soft = QRadialGradient(self._at, radius)
        for stop, alpha in ((0.0, 0), (0.55, 0), (1.0, GLOW)):
            color.setAlpha(alpha)
            soft.setColorAt(stop, color)
        color.setAlpha(LINE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, WIDTH * self._scale))
        painter.setBrush(soft)
        painter.drawEllipse(self._at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _touch(self) -> None:
        place = self.place
        if not place.isEmpty():
            self._surface.update(place.toAlignedRect())
