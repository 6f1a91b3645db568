"""The two passes gate by gate: whose turn it is, and what is there after some of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bpstudio.engine.flow.calculus import Gradients, Values
    from bpstudio.engine.flow.circuit import Circuit, Wire


@dataclass(frozen=True)
class Step:
    """One gate's turn in one of the two passes."""

    node: int
    is_backward: bool


def steps(circuit: Circuit) -> tuple[Step, ...]:
    """Return the turns of the gates: all forward, then those that lead to the output backward.

    Inputs and constants have no turn: their values are there from the start.
    """
    gates = [node.id for node in circuit.order if not node.kind.is_source]
    back = [number for number in reversed(gates) if number in circuit.leading]
    return (*(Step(number, False) for number in gates), *(Step(number, True) for number in back))


@dataclass(frozen=True)
class Progress:
    """How far the passes are after some steps.

    Parameters
    ----------
    valued
        The nodes whose value is there.
    wires
        The wires through which a gradient has come back.
    so_far
        The gradients of nodes as summed up to now.
    complete
        The nodes whose gradient is complete.
    """

    valued: frozenset[int]
    wires: frozenset[Wire]
    so_far: dict[int, float]
    complete: frozenset[int]


def after(circuit: Circuit, values: Values, gradients: Gradients, done: int) -> Progress:
    """Return how far the passes are when the first `done` of the `steps` are done."""
    all_turns = steps(circuit)
    turns = all_turns[:done]
    begun = {step.node for step in turns if not step.is_backward}
    is_forward_done = len(begun) == sum(not step.is_backward for step in all_turns)
    valued = frozenset(
        node.id
        for node in circuit.nodes
        if node.id in values.values and (node.kind.is_source or node.id in begun)
    )
    back = [step.node for step in turns if step.is_backward]
    wires = frozenset(
        (node, slot) for node in back for slot in range(len(circuit.by_id[node].inputs))
    )
    so_far: dict[int, float] = {}
    if circuit.output is not None and gradients.gradients and is_forward_done:
        so_far[circuit.output] = circuit.incoming
    for node, slot in sorted(wires & gradients.wires.keys()):
        source = circuit.by_id[node].sources[slot]  # it has a gradient, so all are wired
        so_far[source] = so_far.get(source, 0.0) + gradients.wires[node, slot]
    return Progress(valued, wires, so_far, frozenset(_complete(circuit, so_far, wires)))


def _complete(circuit: Circuit, so_far: Iterable[int], wires: frozenset[Wire]) -> Iterator[int]:
    for number in so_far:
        due = (w for w in circuit.wires_from.get(number, ()) if w[0] in circuit.leading)
        if wires.issuperset(due):
            yield number
