"""A circuit: gates wired to each other, as one frozen value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bpstudio.engine.flow.gates import GATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bpstudio.engine.flow.gate import Gate

    Onward = Callable[[int], Iterable[int | None]]

Wire = tuple[int, int]  # the node it goes into, and the slot there, from 0


class CircuitFault(ValueError):
    """Nodes that make no circuit; the message says why, `node` is the id of the culprit, or -1."""

    def __init__(self, node: int, reason: str) -> None:
        super().__init__(reason)
        self.node = node


@dataclass(frozen=True)
class Node:
    """One gate of a circuit.

    Parameters
    ----------
    id
        What the wires call it.
    gate
        The name of its kind.
    inputs
        For each slot the id of the node whose value comes in there; None where nothing is wired.
    number
        The gate's own number.
    name
        What the user calls its value, such as ``"w0"``; may be empty.
    """

    id: int
    gate: str
    inputs: tuple[int | None, ...] = ()
    number: float = 0.0
    name: str = ""

    @property
    def kind(self) -> Gate:
        """Its kind of gate."""
        return GATES[self.gate]

    @cached_property
    def sources(self) -> tuple[int, ...]:
        """The nodes wired to it, in the order of its slots; open slots are left out."""
        return tuple([source for source in self.inputs if source is not None])


@dataclass(frozen=True)
class Circuit:
    """Gates wired to each other.

    Open slots are allowed: a circuit may be unfinished. Unknown gates, wires from nowhere, too
    few or too many slots and cycles are not.

    Parameters
    ----------
    nodes
        The gates, in any order.
    output
        The id of the node whose value flows into L; None for no such node yet.
    incoming
        dL/d(output), the gradient that comes in there; 1 where the output is L itself.

    Raises
    ------
    CircuitFault
        When the nodes make no circuit.
    """

    nodes: tuple[Node, ...] = ()
    output: int | None = None
    incoming: float = 1.0

    def __post_init__(self) -> None:
        if len(self.by_id) != len(self.nodes):
            twice = next(node for node in self.nodes if self.by_id[node.id] is not node)
            raise CircuitFault(twice.id, f"two gates have the id {twice.id}")
        for node in self.nodes:
            _check(node, self.by_id)
        if not math.isfinite(self.incoming):
            raise CircuitFault(-1, "the gradient that comes in must be finite")
        if self.output is not None and self.output not in self.by_id:
            raise CircuitFault(self.output, f"there is no gate {self.output} to be the output")
        if len(self.order) < len(self.nodes):
            circle = self._circle()
            raise CircuitFault(circle[0], f"a circle: {self.chain(circle)}")

    @cached_property
    def by_id(self) -> dict[int, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """The nodes in topological order: each after all those that it needs."""
        missing = {
            node.id: sum(source is not None for source in node.inputs) for node in self.nodes
        }
        ready = [node.id for node in self.nodes if not missing[node.id]]
        for number in ready:  # grows while it is gone through
            for target, _ in self.wires_from.get(number, ()):
                missing[target] -= 1
                if not missing[target]:
                    ready.append(target)
        return tuple(self.by_id[number] for number in ready)

    @cached_property
    def wires_from(self) -> dict[int, tuple[Wire, ...]]:
        """For each node that feeds others, its wires, as (node, slot)."""
        wires: dict[int, list[Wire]] = {}
        for node in self.nodes:
            for slot, source in enumerate(node.inputs):
                if source is not None:
                    wires.setdefault(source, []).append((node.id, slot))
        return {source: tuple(into) for source, into in wires.items()}

    @cached_property
    def leading(self) -> frozenset[int]:
        """The ids of the output and of all nodes from which a path leads to it."""
        return frozenset() if self.output is None else self.needed_by(self.output)

    def needed_by(self, number: int) -> frozenset[int]:
        """Return the ids of a node and of all that its value is made of."""
        return self._reached(number, lambda at: self.by_id[at].inputs)

    def fed_by(self, number: int) -> frozenset[int]:
        """Return the ids of a node and of all that its value flows into."""
        return self._reached(number, lambda at: (to for to, _ in self.wires_from.get(at, ())))

    def called(self, number: int) -> str:
        """Return what a node is called in a sentence: its name, or its kind and id."""
        node = self.by_id[number]
        return node.name or f"{node.kind.label.lower()} {node.id}"

    def chain(self, ids: Iterable[int]) -> str:
        """Return nodes in a sentence, one after the other."""
        names = [self.called(number) for number in ids]
        return " → ".join(names if len(names) <= 8 else [*names[:4], "…", *names[-3:]])

    def with_node(self, node: Node) -> Circuit:
        """Return the circuit with another node in the place of the one with its id."""
        return replace(self, nodes=tuple(node if n.id == node.id else n for n in self.nodes))

    def _reached(self, start: int, onward: Onward) -> frozenset[int]:
        seen, open_ = {start}, [start]
        while open_:
            for number in onward(open_.pop()):
                if number is not None and number not in seen:
                    seen.add(number)
                    open_.append(number)
        return frozenset(seen)

    def _circle(self) -> list[int]:
        """Return the ids along a cycle, the first again at the end."""
        done = {node.id for node in self.order}
        at = next(node.id for node in self.nodes if node.id not in done)
        way: list[int] = []
        while at not in way:  # upstream there is always another one that isn't done
            way.append(at)
            at = next(n for n in self.by_id[at].inputs if n is not None and n not in done)
        return [*way[way.index(at) :], at][::-1]


def _check(node: Node, by_id: dict[int, Node]) -> None:
    if node.gate not in GATES:
        raise CircuitFault(node.id, f"there is no gate {node.gate!r}")
    kind, slots = node.kind, len(node.inputs)
    if not kind.fewest <= slots <= kind.limit:
        raise CircuitFault(node.id, f"{kind.label} takes {kind.takes}, not {slots}")
    for source in node.inputs:
        if source is not None and source not in by_id:
            raise CircuitFault(node.id, f"there is no gate {source} to be wired from")
    if not math.isfinite(node.number):
        raise CircuitFault(node.id, "its number must be finite")
