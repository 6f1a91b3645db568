"""The gradient-flow calculus: values forward, gradients backward, along the wires of a circuit.

Forward, each gate works out its value from those that come in. Backward, each gate hands to each
of its inputs upstream x local: the gradient of its own value times the local derivative. A value
that feeds several gates sums what comes back from all of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.flow.gate import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.engine.flow.circuit import Circuit, Node, Wire

_TOO_STEEP = "The gradient is too large for a number."


@dataclass(frozen=True)
class Values:
    """What the forward pass leaves.

    Parameters
    ----------
    values
        By the ids of the nodes; those in trouble, and those that wait for them, have none.
    troubles
        Why a node has no value, in a sentence, for those where it begins.
    """

    values: dict[int, float]
    troubles: dict[int, str]


@dataclass(frozen=True)
class Gradients:
    """What the backward pass leaves.

    Parameters
    ----------
    gradients
        dL/d(value) by the ids of the nodes, summed over all branches; 0 where no path leads to
        the output. Empty where the output has no value, or there is none.
    wires
        The share of it that comes back through each wire, by (node, slot): upstream x local.
    slopes
        The local derivatives, by (node, slot).
    troubles
        Where a gradient isn't finite, by the id of the gate that would hand it on.
    """

    gradients: dict[int, float]
    wires: dict[Wire, float]
    slopes: dict[Wire, float]
    troubles: dict[int, str]


def forward(circuit: Circuit, instead: Mapping[int, float] | None = None) -> Values:
    """Work out the values of all nodes; those of `instead` have these values, come what may."""
    values: dict[int, float] = dict(instead) if instead else {}
    troubles: dict[int, str] = {}
    for node in circuit.order:
        if instead and node.id in instead:
            continue
        if words := _missing(node):
            troubles[node.id] = words
            continue
        try:
            inputs = tuple([values[source] for source in node.sources])
        except KeyError:  # it waits for a node that has no value either
            continue
        try:
            values[node.id] = node.kind.evaluate(inputs, node.number)
        except Trouble as trouble:
            troubles[node.id] = str(trouble)
    return Values(values, troubles)


def backward(circuit: Circuit, values: Values) -> Gradients:
    """Work out the gradients of all nodes and wires, from the values of the forward pass."""
    found = Gradients({}, {}, {}, {})
    output = circuit.output
    if output is None or output not in values.values:
        return found
    gradients = found.gradients
    gradients.update(dict.fromkeys(values.values, 0.0))
    gradients[output] = circuit.incoming
    for node in reversed(circuit.order):
        if node.id in circuit.leading:
            _hand_back(node, values.values, found)
            if node.id in found.troubles:
                return Gradients({}, {}, {}, found.troubles)
    return found


def _hand_back(node: Node, values: dict[int, float], found: Gradients) -> None:
    """Hand the gradient of a node's value on to its inputs: upstream x local."""
    sources = node.sources  # all of its slots: it has a value
    upstream = found.gradients[node.id]
    try:
        slopes = node.kind.slopes(
            tuple([values[source] for source in sources]), node.number, values[node.id]
        )
    except ArithmeticError:
        found.troubles[node.id] = _TOO_STEEP
        return
    for slot, (source, slope) in enumerate(zip(sources, slopes, strict=True)):
        share = upstream * slope
        total = found.gradients[source] + share
        if not (math.isfinite(slope) and math.isfinite(total)):
            found.troubles[node.id] = _TOO_STEEP
        found.slopes[node.id, slot] = slope
        found.wires[node.id, slot] = share
        found.gradients[source] = total


def _missing(node: Node) -> str:
    """Return which inputs of a node aren't wired, in a sentence; "" where all are."""
    if len(node.sources) == len(node.inputs):
        return ""
    open_ = [slot for slot, source in enumerate(node.inputs, start=1) if source is None]
    if len(node.inputs) == 1:
        return "The input isn’t wired."
    if len(open_) == len(node.inputs):
        return "No input is wired."
    names = ", ".join(map(str, open_))
    return f"Inputs {names} aren’t wired." if len(open_) > 1 else f"Input {names} isn’t wired."
