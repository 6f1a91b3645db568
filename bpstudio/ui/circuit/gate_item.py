"""One gate as it is drawn: its box, its ports, and the numbers of what comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import CENTRE, LEFT, line, text_width, wrapped, write
from bpstudio.ui.canvas.kept_picture import KeptPicture
from bpstudio.ui.canvas.symbol import symbol_width, write_symbol
from bpstudio.ui.circuit.legible import fitting_size, is_roomy, larger, write_plated
from bpstudio.ui.circuit.shapes import NAME_SIZE, PORT, Shape
from bpstudio.ui.numbers import plain
from bpstudio.ui.theme import (
    BOLD,
    FIGURE,
    HINT,
    RADIUS_FIELD,
    RADIUS_GATE,
    REGULAR,
    TITLE,
    VALUE,
    serif,
    theme,
)

if TYPE_CHECKING:
    from bpstudio.engine.flow import Node
    from bpstudio.ui.circuit.state import CircuitState

ROOM = 8  # px around the box: the ring of the keyboard and the line of the selection
WORDS_WIDTH, WORDS_LINE = 152.0, 14.0  # of a gate's trouble, px
NOTE = 14  # px: the slope below a gate of one input
SERIF_SYMBOLS = ("σ", "x²", "eˣ", "−x")
SLOPE_WIDTH = 208.0  # px, with a power of ten written larger
READABLE = 0.45  # of the zoom: below it what a gate is called couldn't be read
LARGEST_NAME = 1.25  # times its usual size
LIFT = 12.0  # px that a name is raised by, were all written twice as large
SMALL_LABEL = 44  # px: a symbol as wide as this is written small


def _is_formula(words: str) -> bool:
    """Whether a local derivative is written as a formula rather than in words or as a number."""
    is_in_words = any(len(word) > 1 and word.isalpha() for word in words.split())
    return not is_in_words and any(letter.isalpha() for letter in words)


class GateItem(QGraphicsItem):
    """A gate and what stands around it; `form` says where.

    Attributes
    ----------
    is_selected, has_ring
        Whether it is selected, and whether the keyboard is on it.
    lit
        The places of ports that a wire would go to if the mouse were released.
    number_lit
        Whether the mouse is on its number, which can be dragged.
    """

    def __init__(self, state: CircuitState, node: Node, shape: Shape) -> None:
        super().__init__()
        self._state, self.node, self.form = state, node, shape
        self.is_selected = self.has_ring = self.number_lit = False
        self.lit: tuple[QPointF, ...] = ()
        self._trouble: list[str] = []
        self._picture, self._bounds = KeptPicture(), QRectF()
        self._larger = 1.0  # times the usual size that words and numbers are written in
        self.setZValue(1)
        self.put(node, shape)

    def put(self, node: Node, form: Shape) -> None:
        """Take over what the node is now, and where."""
        self.prepareGeometryChange()
        self.form = form
        self.set_node(node)
        self._bounds = self._reach()

    def set_node(self, node: Node) -> None:
        """Take over what the node is now; its box and its ports are as they were."""
        self.node, troubles = node, self._state.values.troubles
        words = troubles.get(node.id) or self._state.gradients.troubles.get(node.id, "")
        trouble = wrapped(words, WORDS_WIDTH) if words else []
        if trouble != self._trouble:
            self.prepareGeometryChange()
            self._trouble = trouble
            self._bounds = self._reach()

    @property
    def trouble(self) -> str:
        """Why it has no value, or no gradient can be handed on; empty where all is well."""
        return " ".join(self._trouble)

    def mark(self, is_selected: bool, has_ring: bool) -> None:
        """Show whether it is selected, and whether the keyboard is on it."""
        self.is_selected, self.has_ring = is_selected, has_ring
        self.update()

    def number_place(self) -> QRectF | None:
        """Return where its own number stands, which can be dragged; None where it has none."""
        kind = self.node.kind
        if not kind.has_number:
            return None
        return self.form.value_place if kind.is_source else self._symbol_place()

    def boundingRect(self) -> QRectF:
        """Return all that is drawn."""
        return self._bounds  # Qt asks a thousand times a frame

    def _reach(self) -> QRectF:
        box = self.form.bounds.adjusted(-ROOM, -24, ROOM, ROOM + 20)
        if self._trouble:
            return box.united(self._words_place())
        return box.united(self._slope_place()) if len(self.node.inputs) == 1 else box

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the gate: on the screen as a picture that is kept, into a file line by line."""
        if widget is None:
            self._draw(painter)
        else:
            self._picture.paint(painter, self.boundingRect(), self._look(), self._draw)

    def forget_picture(self) -> None:
        """Draw it anew: it would look otherwise in another theme."""
        self._picture.forget()

    def _look(self) -> tuple[object, ...]:
        """Return all that the gate's picture depends on, the zoom and the theme aside."""
        state, node = self._state, self.node
        return (
            *(node, self.form, self.trouble, self._turn()),
            *(self.is_selected, self.has_ring, self.number_lit, self.lit),
            *(state.mode, state.value_text(node.id), state.gradient_text(node.id)),
            self._slope_words(),
        )

    def _turn(self) -> bool | None:
        """Return whether it is the gate's turn to go backward; None where it isn't its turn."""
        step = self._state.last_step
        return step.is_backward if step is not None and step.node == self.node.id else None

    def _draw(self, painter: QPainter) -> None:
        self._larger = larger(painter)
        self._draw_box(painter)
        if self.form.is_pill:
            self._draw_name(painter)
        else:
            self._draw_symbol(painter)
        self._draw_ports(painter)
        self._draw_numbers(painter)
        if self._trouble:
            self._draw_trouble(painter)
        elif is_roomy(painter) or self.is_selected:
            self._draw_slope(painter)

    def _draw_box(self, painter: QPainter) -> None:
        colors, turn = theme().colors, self._turn()
        box = self.form.box
        radius = box.height() / 2 if self.form.is_pill else RADIUS_GATE
        ground = colors.raised
        if turn is not None:
            ground = colors.backward_fill if turn else colors.forward_fill
        pen = QPen(colors.accent, 2) if self.is_selected else QPen(colors.strong, 1)
        if self._trouble:
            pen = QPen(colors.backward, 2, Qt.PenStyle.DashLine)
        painter.setBrush(ground)
        painter.setPen(pen)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
        if self.has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 1.5))
            painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), radius + 4, radius + 4)

    def _draw_name(self, painter: QPainter) -> None:
        """Write the name of an input in its pill; a constant without one has its number."""
        box, colors = self.form.box, theme().colors
        name = self.node.name
        if not name:
            write(painter, box, self._plain_name(), colors.text2, TITLE, align=CENTRE)
            return
        left = box.center().x() - symbol_width(name, NAME_SIZE) / 2
        write_symbol(painter, QPointF(left, box.center().y() + 6), name, colors.text, NAME_SIZE)

    def _plain_name(self) -> str:
        return plain(self.node.number) if self.node.gate == "constant" else self.node.kind.symbol

    def _symbol_place(self) -> QRectF:
        box = self.form.box
        return QRectF(box.left() + 4, box.center().y() - 20, box.width() - 8, 28)

    def _draw_symbol(self, painter: QPainter) -> None:
        """Write what the gate does, and below it in words."""
        box, colors, kind = self.form.box, theme().colors, self.node.kind
        symbol, label = kind.symbol, kind.label.lower()
        if kind.name == "scale":
            symbol = f"× {plain(self.node.number)}".replace("-", "−")
        elif kind.has_number:
            label = f"{kind.number_name} {plain(self.node.number)}"
        place = self._symbol_place()
        if symbol in SERIF_SYMBOLS:
            painter.setFont(serif(FIGURE + 2))
            painter.setPen(colors.text)
            painter.drawText(place, CENTRE | Qt.AlignmentFlag.AlignVCenter, symbol)
        else:
            sizes = (FIGURE + 2, TITLE, VALUE, HINT)
            size = next((s for s in sizes if text_width(symbol, s) <= SMALL_LABEL), HINT)
            write(painter, place, symbol, colors.text, size, align=CENTRE)
        if self.number_lit:
            self._underline(painter, place.adjusted(8, 0, -8, 0))
        if symbol.lower() != label and painter.worldTransform().m11() >= READABLE:
            words = line(box.left(), box.center().y() + 20, box.width())
            size = fitting_size(label, HINT * self._larger, box.width() - 6, REGULAR)
            write(painter, words, label, colors.text2, size, align=CENTRE)

    def _draw_ports(self, painter: QPainter) -> None:
        colors = theme().colors
        ports = [self.form.input(slot) for slot in range(self.form.slots)]
        if not self.form.is_pill:
            ports.append(self.form.output)
        for at in ports:
            self._draw_port(painter, at, colors.raised, QPen(colors.text2, 1.25))
        for at in self.lit:
            self._draw_port(painter, at, colors.accent, QPen(colors.accent, 4))

    def _draw_port(self, painter: QPainter, at: QPointF, fill: QColor, pen: QPen) -> None:
        painter.setBrush(fill)
        painter.setPen(pen)
        painter.drawEllipse(at, PORT - 0.5, PORT - 0.5)

    def _draw_numbers(self, painter: QPainter) -> None:
        """Write the value above the wire that comes out, and the gradient below."""
        colors, state, node, form = theme().colors, self._state, self.node, self.form
        if state.mode != "backward":
            text = state.value_text(node.id)
            width = self._write_number(painter, form.value_place, text, colors.forward_text)
            if self.number_lit and node.kind.is_source:
                self._underline(painter, form.value_place, width)
        if state.mode != "forward":
            text = state.gradient_text(node.id)
            self._write_number(painter, form.gradient_place, text, colors.backward_text)
        if node.name and not form.is_pill:
            raised = 1 + LIFT * (self._larger - 1)  # its index hangs down towards a larger value
            at = form.value_place.topLeft() - QPointF(0, raised)
            size = round(TITLE * min(self._larger, LARGEST_NAME))
            write_symbol(painter, at, node.name, colors.text2, size)

    def _write_number(self, painter: QPainter, place: QRectF, text: str, color: QColor) -> float:
        """Write a number, all of it, and return how wide it is."""
        size = fitting_size(text, VALUE * self._larger, place.width(), BOLD)
        width = text_width(text, size, BOLD)
        write_plated(painter, place, text, color, size, BOLD)
        return width

    def _underline(self, painter: QPainter, place: QRectF, width: float | None = None) -> None:
        painter.setPen(QPen(theme().colors.forward_text, 1, Qt.PenStyle.DotLine))
        right = place.left() + (place.width() if width is None else width)
        painter.drawLine(QPointF(place.left(), place.bottom()), QPointF(right, place.bottom()))

    def _slope_words(self) -> str:
        """Return the local derivative of a gate of one input, once it has been used."""
        state, kind, wire = self._state, self.node.kind, (self.node.id, 0)
        if state.mode == "forward" or len(self.node.inputs) != 1 or kind.has_number:
            return ""
        slope = state.gradients.slopes.get(wire)
        if slope is None or state.share(wire) is None:
            return ""
        name = kind.local_name if _is_formula(kind.local_name) else "slope"
        return f"{name} = {state.numbers.gradient_digits.text(slope)}"

    def _draw_slope(self, painter: QPainter) -> None:
        """Write the local derivative below the gate."""
        painter.setFont(serif(round(NOTE * self._larger)))
        painter.setPen(theme().colors.backward_text)
        middle = CENTRE | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._slope_place(), middle, self._slope_words())

    def _slope_place(self) -> QRectF:
        box = self.form.box
        return QRectF(box.center().x() - SLOPE_WIDTH / 2, box.bottom() + 3, SLOPE_WIDTH, 20)

    def _words_place(self) -> QRectF:
        box, height = self.form.box, WORDS_LINE * len(self._trouble) + 8
        width = max(map(text_width, self._trouble)) + 16
        return QRectF(box.center().x() - width / 2, box.bottom() + 6, width, height)

    def _draw_trouble(self, painter: QPainter) -> None:
        """Say below the gate why it has no number."""
        colors, place = theme().colors, self._words_place()
        painter.setBrush(colors.backward_fill)
        painter.setPen(QPen(colors.backward, 1))
        painter.drawRoundedRect(place, RADIUS_FIELD, RADIUS_FIELD)
        top = place.top() + 4
        for number, words in enumerate(self._trouble):
            row = QRectF(place.left() + 8, top + number * WORDS_LINE, WORDS_WIDTH, WORDS_LINE)
            write(painter, row, words, colors.text, HINT, REGULAR, LEFT)
