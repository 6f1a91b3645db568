"""From a circuit to an expression, as a text that can be typed, or in TeX.

A value that feeds one gate is written where it is used; one that feeds several has a line of its
own, and so has what would be nested too deeply.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from bpstudio.experiment.circuits.names import OUTPUT_NAME
from bpstudio.experiment.circuits.styles import ATOM, STYLES, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.engine.flow import Circuit, Node
    from bpstudio.experiment.circuits.styles import Style

OPEN = "?"  # stands for what isn't wired
MAX_NESTED = 40


class Line(NamedTuple):
    """One line of an expression, ``name = meaning``."""

    name: str
    meaning: str


def expression_text(circuit: Circuit, numbers: bool = False) -> str:
    """Return the output of a circuit as a text that `parse_expression` reads; "" without one.

    With `numbers`, the inputs' numbers are written, too: ``w = 2; L = w x``.
    """
    lines = _lines(circuit, STYLES["text"], _plain)
    given = []
    if numbers and lines:
        called = _names(circuit)
        given = [
            Line(called[node.id], _plain(node.number))
            for node in circuit.nodes
            if node.gate == "input" and node.id in circuit.leading
        ]
    return "; ".join(f"{name} = {meaning}" for name, meaning in [*given, *lines])


def expression_tex(
    circuit: Circuit, number: Callable[[float], str] | None = None
) -> tuple[str, ...]:
    """Return the output of a circuit in TeX, a line for each value that has one; L is the last.

    Parameters
    ----------
    number
        Writes the numbers of constants.
    """
    lines = _lines(circuit, STYLES["tex"], number or _plain)
    name = STYLES["tex"].name
    return tuple(f"{name(line.name)} = {line.meaning}" for line in lines)


def _lines(circuit: Circuit, style: Style, number: Callable[[float], str]) -> list[Line]:
    if circuit.output is None:
        return []
    names, lines = _names(circuit), []
    parts: dict[int, Part] = {}
    for node in circuit.order:
        if node.id not in circuit.leading:
            continue
        inputs = [Part(OPEN, ATOM) if n is None else parts[n] for n in node.inputs]
        part = style.part(node, names.get(node.id, ""), inputs, number)
        if node.id == circuit.output:
            lines.append(Line(OUTPUT_NAME, part.text))
        elif node.id in names and not node.kind.is_source:
            lines.append(Line(names[node.id], part.text))
            part = Part(style.name(names[node.id]), ATOM)
        parts[node.id] = part
    return lines


def _names(circuit: Circuit) -> dict[int, str]:
    """Return names for the inputs, and for the gates that have a line of their own."""
    taken = {node.name for node in circuit.nodes} | {OUTPUT_NAME}
    fresh = (f"v{number}" for number in count(1) if f"v{number}" not in taken)
    names: dict[int, str] = {}
    depth: dict[int, int] = {}
    for node in circuit.order:
        if node.id not in circuit.leading:
            continue
        within = 1 + max((depth[n] for n in node.inputs if n is not None), default=0)
        if node.gate == "input" or _is_shared(circuit, node) or within > MAX_NESTED:
            names[node.id] = node.name or next(fresh)
            within = 0
        depth[node.id] = within
    return names


def _is_shared(circuit: Circuit, node: Node) -> bool:
    """Whether a gate's value is used more than once on the way to the output."""
    uses = sum(to in circuit.leading for to, _ in circuit.wires_from.get(node.id, ()))
    return uses > 1 and not node.kind.is_source


def _plain(value: float) -> str:
    """Return a number by the fewest digits that mean it: ``2``, ``0.1``, ``1e-07``."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
