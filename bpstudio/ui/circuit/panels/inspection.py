"""What the inspector tells of a gate: its output, its inputs, upstream x local, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import numbers_equation
from bpstudio.experiment.circuits.names import name_text
from bpstudio.ui.circuit.panels.cells import Cell, Kind, Row
from bpstudio.ui.circuit.panels.local_slope import slope_text
from bpstudio.ui.circuit.panels.own_number import own_gradient
from bpstudio.ui.circuit.panels.wire_names import name_cell, number_text, wire_text
from bpstudio.ui.numbers import MINUS, NONE
from bpstudio.ui.tex.words import plain_text

if TYPE_CHECKING:
    from bpstudio.engine.flow import Node, Wire
    from bpstudio.ui.circuit.panels.predictions import Covered
    from bpstudio.ui.circuit.state import CircuitState

UNKNOWN = "?"
OUTPUT, INCOMING = "output", "incoming"
_UPSTREAM = "U"  # stands for the number that comes in, while the rest of a product is written
MOST_TERMS = 4  # of a sum that are written out


def gate_rows(state: CircuitState, number: int) -> list[Row]:
    """Return the rows of a gate: what comes out, then a row for each input."""
    node = state.circuit.by_id[number]
    rows = [_output_row(state, node)]
    if node.kind.is_source:
        return rows + _branch_rows(state, number)
    for slot, source in enumerate(node.inputs):
        if source is not None:
            rows.append(_input_row(state, node, slot, source))
    own = own_gradient(state.circuit, state.gradients, state.values, number)
    if own is not None:
        rows.append(_own_row(state, node, own))
    return rows


def sums(state: CircuitState, number: int) -> list[str]:
    """Return the sums over branches in which the gradients of a gate's wires are added up."""
    node = state.circuit.by_id[number]
    told = dict.fromkeys((number, *(source for source in node.inputs if source is not None)))
    lines = (sum_text(state, of) for of in told)
    return [line for line in lines if line]


def sum_text(state: CircuitState, number: int) -> str:
    """Return the gradient of a node as a sum over its branches; "" where there is one at most.

    Nor is there one to be told while the gradient is to be predicted.
    """
    wires = branches(state, number)
    if len(wires) < 2 or number in state.covered:
        return ""
    name = wire_text(state.circuit, number)
    shares = [state.share_text(wire) for wire in wires]
    terms = shares if len(shares) <= MOST_TERMS else [*shares[: MOST_TERMS - 1], "…", shares[-1]]
    added = " + ".join(f"({term})" if term.startswith(MINUS) else term for term in terms)
    total = state.gradient_text(number)
    return f"{name}: sum over {len(wires)} branches: {added} = {total}"


def branches(state: CircuitState, number: int) -> list[Wire]:
    """Return the wires through which a gradient comes back to a node."""
    wires = state.circuit.wires_from.get(number, ())
    return [wire for wire in wires if wire[0] in state.circuit.leading]


def is_told(state: CircuitState, number: int) -> bool:
    """Whether the whole gradient of a node is there and may be told."""
    if number in state.covered or number in state.covered_values:
        return False
    return state.is_done or number in state.progress.complete


def _output_row(state: CircuitState, node: Node) -> Row:
    if not node.kind.is_source:
        return Row((Cell(OUTPUT, Kind.WORDS), *_numbers(state, node.id, INCOMING)), node.id)
    count = len(branches(state, node.id))
    summed = f"sum of {count}" if count > 1 else ""
    name = name_cell(state.circuit, node.id)
    return Row((name, *_numbers(state, node.id, summed)), node.id)


def _input_row(state: CircuitState, node: Node, slot: int, source: int) -> Row:
    wire = (node.id, slot)
    share, covered = state.share(wire), source in state.covered
    gradient = Cell(
        UNKNOWN if covered else state.share_text(wire),
        Kind.GRADIENT,
        "" if share is None else exact(share),
        (source, "gradient") if covered and len(branches(state, source)) == 1 else None,
    )
    value = value_cell(state, source)
    product = Cell(product_text(state, node, slot), Kind.NOTE, _product_words(state, node, slot))
    return Row((name_cell(state.circuit, source), value, product, gradient), source)


def _branch_rows(state: CircuitState, number: int) -> list[Row]:
    """Return what comes back to a source from each gate that it feeds."""
    rows = []
    for node, slot in branches(state, number):
        into = state.circuit.by_id[node]
        cells = (
            Cell(f"from {name_text(into.name) or into.kind.label.lower()}", Kind.WORDS),
            Cell("", Kind.VALUE),
            Cell(product_text(state, into, slot), Kind.NOTE, _product_words(state, into, slot)),
            Cell(state.share_text((node, slot)), Kind.GRADIENT, _exact(state.share((node, slot)))),
        )
        rows.append(Row(cells, number))
    return rows


def _own_row(state: CircuitState, node: Node, gradient: float) -> Row:
    """Return the row of a gate's own number, such as k: it could be learned, too."""
    source = node.inputs[0]
    assert source is not None
    is_told = state.gradient(node.id) is not None and state.value(source) is not None
    digits = state.numbers.gradient_digits
    product = f"{state.value_text(source)} × {_upstream(state, node.id)}"
    cells = (
        Cell(node.kind.number_name, Kind.NAME),
        Cell(number_text(node).replace("-", MINUS), Kind.VALUE, exact(node.number)),
        Cell(product, Kind.NOTE),
        Cell(
            digits.text(gradient if is_told else None),
            Kind.GRADIENT,
            exact(gradient) if is_told else "",
        ),
    )
    return Row(cells, None)


def _numbers(state: CircuitState, number: int, note: str) -> tuple[Cell, Cell, Cell]:
    return value_cell(state, number), Cell(note, Kind.NOTE), gradient_cell(state, number)


def value_cell(state: CircuitState, number: int) -> Cell:
    """Return the cell with the value of a node."""
    covered: Covered | None = (number, "value") if number in state.covered_values else None
    return Cell(state.value_text(number), Kind.VALUE, _exact(state.value(number)), covered)


def gradient_cell(state: CircuitState, number: int) -> Cell:
    """Return the cell with the gradient of a node."""
    covered: Covered | None = (number, "gradient") if number in state.covered else None
    text, gradient = state.gradient_text(number), state.gradient(number)
    return Cell(text, Kind.GRADIENT, _exact(gradient), covered)


def product_text(state: CircuitState, node: Node, slot: int) -> str:
    """Return local x incoming of an input, in numbers as they stand on the screen."""
    if node.inputs[slot] in state.covered:
        return UNKNOWN
    local = local_text(state, node, slot)
    if local == NONE or state.gradient_text(node.id) == NONE:
        return NONE
    return f"{local} × {_upstream(state, node.id)}"


def local_text(state: CircuitState, node: Node, slot: int) -> str:
    """Return the local derivative of an input, written with the numbers that make it if they do."""
    texts = [NONE if of is None else state.value_text(of) for of in node.inputs]
    if NONE in texts:
        return NONE
    if UNKNOWN in (*texts, state.value_text(node.id)):
        return UNKNOWN
    tex = numbers_equation(
        node.kind,
        texts,
        slot,
        number=number_text(node),
        z=state.value_text(node.id),
        upstream=_UPSTREAM,
        gradient="",
        slope=slope_text(state, node, slot),
    )
    return plain_text(tex.rpartition(rf" \times {_UPSTREAM}")[0])


def _product_words(state: CircuitState, node: Node, slot: int) -> str:
    """Return what a tooltip says of local x incoming: both with all digits."""
    slope, upstream = state.gradients.slopes.get((node.id, slot)), state.gradient(node.id)
    if slope is None or upstream is None or state.share((node.id, slot)) is None:
        return ""
    return f"local {exact(slope)}\n× incoming {exact(upstream)}"


def _upstream(state: CircuitState, number: int) -> str:
    text = state.gradient_text(number)
    return f"({text})" if text.startswith(MINUS) else text


def exact(number: float) -> str:
    """Return a number with all its digits."""
    return repr(float(number)).replace("-", MINUS)


def _exact(number: float | None) -> str:
    return "" if number is None else exact(number)
