"""Edits of the wires of a diagram, and of how many inputs a gate has.

A wire is named by the slot it goes into: (target, slot).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.checks import check_wires, node_of
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.diagram import Diagram


def wire(diagram: Diagram, source: int, target: int, slot: int | None = None) -> Diagram:
    """Wire the value of `source` into a slot of `target`, in place of what was wired there.

    Without a `slot`, into the first open one; a gate that takes more inputs gets one more. Where
    the output is wired on, the end of where that leads is the output.

    Raises
    ------
    Refusal
        When the value would depend on itself, or there is no such slot.
    """
    circuit, node = diagram.circuit, node_of(diagram, target)
    node_of(diagram, source)
    if slot is None:
        slot = node.inputs.index(None) if None in node.inputs else len(node.inputs)
    grown = _with_slot(circuit, node, slot)
    _refuse_circle(circuit, source, target)
    inputs = (*grown.inputs[:slot], source, *grown.inputs[slot + 1 :])
    made = circuit.with_node(replace(grown, inputs=inputs))
    if circuit.output == source:
        ahead = made.fed_by(source)
        end = next(n.id for n in reversed(made.order) if n.id in ahead)
        made = replace(made, output=end)
    check_wires(made)
    return replace(diagram, circuit=made)


def unwire(diagram: Diagram, target: int, slot: int) -> Diagram:
    """Take the wire off a slot; where a gate of many inputs can do without the slot, it goes."""
    node = node_of(diagram, target)
    if not 0 <= slot < len(node.inputs):
        raise Refusal(diagram.circuit.called(target), f"has no input {slot + 1}")
    return replace(diagram, circuit=diagram.circuit.with_node(opened(node, [slot])))


def set_inputs(diagram: Diagram, number: int, slots: int) -> Diagram:
    """Give a gate another number of inputs; the first stay wired."""
    node = node_of(diagram, number)
    kind = node.kind
    called = diagram.circuit.called(number)
    if not kind.fewest <= slots <= kind.limit:
        raise Refusal(called, f"takes {kind.takes}, not {slots}")
    if kind.name == "cross_entropy":
        if slots % 2:
            raise Refusal(called, "needs a target for each output: an even number of inputs")
        half = len(node.inputs) // 2
        parts = (node.inputs[:half], node.inputs[half:])
        inputs = sum((sized(part, slots // 2) for part in parts), ())
    else:
        inputs = sized(node.inputs, slots)
    own = min(node.number, slots) if kind.name == "softmax" else node.number
    made = diagram.circuit.with_node(replace(node, inputs=inputs, number=own))
    return replace(diagram, circuit=made)


def sized(inputs: tuple[int | None, ...], slots: int) -> tuple[int | None, ...]:
    """Return as many slots: the first of `inputs`, then open ones."""
    return (*inputs[:slots], *(None,) * (slots - len(inputs)))


def opened(node: Node, slots: Iterable[int]) -> Node:
    """Return a node without the wires in some slots, and without those slots that can go."""
    inputs: list[int | None] = list(node.inputs)
    for slot in sorted(slots, reverse=True):
        if node.kind.folds and len(inputs) > node.kind.fewest:
            del inputs[slot]
        else:
            inputs[slot] = None
    return replace(node, inputs=tuple(inputs))


def _with_slot(circuit: Circuit, node: Node, slot: int) -> Node:
    """Return a node that has a slot of this number, or refuse."""
    inputs, kind = node.inputs, node.kind
    if 0 <= slot < len(inputs):
        return node
    called = circuit.called(node.id)
    if kind.is_source:
        raise Refusal(called, "takes no inputs: its value is a number of its own")
    grows = kind.can_grow and kind.name != "cross_entropy" and len(inputs) < kind.limit
    if slot == len(inputs) and grows:
        return replace(node, inputs=(*inputs, None))
    if slot == len(inputs):
        reason = "all its inputs are wired already" if len(inputs) > 1 else "its input is wired"
        raise Refusal(called, f"{reason}; take a wire off first")
    raise Refusal(called, f"has no input {slot + 1}")


def _refuse_circle(circuit: Circuit, source: int, target: int) -> None:
    if source == target:
        raise Refusal(circuit.called(target), "can’t be wired into itself")
    if source not in circuit.fed_by(target):
        return
    way = [source]  # back from the source, until the target is there
    ahead = circuit.fed_by(target)
    while way[-1] != target:
        way.append(next(n for n in circuit.by_id[way[-1]].inputs if n in ahead and n is not None))
    chain = circuit.chain([source, *reversed(way)])
    raise Refusal("", f"that would be a circle, {chain}: a value can’t depend on itself")
