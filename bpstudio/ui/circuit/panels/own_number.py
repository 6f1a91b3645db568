"""The gradient of a gate's own number, such as the k of "Times k", as if it were an input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.engine.flow import Node, backward, forward, nudged

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Gradients, Nudge, Values

OPENED = {"scale": "multiply"}  # the gate that has the number as its second input


def has_own_number(node: Node) -> bool:
    """Whether a gate has a number that could be an input."""
    return node.gate in OPENED


def own_gradient(
    circuit: Circuit, gradients: Gradients, values: Values, number: int
) -> float | None:
    """Return dL/dk of a gate's own number k: of z = k x it is x times the gradient of z.

    None where there is none, or no number.
    """
    node = circuit.by_id[number]
    if not has_own_number(node) or node.inputs[0] not in values.values:
        return None
    upstream = gradients.gradients.get(number)
    return None if upstream is None else values.values[node.inputs[0]] * upstream


def nudged_own(circuit: Circuit, number: int, h: float) -> Nudge | str:
    """Move a gate's own number by `h` and see what the output does; see `nudged`."""
    opened, of = _opened(circuit, number)
    values = forward(opened)
    if of not in values.values:
        return "There is no gradient to check: the output has no value."
    return nudged(opened, values, backward(opened, values), of, h)


def _opened(circuit: Circuit, number: int) -> tuple[Circuit, int]:
    """Return the circuit with the gate's number as an input of its own, and that input's id."""
    node, of = circuit.by_id[number], max(circuit.by_id) + 1
    gate = replace(node, gate=OPENED[node.gate], inputs=(*node.inputs, of), number=0.0)
    own = Node(of, "input", number=node.number, name=node.kind.number_name)
    others = (other for other in circuit.nodes if other.id != number)
    return replace(circuit, nodes=(*others, own, gate)), of
