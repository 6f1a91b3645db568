"""What is at a place of the scene: a port, a number, a gate, a wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bpstudio.ui.circuit.shapes import REACH, TERMINAL

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.circuit.scene import CircuitScene

Part = Literal["output", "input", "number", "gate", "wire", "canvas"]


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


class Spots:
    """Finds what is at a place of a circuit's scene."""

    def __init__(self, scene: CircuitScene) -> None:
        self._scene = scene

    def at(self, at: QPointF) -> Spot:
        """Return what is at a place: ports first, then numbers, gates, wires."""
        return self.port(at) or self._number(at) or self._gate(at) or self._wire(at)

    def port(self, at: QPointF, reach: float = REACH) -> Spot | None:
        """Return the port nearest to a place, if one is within reach."""
        near = [(reach, Spot("canvas"))]
        for number, gate in self._scene.gates.items():
            shape = gate.form
            if not shape.bounds.adjusted(-reach, -reach, reach, reach).contains(at):
                continue
            near.append((_far(at, shape.output), Spot("output", number)))
            for slot in range(shape.slots):
                near.append((_far(at, shape.input(slot)), Spot("input", number, slot)))
        if self._scene.terminal.form is not None:
            end = self._scene.terminal.form.input(0)
            near.append((_far(at, end), Spot("input", TERMINAL)))
        spot = min(near, key=lambda pair: pair[0])[1]
        return None if spot.part == "canvas" else spot

    def _number(self, at: QPointF) -> Spot | None:
        for number, gate in self._scene.gates.items():
            place = gate.number_place()
            if place is not None and place.contains(at):
                return Spot("number", number)
        return None

    def _gate(self, at: QPointF) -> Spot | None:
        found = (number for number, gate in self._scene.gates.items() if gate.form.box.contains(at))
        number = next(found, None)
        if number is not None:
            return Spot("gate", number)
        terminal = self._scene.terminal.form
        if terminal is not None and terminal.box.contains(at):
            return Spot("gate", TERMINAL)
        return None

    def _wire(self, at: QPointF) -> Spot:
        route = self._scene.wires.at(at)
        return Spot("canvas") if route is None else Spot("wire", *route.into)

    def first_input(self, number: int | None) -> Spot | None:
        """Return the input of a gate that a wire dropped on it goes into: an open or a new one."""
        if number == TERMINAL:
            return Spot("input", TERMINAL)
        if number is None:
            return None
        inputs, kind = self._scene.gates[number].node.inputs, self._scene.gates[number].node.kind
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
            route = None if spot.node is None else self._scene.route_into((spot.node, spot.slot))
            return None if route is None else route.source
        return None if spot.node == TERMINAL else spot.node

    def output_of(self, number: int | None) -> Spot | None:
        """Return where the value of a gate comes out."""
        return None if number is None else Spot("output", number)


def _far(one: QPointF, other: QPointF) -> float:
    gap = one - other
    return float((gap.x() ** 2 + gap.y() ** 2) ** 0.5)
