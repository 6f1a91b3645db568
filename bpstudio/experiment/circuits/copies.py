"""Copying, pasting and duplicating gates of a diagram."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits.checks import check_room, check_wires, names
from bpstudio.experiment.circuits.diagram import MAX_PLACE, Diagram
from bpstudio.experiment.circuits.names import fresh_name
from bpstudio.experiment.ids import fresh_ids

if TYPE_CHECKING:
    from collections.abc import Collection

    from bpstudio.experiment.circuits.diagram import Place

NEAR = (32.0, 32.0)  # how far a copy stands from what it copies


def excerpt(diagram: Diagram, ids: Collection[int]) -> Diagram:
    """Return some of the gates with the wires between them, as they are copied."""
    kept = [replace(n, inputs=_among(n, ids)) for n in diagram.circuit.nodes if n.id in ids]
    output = diagram.circuit.output if diagram.circuit.output in ids else None
    circuit = Circuit(tuple(kept), output, diagram.circuit.incoming)
    return Diagram(circuit, {node.id: diagram.places[node.id] for node in kept})


def insert(
    diagram: Diagram, other: Diagram, offset: Place = NEAR
) -> tuple[Diagram, tuple[int, ...]]:
    """Put the gates of another diagram in, as they are pasted; return their new ids, too."""
    check_room(len(diagram.circuit.nodes) + len(other.circuit.nodes))
    circuit, taken = diagram.circuit, names(diagram)
    fresh = dict(zip(other.places, fresh_ids(circuit.by_id), strict=False))
    made = []
    for node in other.circuit.nodes:
        name = fresh_name(node.name, taken)
        taken.add(name)
        inputs = tuple(None if source is None else fresh[source] for source in node.inputs)
        made.append(replace(node, id=fresh[node.id], inputs=inputs, name=name))
    places = {fresh[at]: _moved(place, offset) for at, place in other.places.items()}
    output = circuit.output
    if output is None and other.circuit.output is not None:
        output = fresh[other.circuit.output]
    joined = replace(circuit, nodes=(*circuit.nodes, *made), output=output)
    check_wires(joined)
    return Diagram(joined, {**diagram.places, **places}), tuple(node.id for node in made)


def duplicate(diagram: Diagram, ids: Collection[int]) -> tuple[Diagram, tuple[int, ...]]:
    """Copy gates beside themselves; what comes in from others comes in to the copies, too."""
    made, copies = insert(diagram, replace(excerpt(diagram, ids)))
    originals = (node for node in diagram.circuit.nodes if node.id in ids)
    for node, copy in zip(originals, copies, strict=True):
        known = made.circuit.by_id[copy].inputs
        inputs = tuple(a if a is not None else b for a, b in zip(known, node.inputs, strict=True))
        made = replace(
            made, circuit=made.circuit.with_node(replace(made.circuit.by_id[copy], inputs=inputs))
        )
    return made, copies


def _among(node: Node, ids: Collection[int]) -> tuple[int | None, ...]:
    return tuple(source if source in ids else None for source in node.inputs)


def _moved(place: Place, offset: Place) -> Place:
    x, y = (min(max(a + b, -MAX_PLACE), MAX_PLACE) for a, b in zip(place, offset, strict=True))
    return x, y
