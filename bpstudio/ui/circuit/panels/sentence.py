"""The status bar of the circuit in words: one plain sentence, and how large the circuit is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.circuit.panels.wire_names import END, wire_text
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.ui.circuit.state import CircuitState

EMPTY = "The circuit is empty: drag a gate onto the canvas, or type an expression above it."
NO_OUTPUT = "No gate leads to L yet: choose the one whose value is L."


def circuit_sentence(state: CircuitState) -> str:
    """Return what there is to say of the circuit: trouble, the step, the rule, what counts most."""
    circuit = state.circuit
    if not circuit.nodes:
        return EMPTY
    troubles = state.values.troubles or state.gradients.troubles
    if troubles:
        at, words = next(iter(troubles.items()))
        return f"{_name(circuit, at)}: {words}"
    if circuit.output is None:
        return NO_OUTPUT
    if not state.is_done:
        return _step_sentence(state)
    if state.covered:
        return f"{counted(len(state.covered), 'gradient')} to predict: type one on its “?”."
    current = state.selection.current
    node = circuit.by_id.get(current) if current is not None else None
    if node is not None and node.gate == "multiply" and len(node.inputs) == 2:
        return _swap_sentence(state, node)
    return _largest_sentence(state)


def has_trouble(state: CircuitState) -> bool:
    """Whether some gate has no value, or a gradient is too large."""
    is_built = state.circuit.output is not None
    return is_built and bool(state.values.troubles or state.gradients.troubles)


def circuit_summary(circuit: Circuit) -> str:
    """Return how large a circuit is: ``5 inputs · 5 gates · float64``."""
    sources = sum(node.kind.is_source for node in circuit.nodes)
    gates = counted(len(circuit.nodes) - sources, "gate")
    return f"{counted(sources, 'input')} · {gates} · float64"


def _step_sentence(state: CircuitState) -> str:
    if not state.done:
        return "Before the forward pass: the inputs have their values. Step gate by gate."
    step = state.steps[state.done - 1]
    node = state.circuit.by_id[step.node]
    if not step.is_backward:
        made = state.value_text(node.id)
        return f"Forward: {_name(state.circuit, node.id)} works out its value, {made}."
    came = state.gradient_text(node.id)
    rule = node.kind.rule_for(len(node.inputs))
    return f"Backward: {came} comes in at {_name(state.circuit, node.id)}. {rule}"


def _swap_sentence(state: CircuitState, node: Node) -> str:
    """Return which input of a product moves L more: the one beside the larger value."""
    first, second = node.inputs
    values, shares = state.values.values, state.gradients.wires
    if first is None or second is None or first == second or (node.id, 0) not in shares:
        return _largest_sentence(state)
    by_first, by_second = shares[node.id, 0], shares[node.id, 1]
    if abs(by_first) == abs(by_second):
        return _largest_sentence(state)
    slot, large = (0, second) if abs(by_first) > abs(by_second) else (1, first)
    small = node.inputs[slot]
    assert small is not None
    size = state.numbers.value_digits.text(abs(values[large]))
    return (
        f"Multiply swaps its inputs: the larger |{wire_text(state.circuit, large)}| = {size} makes "
        f"{wire_text(state.circuit, small)} the input that moves {END} more: "
        f"{state.share_text((node.id, slot))} per unit."
    )


def _largest_sentence(state: CircuitState) -> str:
    """Return which of the inputs moves L most."""
    circuit, gradients = state.circuit, state.gradients.gradients
    inputs = [n.id for n in circuit.order if n.gate == "input" and n.id in circuit.leading]
    if not inputs:
        return f"No input leads to {END}: nothing could be moved."
    largest = max(inputs, key=lambda node: abs(gradients.get(node, 0.0)))
    name, gradient = wire_text(circuit, largest), state.gradient_text(largest)
    if not gradients.get(largest):
        return f"No input moves {END}: all gradients are 0."
    return f"Of {counted(len(inputs), 'input')} {name} moves {END} most: {gradient} per unit."


def _name(circuit: Circuit, node: int) -> str:
    called = circuit.called(node)
    return called[:1].upper() + called[1:] if not circuit.by_id[node].name else called
