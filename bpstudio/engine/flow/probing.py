"""What a gradient means: nudge a value and see, and follow the paths that it sums up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.flow.calculus import Gradients, Values, forward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.engine.flow.circuit import Circuit, Wire

MAX_PATHS = 1_000  # that are written out


@dataclass(frozen=True)
class Nudge:
    """What a gradient predicts, and what really happens.

    Parameters
    ----------
    node, h
        Which value was moved, and by how much.
    before, after
        The value of the output.
    predicted
        gradient x h: by how much L moves, as the gradient has it.
    real
        incoming x (after - before): by how much L really moves.
    crosses
        A gate on the way that changed the side of its kink, where the gradient doesn't hold;
        None where there is none.
    """

    node: int
    h: float
    before: float
    after: float
    predicted: float
    real: float
    crosses: int | None


def nudged(
    circuit: Circuit, values: Values, gradients: Gradients, number: int, h: float
) -> Nudge | str:
    """Move one value by `h` and see what the output does.

    Returns
    -------
    Nudge or str
        A sentence where the output has no value, before or after.
    """
    output = circuit.output
    if output is None or output not in values.values:
        return "There is no gradient to check: the output has no value."
    if number not in values.values:
        return "There is nothing to nudge: it has no value."
    if number not in gradients.gradients:
        return "There is no gradient to check: somewhere it is too large for a number."
    moved = forward(circuit, {number: values.values[number] + h})
    if output not in moved.values:
        at, words = next(one for one in moved.troubles.items() if one[0] in circuit.leading)
        return f"Moved by {h:g}, {circuit.called(at)} has no value. {words}"
    before, after = values.values[output], moved.values[output]
    return Nudge(
        number,
        h,
        before,
        after,
        gradients.gradients[number] * h,
        circuit.incoming * (after - before),
        _crossed(circuit, values, moved),
    )


def _crossed(circuit: Circuit, values: Values, moved: Values) -> int | None:
    for node in circuit.order:
        pick = node.kind.pick
        if pick and node.id in circuit.leading:
            sides = (
                pick(tuple(of.values[source] for source in node.inputs if source is not None))
                for of in (values, moved)
            )
            if len(set(sides)) > 1:
                return node.id
    return None


@dataclass(frozen=True)
class Path:
    """One path from a node to the output, with the product of the local derivatives along it."""

    nodes: tuple[int, ...]
    wires: tuple[Wire, ...]
    product: float


@dataclass(frozen=True)
class Paths:
    """The paths from a node to the output.

    Parameters
    ----------
    count
        How many there are, all told.
    paths
        The first of them, `MAX_PATHS` at most. The sum of the products over all paths, times the
        gradient that comes in, is the node's gradient.
    """

    count: int
    paths: tuple[Path, ...]


def paths(circuit: Circuit, gradients: Gradients, number: int, most: int = MAX_PATHS) -> Paths:
    """Return the paths from a node to the output; the node itself is one to itself."""
    if number not in circuit.leading or not gradients.gradients:
        return Paths(0, ())
    found: list[Path] = []
    for path in _walk(circuit, gradients, number):
        if len(found) == most:
            break
        found.append(path)
    return Paths(_count(circuit, number), tuple(found))


def _count(circuit: Circuit, number: int) -> int:
    """Return how many paths there are: as many as from all that the node feeds."""
    counts = {circuit.output: 1}
    for node in reversed(circuit.order):
        if node.id != circuit.output:
            onward = circuit.wires_from.get(node.id, ())
            counts[node.id] = sum(counts[to] for to, _ in onward)
    return counts[number]


def _walk(circuit: Circuit, gradients: Gradients, number: int) -> Iterator[Path]:
    open_ = [Path((number,), (), 1.0)]
    while open_:
        path = open_.pop()
        if path.nodes[-1] == circuit.output:
            yield path
            continue
        for wire in reversed(circuit.wires_from.get(path.nodes[-1], ())):
            if wire[0] in circuit.leading:
                slope = gradients.slopes[wire]
                nodes, wires = (*path.nodes, wire[0]), (*path.wires, wire)
                open_.append(Path(nodes, wires, path.product * slope))
