"""The label beside a handle that is being pulled: how many units it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.builder.ink import CENTRE, text_width, write
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BOLD, RADIUS_FIELD, VALUE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from bpstudio.ui.builder.layer_card import LayerCard

HEIGHT = 24


class PullTag(QGraphicsItem):
    """A number that goes with the handle."""

    def __init__(self) -> None:
        super().__init__()
        self._rect, self._words = QRectF(), ""
        self.setZValue(4)
        self.hide()

    def show_units(self, card: LayerCard, units: int) -> None:
        """Show a number of units above the handle of `card`."""
        self.prepareGeometryChange()
        self._words = "1 unit" if units == 1 else f"{count(units)} units"
        width = text_width(self._words, VALUE, BOLD) + 16
        handle = card.handle()
        top = handle.top() - HEIGHT - 6
        self._rect = QRectF(handle.center().x() - width / 2, top, width, HEIGHT)
        self.show()

    def boundingRect(self) -> QRectF:
        """Return the label."""
        return self._rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the label."""
        colors = theme().colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(self._rect, RADIUS_FIELD, RADIUS_FIELD)
        write(painter, self._rect, self._words, colors.on_accent, VALUE, BOLD, CENTRE)
