"""The circuit in one plain sentence, with its numbers: what to look at now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.circuit.describe import node_name
from bpstudio.ui.circuit.panels.wire_names import wire_text
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node, Step
    from bpstudio.ui.circuit.state import CircuitState

NO_GATES = "No gates yet: drag one in from the left, or pick an example."
NO_OUTPUT = "Nothing flows into L yet: drag a wire from a gate to it."


def summary(circuit: Circuit) -> str:
    """Return how many inputs and gates there are."""
    sources = sum(node.kind.is_source for node in circuit.nodes)
    gates = len(circuit.nodes) - sources
    return f"{counted(sources, 'input')} · {counted(gates, 'gate')} · float64"


def sentence(state: CircuitState) -> str:
    """Return what is to be said of the circuit: trouble first, then the step, then a finding."""
    circuit = state.circuit
    if not circuit.nodes:
        return NO_GATES
    troubles = {**state.values.troubles, **state.gradients.troubles}
    if troubles:
        node, words = next(iter(troubles.items()))
        return f"{_capital(node_name(circuit, node))}: {words}"
    if circuit.output is None:
        return NO_OUTPUT
    if not state.is_done:
        return _progress(state)
    if state.covered:
        return f"{counted(len(state.covered), 'gradient')} to predict: type one on its “?”."
    return _of_selected(state) or _finding(state)


def _progress(state: CircuitState) -> str:
    """Return how far the passes are, and what the last step was."""
    done, total = state.done, len(state.steps)
    if state.last_step is None:
        return f"Before the first of {total} steps: only the inputs have values."
    return f"Step {done} of {total}, {_turn(state, state.last_step)}"


def _turn(state: CircuitState, step: Step) -> str:
    node = state.circuit.by_id[step.node]
    name = node_name(state.circuit, step.node)
    if not step.is_backward:
        if step.node in state.covered_values:
            return f"forward: {name} works out its value. What will it be?"
        return f"forward: {name} works out {state.value_text(step.node)}."
    if step.node in state.covered:
        return f"backward: {name} hands its gradient on."
    coming = state.gradient_text(step.node)
    return f"backward: {name} gets {coming}. {node.kind.rule_for(len(node.inputs))}"


def _of_selected(state: CircuitState) -> str:
    """Return what the selected gate does with the gradient; empty where it isn't one gate."""
    nodes = state.selection.nodes
    if len(nodes) != 1:
        return ""
    node = state.circuit.by_id[nodes[0]]
    if node.gate == "multiply" and (words := _swap(state, node)):
        return words
    if not node.kind.is_source:
        return f"{node.kind.label}: {node.kind.rule_for(len(node.inputs))}"
    if state.mode == "forward" or node.id in state.covered:
        return ""
    name, gradient = node_name(state.circuit, node.id), state.gradient_text(node.id)
    return f"If {name} moves a little, L moves {gradient} times as far."


def _swap(state: CircuitState, node: Node) -> str:
    """Return which input of a product moves L more: the one beside the larger value."""
    if len(node.inputs) != 2 or state.mode == "forward":
        return ""
    shares = [state.share((node.id, slot)) for slot in range(2)]
    first, second = node.inputs
    if None in (first, second, *shares) or first == second:
        return ""
    by_first, by_second = (abs(share or 0.0) for share in shares)
    if by_first == by_second:
        return ""
    slot = 0 if by_first > by_second else 1
    moved, large = (first, second) if slot == 0 else (second, first)
    assert moved is not None
    assert large is not None
    size = state.numbers.value_digits.text(abs(state.values.values[large]))
    return (
        f"Multiply swaps its inputs: the larger |{wire_text(state.circuit, large)}| = {size} makes "
        f"{wire_text(state.circuit, moved)} the input that moves L more: "
        f"{state.share_text((node.id, slot))} per unit."
    )


def _finding(state: CircuitState) -> str:
    """Return which input moves L most."""
    circuit = state.circuit
    found = {
        node.id: abs(state.gradients.gradients.get(node.id, 0.0))
        for node in circuit.nodes
        if node.gate == "input" and node.id not in state.covered
    }
    value = state.value_text(circuit.output) if circuit.output is not None else ""
    if state.mode == "forward" or state.covered or not any(found.values()):
        return f"L is {value}."
    most = max(found, key=lambda number: found[number])
    name, gradient = node_name(circuit, most), state.gradient_text(most)
    return f"L is {value}. {name} is the input that moves it most: {gradient} per unit."


def _capital(words: str) -> str:
    return words if len(words) < 3 else words[:1].upper() + words[1:]
