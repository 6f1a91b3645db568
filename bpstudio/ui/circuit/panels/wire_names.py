"""What the wire out of a gate is called: by its name, by what it is made of, or by its gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import value_equation
from bpstudio.experiment.circuits.names import name_tex, name_text
from bpstudio.ui.circuit.panels.cells import Cell, Kind
from bpstudio.ui.numbers import MINUS, plain
from bpstudio.ui.tex.words import plain_text

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node

MOST_PARTS = 3  # inputs of which a wire's name is made
END = "L"


def wire_tex(circuit: Circuit, number: int) -> str:
    """Return the wire out of a gate in TeX: its name, or ``w_0 x_0`` where it is made of names."""
    node = circuit.by_id[number]
    if node.name:
        return name_tex(node.name)
    if node.kind.is_source:
        return number_text(node)
    return formula_tex(circuit, number) or rf"\mathrm{{{circuit.called(number)}}}"


def formula_tex(circuit: Circuit, number: int) -> str:
    """Return what a gate makes of its inputs, in TeX; "" where they have no names to be told by."""
    node = circuit.by_id[number]
    sources = [circuit.by_id[source] for source in node.inputs if source is not None]
    has_names = all(source.name or source.kind.is_source for source in sources)
    if len(sources) < len(node.inputs) or not has_names or len(sources) > MOST_PARTS:
        return ""
    texts = [name_tex(source.name) if source.name else number_text(source) for source in sources]
    return value_equation(node.kind, texts, number_text(node)).partition(" = ")[2]


def number_text(node: Node) -> str:
    """Return a gate's own number as it was typed, with an ASCII minus."""
    return plain(node.number) if node.kind.has_number else ""


def wire_text(circuit: Circuit, number: int) -> str:
    """Return what the wire out of a gate is called, in a line of letters."""
    node = circuit.by_id[number]
    if node.name:
        return name_text(node.name)
    if node.kind.is_source:
        return number_text(node).replace("-", MINUS)
    formula = formula_tex(circuit, number)
    return plain_text(formula) if formula else circuit.called(number)


def name_cell(circuit: Circuit, number: int, *, with_end: bool = False) -> Cell:
    """Return the cell with a wire's name; `with_end` that of the output with L."""
    node, text = circuit.by_id[number], wire_text(circuit, number)
    has_words = not (node.name or node.kind.is_source or formula_tex(circuit, number))
    kind, symbol = Kind.WORDS if has_words else Kind.NAME, node.name
    if with_end and number == circuit.output and text != END:
        text, symbol = f"{text} = {END}", ""
    return Cell(text, kind, circuit.called(number) if has_words else text, symbol=symbol)
