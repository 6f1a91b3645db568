"""The light on a unit that is pointed at elsewhere: a ring around it, or a frame around its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from bpstudio.ui.builder.unit_card import UnitHolder

RING, RING_FROM = 9.5, 15  # px: the radius, and the height of a row that has room for it
LEAST = 6  # px: the height of the frame around a thin row
BEYOND = 3  # px: how far the frame reaches beyond the card


class UnitLight(QGraphicsItem):
    """Drawn above the cards; at most one unit is lit."""

    def __init__(self) -> None:
        super().__init__()
        self.rect = QRectF()
        self._is_ring = False
        self.setZValue(2.5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_on(self, holder: UnitHolder, unit: int) -> None:
        """Light a unit of a card."""
        self.prepareGeometryChange()
        centre, height = holder.unit_centre(unit), _pitch(holder)
        self._is_ring = height >= RING_FROM
        if self._is_ring:
            reach = QPointF(RING, RING)
            self.rect = QRectF(centre - reach, centre + reach)
        else:
            height = max(height + 2, LEAST)
            left, width = holder.rect.left() - BEYOND, holder.rect.width() + 2 * BEYOND
            self.rect = QRectF(left, centre.y() - height / 2, width, height)
        self.show()

    def boundingRect(self) -> QRectF:
        """Return the light with its lines."""
        return self.rect.adjusted(-3, -3, 3, 3)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw a line of ink on a wider one of the ground: it stands out on whatever is below."""
        colors = theme().colors
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((colors.raised, 4), (colors.text, 2)):
            painter.setPen(QPen(color, width))
            if self._is_ring:
                painter.drawEllipse(self.rect)
            else:
                painter.drawRoundedRect(self.rect, 2, 2)


def _pitch(holder: UnitHolder) -> float:
    """Return the height of a unit's row on its card."""
    if holder.units < 2:
        return RING_FROM
    return holder.unit_centre(1).y() - holder.unit_centre(0).y()
