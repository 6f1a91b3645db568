"""A short word on what a release of the mouse would do, near what is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import CENTRE, text_width, write
from bpstudio.ui.theme import BOLD, RADIUS_FIELD, VALUE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

HEIGHT, MARGIN, DISTANCE = 24, 8, 6  # px


class Tag(QGraphicsItem):
    """Words on a plate, above all else."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self.words = ""
        self.setZValue(4)
        self.hide()

    def show_above(self, at: QPointF, words: str, within: QRectF) -> None:
        """Show `words` above a place, moved where it has to be to stand in `within`."""
        self.prepareGeometryChange()
        self.words = words
        width = text_width(words, VALUE, BOLD) + 2 * MARGIN
        left = min(max(at.x() - width / 2, within.left()), within.right() - width)
        top = min(max(at.y() - DISTANCE - HEIGHT, within.top()), within.bottom() - HEIGHT)
        self._rect = QRectF(left, top, width, HEIGHT)
        self.show()

    def boundingRect(self) -> QRectF:
        """Return the plate."""
        return self._rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the plate and the words."""
        colors = theme().colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(self._rect, RADIUS_FIELD, RADIUS_FIELD)
        write(painter, self._rect, self.words, colors.on_accent, VALUE, BOLD, CENTRE)
