"""L, the end of a circuit: what the output's value flows into, and where the gradient comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import CENTRE, write
from bpstudio.ui.canvas.symbol import symbol_width, write_symbol
from bpstudio.ui.circuit.shapes import NAME_SIZE, PORT
from bpstudio.ui.numbers import MINUS, plain
from bpstudio.ui.theme import BOLD, VALUE, theme

if TYPE_CHECKING:
    from bpstudio.ui.circuit.shapes import Shape
    from bpstudio.ui.circuit.state import CircuitState

DROP = 22.0  # px from L down to the field of the gradient that comes in
FIELD_ROOM, FIELD_HALF = 72.0, 60.0  # px: the field and the words below it
NAME = "L"


class TerminalItem(QGraphicsItem):
    """A pill with the name of the output, and a dashed line down to where its gradient is set."""

    def __init__(self, state: CircuitState) -> None:
        super().__init__()
        self._state = state
        self.form: Shape | None = None
        self.is_lit = False
        self.setZValue(1)

    def put(self, shape: Shape | None) -> None:
        """Give it its place; with none it isn't shown."""
        self.prepareGeometryChange()
        self.form = shape
        self.setVisible(shape is not None)

    def light(self, on: bool) -> None:
        """Show whether a wire would go here if the mouse were released."""
        self.is_lit = on
        self.update()

    def field_top(self) -> QPointF:
        """Return the middle of the upper edge of the field for the gradient that comes in."""
        assert self.form is not None
        return QPointF(self.form.centre.x(), self.form.box.bottom() + DROP)

    def boundingRect(self) -> QRectF:
        """Return the pill, the line and the room of the field."""
        if self.form is None:
            return QRectF()
        middle, box = self.form.centre.x(), self.form.box
        bottom = box.bottom() + DROP + FIELD_ROOM
        return QRectF(middle - FIELD_HALF, box.top() - 4, 2 * FIELD_HALF, bottom - box.top() + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it."""
        if self.form is None:
            return
        colors, box = theme().colors, self.form.box
        if self._state.mode != "forward":
            painter.setPen(QPen(colors.backward, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.center().x(), box.bottom()), self.field_top())
        painter.setBrush(colors.raised)
        painter.setPen(QPen(colors.strong, 1))
        radius = box.height() / 2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        left = box.center().x() - symbol_width(NAME, NAME_SIZE) / 2
        write_symbol(painter, QPointF(left, box.center().y() + 6), NAME, colors.text, NAME_SIZE)
        if widget is None and self._state.mode != "forward":
            self._write_incoming(painter)
        painter.setPen(QPen(colors.accent if self.is_lit else colors.text2, 1.25))
        painter.setBrush(colors.accent if self.is_lit else colors.raised)
        painter.drawEllipse(self.form.input(0), PORT - 0.5, PORT - 0.5)

    def _write_incoming(self, painter: QPainter) -> None:
        """Write the number of the field, which a picture in a file hasn't got."""
        top = self.field_top()
        place = QRectF(top.x() - FIELD_HALF, top.y(), 2 * FIELD_HALF, 20)
        number = plain(self._state.circuit.incoming).replace("-", MINUS)
        write(painter, place, number, theme().colors.backward_text, VALUE, BOLD, CENTRE)
