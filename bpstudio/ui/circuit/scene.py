"""The scene: one item for each gate, kept by its id, all wires in one, and what is at a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from bpstudio.ui.canvas.frame import Frame
from bpstudio.ui.canvas.tag import Tag
from bpstudio.ui.circuit.gate_item import GateItem
from bpstudio.ui.circuit.ghost import GateGhost
from bpstudio.ui.circuit.routes import Route
from bpstudio.ui.circuit.shapes import REACH, TERMINAL, Shape, shape_of, terminal_shape
from bpstudio.ui.circuit.terminal_item import TerminalItem
from bpstudio.ui.circuit.wires_item import WiresItem

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.diagram import Place
    from bpstudio.ui.circuit.state import CircuitState

Drawn = dict[int, tuple["Node", "Place"]]
Part = Literal["output", "input", "number", "gate", "wire", "canvas"]
EMPTY = QRectF(0, 0, 640, 360)  # px: what is in sight of a circuit without gates
MARGIN = 24.0


@dataclass(frozen=True)
class Spot:
    """What is at a place.

    Parameters
    ----------
    part
        A port, a gate's own number, a gate, a wire, or nothing but the canvas.
    node
        The gate; of a wire the one that it goes into. TERMINAL for L.
    slot
        Of an input or a wire.
    """

    part: Part
    node: int | None = None
    slot: int = 0


class CircuitScene(QGraphicsScene):
    """What is drawn of a circuit's state.

    Signals
    -------
    arranged
        Something stands elsewhere.
    """

    arranged = Signal()

    def __init__(self, state: CircuitState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)  # all is drawn anyway
        self._state = state
        self.gates: dict[int, GateItem] = {}
        self._drawn: Drawn = {}
        self._output: int | None = None
        self.wires, self.terminal = WiresItem(state), TerminalItem(state)
        self.frame, self.tag, self.ghost = Frame(), Tag(), GateGhost()
        for item in (
            *(self.wires, self.wires.loose, self.terminal),
            *(self.frame, self.tag, self.ghost),
        ):
            self.addItem(item)
        state.circuit_changed.connect(self.follow)
        state.shown_changed.connect(self.update)
        state.pointed_changed.connect(self.update)
        self.follow()

    def follow(self) -> None:
        """Draw the circuit as it is now; items of gates that stay are kept."""
        circuit, places = self._state.circuit, self._state.numbers.places
        for number in self.gates.keys() - circuit.by_id.keys():
            self.removeItem(self.gates.pop(number))
        drawn, self._drawn = (
            self._drawn,
            {node.id: (node, places[node.id]) for node in circuit.nodes},
        )
        for node in circuit.nodes:
            before = drawn.get(node.id)
            if before is not None and _stands_alike(before, (node, places[node.id])):
                self.gates[node.id].set_node(node)
            else:
                self._put(node, shape_of(node, places[node.id]))
        if self._is_wired_otherwise(drawn):
            self.terminal.put(self._terminal_shape(circuit))
            self.wires.set_routes(self._routes(circuit))
            self.arranged.emit()
        self.update()

    def _put(self, node: Node, shape: Shape) -> None:
        if node.id not in self.gates:
            self.gates[node.id] = GateItem(self._state, node, shape)
            self.addItem(self.gates[node.id])
        self.gates[node.id].put(node, shape)

    def _is_wired_otherwise(self, before: Drawn) -> bool:
        """Whether wires or places are other ones than `before`; else only numbers are."""
        output, self._output = self._output, self._state.circuit.output
        if output != self._output or before.keys() != self._drawn.keys():
            return True
        return not all(
            _stands_alike(before[at], now) and before[at][0].inputs == now[0].inputs
            for at, now in self._drawn.items()
        )

    def _terminal_shape(self, circuit: Circuit) -> Shape | None:
        if not circuit.nodes:
            return None
        output = None if circuit.output is None else self.gates[circuit.output].form
        boxes = [gate.form.bounds for gate in self.gates.values()]
        return terminal_shape(output, boxes)

    def _routes(self, circuit: Circuit) -> list[Route]:
        routes = []
        for node in circuit.nodes:
            for slot, source in enumerate(node.inputs):
                if source is not None:
                    start = self.gates[source].form.output
                    end = self.gates[node.id].form.input(slot)
                    routes.append(Route(source, (node.id, slot), start, end))
        if circuit.output is not None and self.terminal.form is not None:
            start, end = self.gates[circuit.output].form.output, self.terminal.form.input(0)
            routes.append(Route(circuit.output, (TERMINAL, 0), start, end))
        return routes

    def mark(self, current: int | None) -> None:
        """Show what is selected, and the gate that the keyboard is on, if that is to be seen."""
        selected = self._state.selection.nodes
        for number, gate in self.gates.items():
            gate.mark(number in selected, number == current)
        self.update()

    def bounds(self) -> QRectF:
        """Return the room of the whole circuit."""
        if not self.gates:
            return EMPTY
        box = self.terminal.boundingRect()
        for gate in self.gates.values():
            box |= gate.boundingRect()
        return box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    # What is at a place

    def spot(self, at: QPointF) -> Spot:
        """Return what is at a place: ports first, then numbers, gates, wires."""
        return self.port(at) or self._number(at) or self._gate(at) or self._wire(at)

    def port(self, at: QPointF, reach: float = REACH) -> Spot | None:
        """Return the port nearest to a place, if one is within reach."""
        near = [(reach, Spot("canvas"))]
        for number, gate in self.gates.items():
            shape = gate.form
            if not shape.bounds.adjusted(-reach, -reach, reach, reach).contains(at):
                continue
            near.append((_far(at, shape.output), Spot("output", number)))
            for slot in range(shape.slots):
                near.append((_far(at, shape.input(slot)), Spot("input", number, slot)))
        if self.terminal.form is not None:
            end = self.terminal.form.input(0)
            near.append((_far(at, end), Spot("input", TERMINAL)))
        spot = min(near, key=lambda pair: pair[0])[1]
        return None if spot.part == "canvas" else spot

    def _number(self, at: QPointF) -> Spot | None:
        for number, gate in self.gates.items():
            place = gate.number_place()
            if place is not None and place.contains(at):
                return Spot("number", number)
        return None

    def _gate(self, at: QPointF) -> Spot | None:
        found = (number for number, gate in self.gates.items() if gate.form.box.contains(at))
        number = next(found, None)
        if number is not None:
            return Spot("gate", number)
        terminal = self.terminal.form
        if terminal is not None and terminal.box.contains(at):
            return Spot("gate", TERMINAL)
        return None

    def _wire(self, at: QPointF) -> Spot:
        route = self.wires.at(at)
        return Spot("canvas") if route is None else Spot("wire", *route.into)

    def first_input(self, number: int | None) -> Spot | None:
        """Return the input of a gate that a wire dropped on it goes into: an open or a new one."""
        if number == TERMINAL:
            return Spot("input", TERMINAL)
        if number is None:
            return None
        inputs, kind = self.gates[number].node.inputs, self.gates[number].node.kind
        if None in inputs:
            return Spot("input", number, inputs.index(None))
        if len(inputs) == 1 and not kind.can_grow:
            return Spot("input", number)  # in the place of the one that is there
        return Spot("input", number, len(inputs))  # where it takes no more, the edit says so

    def input_of(self, number: int, slot: int) -> Spot:
        """Return an input of a gate; one that there isn't, the edit refuses in words."""
        return Spot("input", number, slot)

    def terminal_spot(self) -> Spot:
        """Return what L is."""
        return Spot("gate", TERMINAL)

    def source_of(self, spot: Spot) -> int | None:
        """Return the node whose value is at a place: a gate's own, or what runs in a wire."""
        if spot.part in ("wire", "input"):
            route = None if spot.node is None else self.route_into((spot.node, spot.slot))
            return None if route is None else route.source
        return None if spot.node == TERMINAL else spot.node

    def output_of(self, number: int | None) -> Spot | None:
        """Return where the value of a gate comes out."""
        return None if number is None else Spot("output", number)

    def route_into(self, into: tuple[int, int]) -> Route | None:
        """Return the wire that goes into a slot."""
        return next((route for route in self.wires.routes if route.into == into), None)

    def light(self, spot: Spot | None, *, number: int | None = None) -> None:
        """Light a port that a wire would go to, and a number that could be dragged."""
        self.terminal.light(spot is not None and spot.node == TERMINAL)
        for node, gate in self.gates.items():
            lit: tuple[QPointF, ...] = ()
            if spot is not None and spot.node == node:
                lit = (gate.form.output,) if spot.part == "output" else ()
                if spot.part == "input":
                    lit = (gate.form.input(spot.slot, max(gate.form.slots, spot.slot + 1)),)
            if (lit, node == number) != (gate.lit, gate.number_lit):
                gate.lit, gate.number_lit = lit, node == number
                gate.update()


def _stands_alike(one: tuple[Node, Place], other: tuple[Node, Place]) -> bool:
    """Whether two states of a gate have the same box and ports at the same place."""
    (a, there), (b, here) = one, other
    shapes = [(node.gate, len(node.inputs), node.name) for node in (a, b)]
    return there == here and shapes[0] == shapes[1]


def _far(one: QPointF, other: QPointF) -> float:
    gap = one - other
    return float((gap.x() ** 2 + gap.y() ** 2) ** 0.5)
