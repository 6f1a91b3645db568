"""A gate's local derivative as a number, where that must stand for what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.engine.flow import Node
    from bpstudio.ui.circuit.state import CircuitState

OFF = 0.1  # of a local derivative: one that the texts tell worse than that isn't written of them


def slope_text(state: CircuitState, node: Node, slot: int) -> str:
    """Return the local derivative of an input; "" where the texts of the values make it, too.

    They don't where it needs other values, as that of a softmax, and where rounding has left too
    little: a sigmoid near its end would have ``1.00 (1 - 1.00)``.
    """
    slope = state.gradients.slopes.get((node.id, slot))
    if slope is None or not (node.kind.needs_more or _is_off(state, node, slot, slope)):
        return ""
    return state.numbers.gradient_digits.text(slope)


def _is_off(state: CircuitState, node: Node, slot: int, slope: float) -> bool:
    """Whether the local derivative of the values, rounded as their texts are, is another one."""
    values, digits = state.values.values, state.numbers.value_digits
    inputs = tuple(digits.rounded(values[source]) for source in node.sources)
    try:
        written = node.kind.slopes(inputs, node.number, digits.rounded(values[node.id]))[slot]
    except ArithmeticError:  # 1/0.00
        return True
    return abs(written - slope) > OFF * max(abs(written), abs(slope))
