"""The rectangle that is drawn with the mouse to select what it touches."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.theme import theme

GROUND = 20  # of 255: how much of what is below it the rectangle hides


class Frame(QGraphicsItem):
    """A dashed rectangle above the cards."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self.setZValue(2)
        self.hide()

    def show_at(self, rect: QRectF) -> None:
        """Show it at a place in the scene."""
        self.prepareGeometryChange()
        self._rect = rect
        self.show()

    def boundingRect(self) -> QRectF:
        """Return the rectangle with its line."""
        return self._rect.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line, one px wide at any zoom, and a breath of ink in it."""
        ground = QColor(theme().colors.accent)
        ground.setAlpha(GROUND)
        pen = QPen(theme().colors.accent, 1, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRect(self._rect)
