"""A card of the chain: a panel with a title, drawn in the scene's own coordinates."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.builder.ink import line, write
from bpstudio.ui.theme import BODY, BOLD, RADIUS_CARD, theme

OVERHANG = 12  # px: the handle and the focus ring go beyond the card's rectangle
FOCUS_OFFSET = 4


class Card(QGraphicsItem):
    """One item for a whole card; `rect` is its place in the scene.

    Its position stays at the origin except while it is dragged.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rect = QRectF()
        self.is_selected = False
        self.has_ring = False

    def put(self, rect: QRectF) -> None:
        """Give the card its place."""
        self.prepareGeometryChange()
        self.rect = rect
        self.setPos(0, 0)

    def mark(self, is_selected: bool, has_ring: bool) -> None:
        """Show whether the card is selected, and whether the keyboard is on it."""
        self.is_selected, self.has_ring = is_selected, has_ring
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the card with its handle and its focus ring."""
        return self.rect.adjusted(-OVERHANG, -OVERHANG, OVERHANG, OVERHANG)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the panel, and on it what the card is about."""
        self.draw_panel(painter, self.panel_rect())
        self.draw(painter)

    def panel_rect(self) -> QRectF:
        """Return the part of the card that is a panel."""
        return self.rect

    def draw(self, painter: QPainter) -> None:
        """Draw what is on the panel."""
        raise NotImplementedError

    def tip(self, at: QPointF) -> str:
        """Return what a tooltip says at a place in the scene."""
        raise NotImplementedError

    def draw_panel(self, painter: QPainter, panel: QRectF) -> None:
        """Draw the panel, heavier where it is selected, with a ring where the keyboard is."""
        colors = theme().colors
        painter.setBrush(colors.raised)
        if self.is_selected:
            painter.setPen(QPen(colors.accent, 2))
            inset = 1.0
        else:
            painter.setPen(QPen(colors.border, 1))
            inset = 0.5
        box = panel.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        if self.has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 1.5))
            ring = panel.adjusted(-FOCUS_OFFSET, -FOCUS_OFFSET, FOCUS_OFFSET, FOCUS_OFFSET)
            painter.drawRoundedRect(ring, RADIUS_CARD + 3, RADIUS_CARD + 3)

    def draw_title(self, painter: QPainter, name: str, words: str, margin: float = 12) -> None:
        """Write the card's name, and below it in bold what it is."""
        colors = theme().colors
        left, width = self.rect.left() + margin, self.rect.width() - 2 * margin
        write(painter, line(left, self.rect.top() + 14, width), name, colors.text2)
        write(
            painter,
            line(left, self.rect.top() + 30, width),
            words,
            colors.text,
            size=BODY,
            weight=BOLD,
        )

    def draw_rule(self, painter: QPainter, y: float) -> None:
        """Draw a hairline across the panel."""
        painter.setPen(QPen(theme().colors.border, 1))
        box = self.panel_rect()
        painter.drawLine(QPointF(box.left() + 1, y + 0.5), QPointF(box.right() - 1, y + 0.5))
