"""The dashed outline of where a gate would stand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import CENTRE, write
from bpstudio.ui.circuit.shapes import BOX
from bpstudio.ui.theme import BODY, RADIUS_GATE, theme


class GateGhost(QGraphicsItem):
    """A preview of a gate, shown while one is dragged in from the palette."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QRectF()
        self._words = ""
        self.setZValue(2)
        self.hide()

    def show_at(self, centre: QPointF, words: str) -> None:
        """Show the outline around a place with `words` in it."""
        self.prepareGeometryChange()
        self._box = QRectF(centre.x() - BOX / 2, centre.y() - BOX / 2, BOX, BOX)
        self._words = words
        self.show()

    def boundingRect(self) -> QRectF:
        """Return the outline."""
        return self._box.adjusted(-1, -1, 1, 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the outline and the words."""
        colors = theme().colors
        painter.setBrush(colors.raised)
        painter.setPen(QPen(colors.accent, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self._box, RADIUS_GATE, RADIUS_GATE)
        write(painter, self._box, self._words, colors.text, BODY, align=CENTRE)
