"""A circuit in words: for tooltips, and for those who hear the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.names import name_text
from bpstudio.ui.canvas.tips import table
from bpstudio.ui.circuit.shapes import TERMINAL
from bpstudio.ui.numbers import MINUS

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Wire
    from bpstudio.ui.circuit.spots import Spot
    from bpstudio.ui.circuit.state import CircuitState

EXACT = 12  # significant digits in a tooltip


def exact(number: float | None) -> str:
    """Return a number with all digits that mean something; words where there is none."""
    return "not there" if number is None else f"{number:.{EXACT}g}".replace("-", MINUS)


def node_name(circuit: Circuit, node: int) -> str:
    """Return what a node's value is called: its name, or its gate and number."""
    name = circuit.by_id[node].name
    return name_text(name) if name else circuit.called(node)


def describe(state: CircuitState) -> str:
    """Return the circuit in sentences: each gate with what goes in and its two numbers."""
    circuit = state.circuit
    if not circuit.nodes:
        return "No gates yet"
    parts = [_node_words(state, node.id) for node in circuit.order]
    if circuit.output is not None:
        parts.append(f"L is {node_name(circuit, circuit.output)}")
    return "; ".join(parts)


def _node_words(state: CircuitState, number: int) -> str:
    circuit = state.circuit
    node = circuit.by_id[number]
    sources = [
        "nothing" if source is None else node_name(circuit, source) for source in node.inputs
    ]
    of = f" of {', '.join(sources)}" if sources else ""
    own = f"{name_text(node.name)}, " if node.name else ""
    words = f"{own}{node.kind.label.lower()}{of}"
    trouble = state.values.troubles.get(number)
    if trouble:
        return f"{words}: {trouble}"
    return f"{words}, value {state.value_text(number)}, gradient {state.gradient_text(number)}"


def current_words(state: CircuitState) -> str:
    """Return what the keyboard is on; empty where it is on nothing."""
    selection = state.selection
    if selection.wire is not None:
        node, slot = selection.wire
        source = state.circuit.by_id[node].inputs[slot]
        if source is not None:
            names = node_name(state.circuit, source), node_name(state.circuit, node)
            return f"wire from {names[0]} into {names[1]}, input {slot + 1}"
    return "" if selection.current is None else _node_words(state, selection.current)


def tip(state: CircuitState, spot: Spot) -> str:
    """Return what a tooltip says of what is at a place."""
    if spot.node is None:
        return ""
    if spot.node == TERMINAL:
        return _terminal_tip(state)
    if spot.part in ("wire", "input"):
        return _wire_tip(state, (spot.node, spot.slot))
    return _gate_tip(state, spot.node, of_output=spot.part == "output")


def _terminal_tip(state: CircuitState) -> str:
    output = state.circuit.output
    value = None if output is None else state.value(output)
    hint = "Drag the wire to another gate to make that the output."
    rows = [("value", exact(value)), ("incoming gradient", exact(state.circuit.incoming))]
    return table("L, the output", rows, hint)


def _wire_tip(state: CircuitState, wire: Wire) -> str:
    circuit = state.circuit
    node, slot = wire
    source = circuit.by_id[node].inputs[slot]
    title = f"input {slot + 1} of {node_name(circuit, node)}"
    if source is None:
        return table(title, [], "Nothing is wired in: drag from here to a gate, or from one here.")
    rows = [("value", exact(state.value(source)))]
    if source not in state.covered:
        rows.append(("gradient through it", exact(state.share(wire))))
        if len(circuit.wires_from[source]) > 1:
            rows.append(("all branches together", exact(state.gradient(source))))
    hint = "Drag its end off to wire it elsewhere, or away; from its middle to branch it."
    return table(f"{node_name(circuit, source)} → {title}", rows, hint)


def _gate_tip(state: CircuitState, number: int, *, of_output: bool) -> str:
    circuit, node = state.circuit, state.circuit.by_id[number]
    kind = node.kind
    title = f"{name_text(node.name)}: {kind.label}" if node.name else kind.label
    rows = [("value", exact(state.value(number)))]
    gradient = "to be predicted" if number in state.covered else exact(state.gradient(number))
    rows.append(("gradient", gradient))
    branches = len(circuit.wires_from.get(number, ()))
    if branches > 1:
        rows.append(("branches that it sums", str(branches)))
    hint = kind.rule_for(len(node.inputs))
    if of_output:
        hint = "Drag from here to an input to wire it."
    elif kind.has_number:
        hint += f" Drag its {kind.number_name}, or double-click to type it."
    return table(title, rows, hint)
