from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.equation_view import EquationView
from bpstudio.ui.circuit.panels.expression_bar import ExpressionBar
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tex.words import plain_text
from bpstudio.ui.widgets.equation import equation_extent

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(state: CircuitState, shown: Callable[[QWidget], QWidget]) -> ExpressionBar:
    made = ExpressionBar(state)
    made.resize(800, 70)
    shown(made)
    return made


def typed(qtbot: QtBot, bar: ExpressionBar, text: str) -> None:
    bar.edit()
    bar.field.selectAll()
    qtbot.keyClicks(bar.field, text)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)


def test_it_shows_what_is_computed(bar: ExpressionBar) -> None:
    assert plain_text(bar.view.tex) == "a = w₀x₀ + w₁x₁ + b,  L = σ(a)" or (
        plain_text(bar.view.tex) == "L = σ(w₀x₀ + w₁x₁ + b)"
    )
    assert "sigma" in bar.view.accessibleName() or "σ" in bar.view.accessibleName()


def test_a_click_offers_the_text_and_enter_wires_another(
    bar: ExpressionBar, document: CircuitDocument, state: CircuitState, qtbot: QtBot
) -> None:
    before = document.diagram
    qtbot.mouseClick(bar.view, LEFT)
    assert bar.is_editing
    assert bar.field.text() == "L = sigma(w0 x0 + w1 x1 + b)"
    bar.field.selectAll()
    qtbot.keyClicks(bar.field, "L = tanh(w0 x0) + b^2")
    with qtbot.waitSignal(bar.wired):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert not bar.is_editing
    gates = sorted(node.gate for node in state.circuit.nodes)
    assert gates == ["add", "input", "input", "input", "multiply", "square", "tanh"]
    numbers = {node.name: node.number for node in state.circuit.nodes if node.gate == "input"}
    assert numbers == {"w0": 2, "x0": -1, "b": -3}  # numbers stay with their names
    assert plain_text(bar.view.tex) == "L = tanh(w₀x₀) + b²"
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.diagram == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sigma(w x", "Column 10: “)” is missing"),
        ("w x + ", "Column 7: something is missing here"),
        ("w ? x", "Column 3:"),
        ("2 + swish(x)", "Column 5: there is no gate swish"),
        ("", "Column 1: there is nothing to wire"),
    ],
)
def test_a_mistake_is_told_with_its_column_and_loses_nothing(
    bar: ExpressionBar, document: CircuitDocument, qtbot: QtBot, text: str, said: str
) -> None:
    before = document.diagram
    bar.edit()
    bar.field.clear()
    qtbot.keyClicks(bar.field, text)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.error.startswith(said)
    assert bar.is_editing
    assert bar.field.text() == text
    assert document.diagram is before
    qtbot.keyClicks(bar.field, "x")
    assert not bar.error


def test_escape_leaves_everything(
    bar: ExpressionBar, document: CircuitDocument, qtbot: QtBot
) -> None:
    before = document.diagram
    bar.edit()
    qtbot.keyClicks(bar.field, "nonsense(")
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.is_editing
    assert document.diagram is before


def test_the_keyboard_alone(bar: ExpressionBar, state: CircuitState, qtbot: QtBot) -> None:
    bar.view.setFocus()
    qtbot.keyClick(bar.view, Qt.Key.Key_Return)
    assert bar.is_editing
    assert bar.field.selectedText() == bar.field.text()
    qtbot.keyClicks(bar.field, "y z")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert [node.name for node in state.circuit.order if node.gate == "input"] == ["y", "z"]


def test_a_long_one_is_cut_and_a_network_can_be_shown(
    bar: ExpressionBar, state: CircuitState, wire: Callable[[str], dict[str, int]], qtbot: QtBot
) -> None:
    wire(" + ".join(f"w{n} x{n}" for n in range(60)))
    qtbot.waitUntil(lambda: len(bar.view.tex) > 500)
    bar.grab()
    bar.resize(300, 70)
    bar.grab()


def test_an_empty_circuit_invites(
    bar: ExpressionBar, document: CircuitDocument, qtbot: QtBot
) -> None:
    document.new()
    qtbot.waitUntil(lambda: not bar.view.tex)
    assert "type an expression" in bar.view.accessibleName()
    bar.grab()
    typed(qtbot, bar, "max(x, y)")
    assert [node.gate for node in document.diagram.circuit.nodes] == ["input", "input", "max"]


@pytest.mark.parametrize("tex", [r"L = \frac{1}{1 + e^{-a}}", r"L = \sigma\left(a\right)"])
def test_an_equation_is_set_into_the_height_that_there_is(qtbot: QtBot, tex: str) -> None:
    view = EquationView()
    qtbot.addWidget(view)
    view.resize(400, 38)
    size, base_line = view._set_into_height(tex)
    extent = equation_extent(tex, size)
    assert base_line - extent.ascent >= 1
    assert base_line + extent.descent <= 37
    assert size >= 12


def test_a_text_that_is_too_long_is_refused_not_cut(
    bar: ExpressionBar, document: CircuitDocument, qtbot: QtBot
) -> None:
    bar.edit()
    bar.field.setText("x + y " * 40_000)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.error == "Column 1: the text has over 200,000 characters."
    assert document.undo_stack.count() == 0
