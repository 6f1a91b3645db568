"""The rule of a gate as an equation: with the names of its inputs, and with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import numbers_equation, rule_equation
from bpstudio.experiment.circuits.names import fresh_name, name_tex
from bpstudio.ui.circuit.panels.local_slope import slope_text
from bpstudio.ui.circuit.panels.wire_names import number_text
from bpstudio.ui.numbers import MINUS, NONE

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.ui.circuit.state import CircuitState

UNKNOWN = "?"
OUTPUTS = ("z", "s", "q")  # what a gate's value is called in its rule: the first that no input has


def equation_with_names(circuit: Circuit, node: Node, slot: int) -> str:
    r"""Return the rule for an input in TeX: ``∂L/∂w_1 = x_1 · ∂L/∂z``."""
    names = [_name(circuit, source, place) for place, source in enumerate(node.inputs)]
    number = number_text(node) if node.gate == "softmax" else r"k" if node.kind.has_number else ""
    z = name_tex(node.name or _free_name(circuit, node))
    return rule_equation(node.kind, names, slot, number, z)


def equation_with_numbers(state: CircuitState, node: Node, slot: int) -> str:
    """Return the rule with the numbers that are told in it; "" where one is missing."""
    inputs = [NONE if source is None else state.value_text(source) for source in node.inputs]
    z, upstream = state.value_text(node.id), state.gradient_text(node.id)
    share = state.share_text((node.id, slot))
    if {NONE, UNKNOWN} & {*inputs, z, upstream, share}:
        return ""
    tex = numbers_equation(
        node.kind,
        inputs,
        slot,
        number=number_text(node),
        z=z,
        upstream=upstream,
        gradient=share,
        slope=slope_text(state, node, slot),
    )
    return f"= {tex}".replace(MINUS, "-")


def _free_name(circuit: Circuit, node: Node) -> str:
    """Return what the value of a gate without a name is called: as none of its inputs is."""
    taken = {circuit.by_id[source].name for source in node.sources}
    free = (name for name in OUTPUTS if name not in taken)
    return next(free, fresh_name(OUTPUTS[0], taken))


def _name(circuit: Circuit, source: int | None, place: int) -> str:
    """Return what an input is called: its name, or u with its number."""
    name = circuit.by_id[source].name if source is not None else ""
    return name_tex(name) if name else rf"u_{{{place + 1}}}"
