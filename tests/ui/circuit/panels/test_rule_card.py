"""The rule of a gate in the inspector: with the names of its inputs, and with their numbers."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tex.words import plain_text

Wire = Callable[[str], dict[str, int]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("L = max(a, b, c)", "z"),
        ("L = max(z, a, b)", "s"),
        ("L = max(z, s, q)", "z₀"),
        ("L = max(z, s, q, z0)", "z₁"),
    ],
)
def test_what_comes_out_has_a_name_of_its_own(
    inspector: CircuitInspector, state: CircuitState, wire: Wire, text: str, value: str
) -> None:
    state.selection.set((wire(text)["max"],))
    assert plain_text(inspector.card.names.tex).endswith(f"∂L/∂{value}")


@pytest.mark.parametrize(
    ("text", "gate", "row", "rule"),
    [
        # sigma(6) = 0.99753, which is 1.00; 0.99753 * 0.00247 = 0.00247
        ("x = 6; L = sigma(x)", "sigmoid", 1, "0.002 × 1.000 = 0.002"),
        # sigma(4.2) = 0.98523: 0.01455, which 0.99 * 0.01 isn't
        ("x = 4.2; L = sigma(x)", "sigmoid", 1, "0.015 × 1.000 = 0.015"),
        # sigma(3) = 0.95257: 0.04518, and 0.95 * 0.05 = 0.0475 is near that
        ("x = 3; L = sigma(x)", "sigmoid", 1, "0.95(1 − 0.95) × 1.000 = 0.045"),
        # in two decimals both are 1.00
        ("x = 1.001; y = 1; L = max(x, y)", "max", 1, "1.000 × 1.000 = 1.000"),
        ("x = 1.001; y = 1; L = max(x, y)", "max", 2, "0.000 × 1.000 = 0.000"),
        ("x = 2; y = 1; L = max(x, y)", "max", 1, "[2.00 > 1.00] × 1.000 = 1.000"),
        # softmax(0, log 3) = (0.25, 0.75): 0.25 * 0.75 = 0.1875, and -0.25 * 0.75
        ("a = 0; b = 1.0986122886681098; L = softmax_1(a, b)", "softmax", 1,
         "0.188 × 1.000 = 0.188"),
        ("a = 0; b = 1.0986122886681098; L = softmax_1(a, b)", "softmax", 2,
         "(−0.188) × 1.000 = −0.188"),
    ],
)  # fmt: skip
def test_the_rule_with_its_numbers_is_true(
    inspector: CircuitInspector,
    state: CircuitState,
    wire: Wire,
    qtbot: QtBot,
    text: str,
    gate: str,
    row: int,
    rule: str,
) -> None:
    state.selection.set((wire(text)[gate],))
    click_row(qtbot, inspector, row)
    qtbot.waitUntil(lambda: plain_text(inspector.card.numbers.tex) == f"= {rule}")
    told = str(inspector.table.model().index(row, 2).data())
    assert told == rule.partition(" = ")[0]


def click_row(qtbot: QtBot, inspector: CircuitInspector, row: int) -> None:
    place = inspector.table.visualRect(inspector.table.model().index(row, 0)).center()
    qtbot.mouseClick(inspector.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
