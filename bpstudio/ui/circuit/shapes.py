"""Where the parts of a gate are: its box, its ports, the numbers at its output. Places in px."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from bpstudio.ui.canvas.ink import text_width
from bpstudio.ui.canvas.symbol import symbol_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.engine.flow import Node

BOX, PORT_PITCH = 64.0, 24.0
LABEL_ROOM = 16.0  # px beside what a gate is called
PILL, PILL_HEIGHT, PILL_MARGIN = 56.0, 40.0, 14.0
NAME_SIZE = 20  # px
PORT, REACH = 4.5, 11.0  # the radius of a port, and how near to it the mouse has to be
NUMBERS_LEFT, NUMBERS_WIDTH, NUMBER_HEIGHT = 10.0, 72.0, 20.0
TERMINAL = -1  # the id by which L, the end of the circuit, goes among the gates
TERMINAL_GAP = 128.0  # from the output's middle to that of L


@dataclass(frozen=True)
class Shape:
    """The parts of one gate.

    Parameters
    ----------
    centre
        The middle of its box.
    size
        Of its box.
    slots
        How many inputs it has.
    is_pill
        Whether its ends are round: inputs, constants and L are.
    """

    centre: QPointF
    size: QSizeF
    slots: int
    is_pill: bool

    @cached_property
    def box(self) -> QRectF:
        """The gate itself."""
        corner = self.centre - QPointF(self.size.width() / 2, self.size.height() / 2)
        return QRectF(corner, self.size)

    @cached_property
    def output(self) -> QPointF:
        """The port at which its value comes out."""
        return QPointF(self.box.right(), self.centre.y())

    def input(self, slot: int, slots: int | None = None) -> QPointF:
        """Return the port at which input `slot` comes in, were there so many `slots`."""
        share = (slot + 0.5) / max(slots or self.slots, 1)
        return QPointF(self.box.left(), self.box.top() + share * self.box.height())

    @cached_property
    def value_place(self) -> QRectF:
        """Where its value stands: above the wire that comes out."""
        at = self.output + QPointF(NUMBERS_LEFT, -NUMBER_HEIGHT - 2)
        return QRectF(at, QSizeF(NUMBERS_WIDTH, NUMBER_HEIGHT))

    @cached_property
    def gradient_place(self) -> QRectF:
        """Where its gradient stands: below the wire."""
        at = self.output + QPointF(NUMBERS_LEFT, 2)
        return QRectF(at, QSizeF(NUMBERS_WIDTH, NUMBER_HEIGHT))

    @cached_property
    def bounds(self) -> QRectF:
        """All of it, with its numbers."""
        return self.box.united(self.value_place).united(self.gradient_place)


def shape_of(node: Node, place: tuple[float, float]) -> Shape:
    """Return the shape of a gate whose box has its middle at `place`."""
    if node.kind.is_source:
        width = max(symbol_width(node.name, NAME_SIZE) + 2 * PILL_MARGIN, PILL)
        return Shape(QPointF(*place), QSizeF(width, PILL_HEIGHT), 0, is_pill=True)
    height = max(BOX, PORT_PITCH * len(node.inputs))
    width = max(BOX, text_width(node.kind.label.lower()) + LABEL_ROOM)
    return Shape(QPointF(*place), QSizeF(width, height), len(node.inputs), is_pill=False)


def terminal_shape(output: Shape | None, others: Sequence[QRectF]) -> Shape:
    """Return the shape of L: beside the output, or where something stands there, right of all."""
    size, half = QSizeF(PILL, PILL_HEIGHT), QPointF(PILL / 2, PILL_HEIGHT / 2)
    right = max(box.right() for box in others) + TERMINAL_GAP / 2
    if output is None:
        middle = sum(box.center().y() for box in others) / len(others)
        return Shape(QPointF(right, middle), size, 1, is_pill=True)
    centre = output.output + QPointF(TERMINAL_GAP, 0)
    place = QRectF(centre - half, size).adjusted(-8, -24, 8, 80)
    if any(place.intersects(box) for box in others):
        centre.setX(right)
    return Shape(centre, size, 1, is_pill=True)
