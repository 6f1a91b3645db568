"""The scene: one item for each gate, kept by its id, and all wires in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from bpstudio.ui.canvas.frame import Frame
from bpstudio.ui.canvas.tag import Tag
from bpstudio.ui.circuit.gate_item import GateItem
from bpstudio.ui.circuit.ghost import GateGhost
from bpstudio.ui.circuit.routes import Route
from bpstudio.ui.circuit.shapes import TERMINAL, Shape, shape_of, terminal_shape
from bpstudio.ui.circuit.spots import Spots
from bpstudio.ui.circuit.terminal_item import TerminalItem
from bpstudio.ui.circuit.wires_item import WiresItem

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.diagram import Place
    from bpstudio.ui.circuit.spots import Spot
    from bpstudio.ui.circuit.state import CircuitState

Drawn = dict[int, tuple["Node", "Place"]]
EMPTY = QRectF(0, 0, 640, 360)  # px: what is in sight of a circuit without gates
MARGIN = 24.0


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
        self.spots = Spots(self)
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
        if node.id in self.gates:
            self.gates[node.id].put(node, shape)
        else:
            self.gates[node.id] = GateItem(self._state, node, shape)
            self.addItem(self.gates[node.id])

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
        """Return the way of each wire; one that is as it was keeps its line."""
        before, routes = {route.into: route for route in self.wires.routes}, []
        for node in circuit.nodes:
            for slot, source in enumerate(node.inputs):
                if source is not None:
                    start = self.gates[source].form.output
                    end = self.gates[node.id].form.input(slot)
                    routes.append(Route(source, (node.id, slot), start, end))
        if circuit.output is not None and self.terminal.form is not None:
            start, end = self.gates[circuit.output].form.output, self.terminal.form.input(0)
            routes.append(Route(circuit.output, (TERMINAL, 0), start, end))
        kept = (before.get(route.into) for route in routes)
        return [was if was == route else route for was, route in zip(kept, routes, strict=True)]

    def mark(self, current: int | None) -> None:
        """Show what is selected, and the gate that the keyboard is on, if that is to be seen."""
        selected = self._state.selection.nodes
        for number, gate in self.gates.items():
            gate.mark(number in selected, number == current)
        self.update()

    def forget_pictures(self) -> None:
        """Draw all gates anew, in the colours and the font of now."""
        for gate in self.gates.values():
            gate.forget_picture()
        self.update()

    def bounds(self) -> QRectF:
        """Return the room of the whole circuit."""
        if not self.gates:
            return EMPTY
        box = self.terminal.boundingRect()
        for gate in self.gates.values():
            box |= gate.boundingRect()
        return box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

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
