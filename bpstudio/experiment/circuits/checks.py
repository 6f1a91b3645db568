"""What an edit of a diagram looks up, and what it refuses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.diagram import MAX_NODES, MAX_PLACE, MAX_WIRES
from bpstudio.experiment.spec import MAX_NUMBER
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.diagram import Diagram, Place


def names(diagram: Diagram) -> set[str]:
    """Return the names that there are."""
    return {node.name for node in diagram.circuit.nodes} - {""}


def node_of(diagram: Diagram, number: int) -> Node:
    """Return the gate of this id, or refuse."""
    try:
        return diagram.circuit.by_id[number]
    except KeyError:
        raise Refusal("", f"there is no gate {number}") from None


def check_room(nodes: int) -> None:
    """Refuse more gates than a circuit may have."""
    if nodes > MAX_NODES:
        raise Refusal("", f"a circuit has {MAX_NODES:,} gates at most, and this would be {nodes:,}")


def check_wires(circuit: Circuit) -> None:
    """Refuse more wires than a circuit may have."""
    wires = sum(len(node.inputs) for node in circuit.nodes)
    if wires > MAX_WIRES:
        raise Refusal("", f"a circuit has {MAX_WIRES:,} wires at most, and this would be {wires:,}")


def check_number(place: str, value: float) -> None:
    """Refuse what is no finite number of a usual size."""
    if not math.isfinite(value):
        raise Refusal(place, f"must be a number, not {value}")
    if abs(value) > MAX_NUMBER:
        raise Refusal(place, f"must be at most {MAX_NUMBER:g} in size")


def check_place(called: str, place: Place) -> None:
    """Refuse a place where nothing could be seen."""
    if not all(math.isfinite(at) and abs(at) <= MAX_PLACE for at in place):
        raise Refusal(called, f"its place must be within ±{MAX_PLACE:g}")
