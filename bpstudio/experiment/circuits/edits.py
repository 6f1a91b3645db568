"""What a user can do to a diagram: pure functions from one value to the next.

Gates are named by their ids. An edit that can't be made raises `Refusal`, in words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.engine.flow import GATES, Circuit, Node
from bpstudio.experiment.circuits.checks import (
    check_number,
    check_place,
    check_room,
    names,
    node_of,
)
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.names import check_name
from bpstudio.experiment.circuits.places import arrange, free_place
from bpstudio.experiment.circuits.wiring import opened
from bpstudio.experiment.ids import fresh_id
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bpstudio.experiment.circuits.diagram import Place


def add(
    diagram: Diagram, gate: str, place: Place = (0.0, 0.0), name: str = ""
) -> tuple[Diagram, int]:
    """Put a gate at `place`, or at the next free one below; return its id, too.

    The first gate is the output.
    """
    if gate not in GATES:
        raise Refusal("gate", f"{gate!r} is unknown; there are {', '.join(GATES)}")
    kind = GATES[gate]
    check_room(len(diagram.circuit.nodes) + 1)
    number = fresh_id(diagram.circuit.by_id)
    slots: tuple[None, ...] = (None,) * (kind.first_inputs or kind.fewest)
    node = Node(number, gate, slots, kind.first_number, check_name(name, names(diagram)))
    circuit = replace(
        diagram.circuit,
        nodes=(*diagram.circuit.nodes, node),
        output=number if diagram.circuit.output is None else diagram.circuit.output,
    )
    where = free_place(diagram.places, place)
    check_place(kind.label, where)
    return Diagram(circuit, {**diagram.places, number: where}), number


def remove(diagram: Diagram, ids: Collection[int]) -> Diagram:
    """Remove gates and the wires at them; where one was the output, what fed it is the output."""
    circuit, gone = diagram.circuit, set(ids)
    for number in gone:
        node_of(diagram, number)
    kept = []
    for node in circuit.nodes:
        if node.id not in gone:
            slots = [slot for slot, source in enumerate(node.inputs) if source in gone]
            kept.append(opened(node, slots))
    left = Circuit(tuple(kept), _output_without(circuit, gone), circuit.incoming)
    return Diagram(left, {node.id: diagram.places[node.id] for node in kept})


def set_number(diagram: Diagram, number: int, value: float) -> Diagram:
    """Give a gate another number of its own: an input its value, "Times k" its k."""
    node = node_of(diagram, number)
    called = diagram.circuit.called(number)
    if not node.kind.has_number:
        raise Refusal(called, "has no number of its own")
    check_number(called, value)
    classes = len(node.inputs)
    if node.kind.name == "softmax" and not (value == int(value) and 1 <= value <= classes):
        raise Refusal(called, f"the class must be a whole number from 1 to {classes}")
    return replace(diagram, circuit=diagram.circuit.with_node(replace(node, number=float(value))))


def rename(diagram: Diagram, number: int, name: str) -> Diagram:
    """Call a gate's value by another name; none is had by two."""
    node = node_of(diagram, number)
    name = check_name(name, names(diagram) - {node.name})
    return replace(diagram, circuit=diagram.circuit.with_node(replace(node, name=name)))


def set_output(diagram: Diagram, number: int) -> Diagram:
    """Let the value of another gate flow into L."""
    node_of(diagram, number)
    return replace(diagram, circuit=replace(diagram.circuit, output=number))


def set_incoming(diagram: Diagram, gradient: float) -> Diagram:
    """Let another gradient come in at the output."""
    check_number("incoming gradient", gradient)
    return replace(diagram, circuit=replace(diagram.circuit, incoming=float(gradient)))


def move(diagram: Diagram, places: Mapping[int, Place]) -> Diagram:
    """Put gates elsewhere."""
    for number, place in places.items():
        node_of(diagram, number)
        check_place(diagram.circuit.called(number), place)
    return replace(diagram, places={**diagram.places, **places})


def arrange_all(diagram: Diagram) -> Diagram:
    """Put all gates in columns by their depth."""
    return replace(diagram, places=arrange(diagram.circuit))


def _output_without(circuit: Circuit, gone: set[int]) -> int | None:
    """Return what the output is without some gates: it, or the nearest that fed it."""
    output = circuit.output
    while output in gone:
        before = [n for n in circuit.by_id[output].inputs if n is not None]
        if not before:
            return next((n.id for n in reversed(circuit.order) if n.id not in gone), None)
        output = next((n for n in before if n not in gone), before[0])
    return output
