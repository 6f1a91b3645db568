"""Diagrams as files and as the clipboard's text: read, write, refuse. Nothing is executed.

    {"format": "bpstudio-circuit", "version": 1,
     "nodes": [{"id": 1, "gate": "input", "number": 2, "name": "w0", "place": [0, 0]},
               {"id": 2, "gate": "sigmoid", "inputs": [1]}],
     "output": 2, "incoming": 1}

Inputs that are left out are open; so is null. Gates without a place are arranged in columns.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from bpstudio.engine.flow import GATES, MAX_INPUTS, Circuit, CircuitFault, Node
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.circuits.diagram import MAX_NODES, MAX_PLACE, MAX_WIRES
from bpstudio.experiment.circuits.names import check_name
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.fields import converted, shown, without_header
from bpstudio.experiment.spec import MAX_SEED, Number
from bpstudio.experiment.storage import parse_struct, read_text
from bpstudio.experiment.versions import CIRCUIT
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.circuits.diagram import Diagram, Place

MAX_BYTES = 2**21  # of the JSON text: far more than the largest circuit has

Id = Annotated[int, Meta(ge=0, le=MAX_SEED)]
Coordinate = Annotated[float, Meta(ge=-MAX_PLACE, le=MAX_PLACE)]


class NodeSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A gate as it stands in a file."""

    id: Id
    gate: str
    inputs: Annotated[tuple[Id | None, ...], Meta(max_length=MAX_INPUTS)] | None = None
    number: Number | None = None
    name: str = ""
    place: tuple[Coordinate, Coordinate] | None = None


class CircuitSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A circuit as it stands in a file, format and version aside."""

    nodes: Annotated[tuple[NodeSpec, ...], Meta(max_length=MAX_NODES)]
    output: Id | None = None
    incoming: Number = 1.0


def read_diagram(path: Path) -> Diagram:
    """Read the diagram of a JSON file.

    Raises
    ------
    Refusal
        When the file can't be read, isn't JSON, or doesn't describe a circuit; the place is
        within the file.
    """
    return parse_diagram(read_text(path, MAX_BYTES))


def parse_diagram(text: bytes) -> Diagram:
    """Return the diagram that the bytes of a JSON text describe."""
    spec = parse_struct(text, CIRCUIT, CircuitSpec, "a circuit", most=MAX_BYTES)
    return _diagram(spec)


def diagram_from_plain(plain: dict[str, Any]) -> Diagram:
    """Return the diagram that plain JSON values describe, header included."""
    spec = converted(without_header(plain, CIRCUIT), CircuitSpec)
    return _diagram(spec)


def diagram_text(diagram: Diagram) -> str:
    """Return the JSON text of a diagram: a line a gate."""
    circuit = diagram.circuit
    lines = [_line(node, diagram.places[node.id]) for node in circuit.nodes]
    nodes = ",".join(f"\n    {line}" for line in lines)
    return (
        f'{{\n  "format": "{CIRCUIT.name}",\n  "version": {CIRCUIT.newest},\n'
        f'  "nodes": [{nodes}\n  ],\n'
        f'  "output": {json.dumps(circuit.output)},\n'
        f'  "incoming": {json.dumps(_short(circuit.incoming))}\n}}\n'
    )


def write_diagram(diagram: Diagram, path: Path) -> bytes:
    """Write a diagram as JSON: the old file or the new one, never half of one.

    Returns the digest of what was written.

    Raises
    ------
    Refusal
        When the file can't be written; an older one at `path` is as it was.
    """
    return write_atomically(path, diagram_text(diagram).encode())


def parse_copied(text: str) -> Diagram:
    """Return the diagram that the clipboard's text describes, or refuse in one sentence."""
    if not text.strip():
        raise Refusal("", "the clipboard holds no gates; copy some first")
    try:
        return parse_diagram(text.encode("utf-8", "surrogatepass"))
    except Refusal as refusal:
        reason = refusal.reason if not refusal.place else f"{refusal.place} {refusal.reason}"
        raise Refusal("", f"the clipboard doesn’t hold a circuit: {reason}") from None


def _diagram(spec: CircuitSpec) -> Diagram:
    if sum(len(node.inputs or ()) for node in spec.nodes) > MAX_WIRES:
        raise Refusal("nodes", f"have more than {MAX_WIRES:,} wires in all")
    names: set[str] = set()
    nodes = [_node(node, f"nodes[{at}]", names) for at, node in enumerate(spec.nodes)]
    if spec.output is not None and spec.output not in {node.id for node in nodes}:
        raise Refusal("output", f"must be the id of a gate, and there is no gate {spec.output}")
    try:
        circuit = Circuit(tuple(nodes), spec.output, spec.incoming)
    except CircuitFault as fault:
        last = max(at for at, node in enumerate(nodes) if node.id == fault.node)
        raise Refusal(f"nodes[{last}]", str(fault)) from None
    places = {node.id: node.place for node in spec.nodes if node.place is not None}
    return placed(circuit, places)


def _node(spec: NodeSpec, where: str, names: set[str]) -> Node:
    if spec.gate not in GATES:
        raise Refusal(
            f"{where}.gate", f"{shown(spec.gate)} is unknown; there are {', '.join(GATES)}"
        )
    kind = GATES[spec.gate]
    if spec.number is not None and not kind.has_number:
        raise Refusal(f"{where}.number", f"is unknown: {kind.label} has no number of its own")
    try:
        name = check_name(spec.name, names)
    except Refusal as refusal:
        raise Refusal(f"{where}.name", refusal.reason) from None
    if name:
        names.add(name)
    slots = (None,) * (kind.first_inputs or kind.fewest)
    return Node(
        spec.id,
        spec.gate,
        slots if spec.inputs is None else spec.inputs,
        kind.first_number if spec.number is None else float(spec.number),
        name,
    )


def _line(node: Node, place: Place) -> str:
    fields: dict[str, Any] = {"id": node.id, "gate": node.gate}
    if node.name:
        fields["name"] = node.name
    if node.inputs:
        fields["inputs"] = node.inputs
    if node.kind.has_number:
        fields["number"] = _short(node.number)
    fields["place"] = [_short(at) for at in place]
    return json.dumps(fields, ensure_ascii=False)


def _short(number: float) -> float:
    """Return a number as one writes it: whole numbers without a point."""
    return int(number) if number == int(number) and abs(number) < 1e15 else number
