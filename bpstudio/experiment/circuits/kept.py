"""What stays when a circuit is wired anew: numbers and names, and places where all is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.places import placed

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.diagram import Diagram


def as_before(circuit: Circuit, given: Collection[str], before: Diagram) -> Diagram:
    """Return the diagram of a new circuit with what was there before.

    Inputs keep their numbers by their names, but those `given` anew; gates that are wired the
    same keep their names, and their places where nothing else changed.
    """
    old = before.circuit
    numbers = {node.name: node.number for node in old.nodes if node.gate == "input" and node.name}
    nodes = tuple(
        replace(node, number=numbers.get(node.name, node.number))
        if node.gate == "input" and node.name not in given
        else node
        for node in circuit.nodes
    )
    made = replace(circuit, nodes=nodes, incoming=old.incoming)
    same = _same(made, old)
    taken = {node.name for node in nodes}
    named = {
        new: name
        for new, past in same.items()
        if not made.by_id[new].name and (name := old.by_id[past].name) not in taken
    }
    made = replace(made, nodes=tuple(replace(n, name=named.get(n.id, n.name)) for n in nodes))
    if len(same) == len(old.nodes) == len(nodes):
        return placed(made, {new: before.places[past] for new, past in same.items()})
    return placed(made)


def _same(circuit: Circuit, old: Circuit) -> dict[int, int]:
    """Return for the nodes of a circuit those of an old one that are wired the same."""
    known: dict[Hashable, list[int]] = {}
    own = {node.id: node.id for node in old.nodes}
    for node in reversed(old.order):
        known.setdefault(_kind(node, own), []).append(node.id)
    same: dict[int, int] = {}
    for node in circuit.order:
        if alike := known.get(_kind(node, same)):
            same[node.id] = alike.pop()
    return same


def _kind(node: Node, called: dict[int, int]) -> Hashable:
    """Return what a node is, apart from its id, when those that feed it are called so."""
    if node.gate == "input":
        return node.gate, node.name
    inputs = tuple(None if n is None else called.get(n, -1) for n in node.inputs)
    return node.gate, inputs, node.number
