"""How a number came about, as the rows of a table: terms, sums, paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.walking.names import OF_SAMPLES, Kind, Name
from bpstudio.ui.numbers import figure
from bpstudio.ui.passes.words import full_symbol, is_backward, symbol, unit_title
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.lines import Factor, Line
    from bpstudio.runtime.walking.names import Number
    from bpstudio.runtime.walking.routes import Route
    from bpstudio.runtime.walking.sums import Opened
    from bpstudio.ui.passes.state import PassesState

DIGITS = 4
NOT_YET = "?"
OVER_SAMPLES = (Kind.DW, Kind.DB, Kind.LOSS)

Cell = tuple[str, "Number | None", "QColor", bool]


def row_of(walked: Walked, opened: Opened, line: Line, digits: int) -> tuple[Cell, Cell, Cell]:
    """Return the cells of a line: two factors, and what they make."""
    colors = theme().colors
    is_back = is_backward(opened.number.name.kind)
    ink = colors.backward_text if is_back else colors.text
    is_strong = line.role in ("sum", "result")
    value: Cell = (_value(line), None, ink if is_strong else colors.text, is_strong)
    nothing: Cell = ("", None, colors.text, False)
    if line.role == "result":
        return (f"= {full_symbol(opened.number)}", None, ink, True), nothing, value
    if line.role == "sum":
        return ("sum", None, colors.text2, False), nothing, value
    if line.role == "rest":
        return (f"the {line.words} others", None, colors.text2, False), nothing, value
    cells = [_factor(walked, opened, factor, digits) for factor in line.factors]
    if line.role == "factor":
        first = cells[0] if cells else (line.words, None, colors.text2, False)
        return (f"× {first[0]}", *first[1:]), nothing, value
    if line.words:
        if not cells:
            return (line.words, None, colors.text2, False), nothing, value
        return (line.words, cells[0][1], colors.text2, False), _joined(cells), value
    if len(cells) == 1:
        return cells[0], nothing, value
    return cells[0], (f"× {cells[1][0]}", *cells[1][1:]), value


def _joined(cells: list[Cell]) -> Cell:
    """Return a cell for all the factors of a function; it opens the first."""
    return (", ".join(cell[0] for cell in cells), *cells[0][1:])


def _factor(walked: Walked, opened: Opened, factor: Factor, digits: int) -> Cell:
    colors, number = theme().colors, factor.number
    value = figure(factor.value, digits)
    if number is None:
        return f"{factor.words} = {value}", None, colors.text2, False
    words = symbol(number)
    if len(walked.samples) > 1 and opened.number.name.kind in OVER_SAMPLES:
        if number.name.kind is Kind.DELTA or number.name.kind is Kind.LOSSES:
            words = f"{walked.samples[number.column]}: {words}"
    kind = number.name.kind
    color = colors.text
    if is_backward(kind):
        color = colors.backward_text
    elif kind in OF_SAMPLES and kind is not Kind.T:
        color = colors.forward_text
    return f"{words} = {value}", number, color, False


def _value(line: Line) -> str:
    value = figure(line.value, DIGITS)
    is_added = line.role in ("term", "rest") and line.value >= 0
    return f"+{value}" if is_added else value


def gradient_of(number: Number) -> Name | None:
    """Return the array with the gradient of a weight or a bias; None for what is neither."""
    kinds = {Kind.W: Kind.DW, Kind.B: Kind.DB}
    kind = kinds.get(number.name.kind)
    return None if kind is None else Name(kind, number.name.layer)


def _sorted(routes: Sequence[Route], is_made: bool) -> Sequence[Route]:
    """Return the paths in the order of what they add; before that is known, as they come."""
    return sorted(routes, key=lambda route: -abs(route.gradient)) if is_made else routes


def route_rows(walked: Walked, state: PassesState, opened: Opened) -> list[tuple[Cell, Cell, Cell]]:
    """Return a row for each path, and one for what they add up to.

    What they add is told once the gradient is made; before, one may predict it.
    """
    colors, layer = theme().colors, opened.number.name.layer
    gradient = gradient_of(opened.number)
    is_made = gradient is not None and state.is_made(gradient)
    rows: list[tuple[Cell, Cell, Cell]] = []
    for route in _sorted(opened.routes, is_made):
        names = []
        for k, (unit, by_skip) in enumerate(zip(route.units, route.skips, strict=True)):
            name = unit_title(walked, state.data, layer + k, unit)
            names.append(f"{name} (skip)" if by_skip else name)
        value = figure(route.gradient, DIGITS) if is_made else NOT_YET
        sign = "+" if is_made and route.gradient >= 0 else ""
        rows.append(
            (
                (" → ".join([*names, "L"]), None, colors.text, False),
                ("", None, colors.text, False),
                (sign + value, None, colors.backward_text, False),
            )
        )
    letters = "∂L/∂w" if opened.number.name.kind is Kind.W else "∂L/∂b"
    total: Cell = (f"= {letters}", None, colors.backward_text, True)
    value = figure(opened.gradient, DIGITS) if is_made else NOT_YET
    rows.append((total, ("", None, colors.text, False), (value, None, colors.backward_text, True)))
    return rows
