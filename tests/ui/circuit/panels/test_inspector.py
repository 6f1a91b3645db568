from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits import edits
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.cell_view import CellView
from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tex.words import plain_text

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
Wire = Callable[[str], dict[str, int]]


def rows(inspector: CircuitInspector) -> list[list[str]]:
    model = inspector.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount())
    ]


def said(widget: QWidget) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible() and label.text())


def click(qtbot: QtBot, table: CellView, row: int, column: int = 0) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_with_nothing_selected_it_says_what_to_do(
    inspector: CircuitInspector, document: CircuitDocument
) -> None:
    assert "Select a gate" in said(inspector)
    assert not inspector.table.isVisible()
    document.new()
    assert "Drag a gate from the left" in said(inspector)


def test_multiply(inspector: CircuitInspector, state: CircuitState) -> None:
    state.selection.set((P1,))
    assert "Rule 3, multiply" in said(inspector)
    assert "Each input receives the other input’s value times" in said(inspector)
    assert "gate 2 of 5" in said(inspector)
    assert rows(inspector) == [
        ["output", "6.00", "incoming", "0.197"],
        ["w₁", "−3.00", "(−2.00) × 0.197", "−0.393"],
        ["x₁", "−2.00", "(−3.00) × 0.197", "−0.590"],
    ]
    names, numbers = inspector.card.names.tex, inspector.card.numbers.tex
    assert plain_text(names) == "∂L/∂w₁ = x₁ · ∂L/∂z"
    assert plain_text(numbers) == "= (−2.00) × 0.197 = −0.393"


def test_a_click_on_a_row_asks_about_that_input(
    inspector: CircuitInspector, state: CircuitState, qtbot: QtBot
) -> None:
    state.selection.set((P1,))
    assert "w₁ + h" in said(inspector.nudge)
    click(qtbot, inspector.table, 2)
    assert "x₁ + h" in said(inspector.nudge)
    assert plain_text(inspector.card.names.tex) == "∂L/∂x₁ = w₁ · ∂L/∂z"
    assert "One path from x₁ to L" in said(inspector.paths)
    # -3 * 1 * 1 * 0.197 = -0.590
    assert "(−3.00) × 1.00 × 1.00 × 0.197 = −0.590" in said(inspector.paths)
    click(qtbot, inspector.table, 0)
    assert "w₁x₁ + h" in said(inspector.nudge)


def test_a_double_click_goes_to_the_gate_that_feeds_it(
    inspector: CircuitInspector, state: CircuitState, qtbot: QtBot
) -> None:
    state.selection.set((A,))
    place = inspector.table.visualRect(inspector.table.model().index(1, 0)).center()
    qtbot.mouseClick(inspector.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(inspector.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert state.selection.nodes == (S,)


def test_an_input_that_feeds_several_gates(
    inspector: CircuitInspector, state: CircuitState, wire: Wire
) -> None:
    """L = x y + x, x = 3, y = 4: dL/dx = 4 + 1 = 5, by two paths."""
    ids = wire("x = 3; y = 4; L = x y + x")
    state.selection.set((ids["x"],))
    assert rows(inspector) == [
        ["x", "3.00", "sum of 2", "5.000"],
        ["from multiply", "", "4.00 × 1.000", "4.000"],
        ["from add", "", "1 × 1.000", "1.000"],
    ]
    assert "x: sum over 2 branches: 4.000 + 1.000 = 5.000" in said(inspector)
    assert "2 paths from x to L" in said(inspector.paths)
    assert "4.00 × 1.00 = 4.00" in said(inspector.paths)
    state.selection.set((ids["multiply"],))
    assert rows(inspector)[1] == ["x", "3.00", "4.00 × 1.000", "4.000"]  # this branch's share
    assert "x: sum over 2 branches" in said(inspector)


def test_a_great_many_paths_are_told_as_a_power_of_ten(
    inspector: CircuitInspector, state: CircuitState, document: CircuitDocument
) -> None:
    """L = 2^40 x by 40 gates that add a value to itself, which doubles the paths each time."""
    adders = (Node(number, "add", (number - 1, number - 1)) for number in range(1, 41))
    document.new(placed(Circuit((Node(0, "input", (), 1.0, "x"), *adders), 40)))
    state.selection.set((0,))
    told = said(inspector.paths)
    assert "1.1·10¹² paths from x to L" in told
    assert "… and 1.1·10¹² more" in told


def test_the_k_of_times_k_has_a_gradient_and_is_nudged(
    inspector: CircuitInspector, state: CircuitState, wire: Wire, qtbot: QtBot
) -> None:
    ids = wire("x = 3; L = 2 x")
    state.selection.set((ids["scale"],))
    assert rows(inspector)[2] == ["k", "2", "3.00 × 1.000", "3.000"]
    click(qtbot, inspector.table, 2)
    assert "k + h" in said(inspector.nudge)
    assert "the gradient predicts 3.00 × 0.01" in said(inspector.nudge)


def test_a_gradient_of_k_that_is_not_0_is_never_written_as_0(
    inspector: CircuitInspector, state: CircuitState, document: CircuitDocument
) -> None:
    """L = 0.01 * 2 x with x = 0.01: dL/dk = 0.01 * 0.01 = 0.0001."""
    nodes = (Node(0, "input", (), 0.01, "x"), Node(1, "scale", (0,), 2.0))
    document.new(placed(Circuit(nodes, 1, incoming=0.01)))
    state.selection.set((1,))
    assert rows(inspector)[1] == ["x", "0.01", "2 × 0.010", "0.020"]
    assert rows(inspector)[2] == ["k", "2", "0.01 × 0.010", "1.0·10⁻⁴"]


def test_numbers_follow_an_edit(
    inspector: CircuitInspector, state: CircuitState, document: CircuitDocument, qtbot: QtBot
) -> None:
    state.selection.set((P1,))
    click(qtbot, inspector.table, 2)
    document.edit("Change value", edits.set_number(document.diagram, W1, -1.0))
    assert rows(inspector)[1][1] == "−1.00"
    assert "x₁ + h" in said(inspector.nudge)  # the row that was chosen stays
    qtbot.waitUntil(lambda: "= (−1.00) × " in plain_text(inspector.card.numbers.tex))
    document.edit("Remove", edits.remove(document.diagram, (P1,)))
    assert "Select a gate" in said(inspector)


def test_trouble_is_told_at_the_gate(
    inspector: CircuitInspector, state: CircuitState, wire: Wire
) -> None:
    ids = wire("x = -1; L = log(x)")
    state.selection.set((ids["log"],))
    assert "The logarithm of a negative number isn’t defined" in said(inspector)
    assert rows(inspector)[0] == ["output", "–", "incoming", "–"]


@pytest.mark.parametrize(
    "text",
    [
        "L = softmax_2(a, b, c)",
        "L = cross_entropy(softmax_1(a, b), softmax_2(a, b), t, u)",
        "L = (a / b)^2 - exp(-c) + relu(a) tanh(b) max(a, b, c) log(a)",
        "L = a",
        "L = 3",
    ],
)
def test_every_gate_can_be_inspected(
    inspector: CircuitInspector, state: CircuitState, wire: Wire, text: str
) -> None:
    wire(text)
    for node in state.circuit.order:
        state.selection.set((node.id,))
        assert len(rows(inspector)) >= 1
        assert inspector.card.accessibleName()
        for row in range(len(rows(inspector))):
            inspector.table.selectRow(row)


def predict(qtbot: QtBot, inspector: CircuitInspector, row: int, text: str) -> None:
    """Click the question mark of a row, and type."""
    place: QPoint = inspector.table.visualRect(inspector.table.model().index(row, 3)).center()
    qtbot.mouseClick(inspector.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    type_into(qtbot, inspector.table, text)


def type_into(qtbot: QtBot, table: CellView, text: str) -> None:
    """Type into the open field, and wait until it was taken."""
    field = table.findChild(QLineEdit, "predictionField")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, text)
    with qtbot.waitSignal(field.destroyed):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_predicting_with_the_mouse(
    inspector: CircuitInspector, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    state.selection.set((P1,))
    predictions.set_on(True)
    assert [row[3] for row in rows(inspector)] == ["?", "?", "?"]
    assert rows(inspector)[1][2] == "?"  # the product would tell it
    click(qtbot, inspector.table, 1)
    predict(qtbot, inspector, 1, "0.39")
    assert "The size is right, the sign is not." in said(inspector)
    predict(qtbot, inspector, 1, "-0.39")
    assert "Right: −0.393." in said(inspector)
    assert rows(inspector)[1] == ["w₁", "−3.00", "(−2.00) × ?", "−0.393"]
    assert predictions.score == "1 right, 1 wrong; 8 numbers to go"


def test_predicting_with_the_keyboard(
    inspector: CircuitInspector, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    state.selection.set((P1,))
    predictions.set_on(True)
    inspector.table.setFocus()
    inspector.table.selectRow(2)
    qtbot.keyClicks(inspector.table, "-")
    type_into(qtbot, inspector.table, "0.6")
    assert rows(inspector)[2][3] == "−0.590"


def test_giving_up(
    inspector: CircuitInspector, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    state.selection.set((P1,))
    predictions.set_on(True)
    inspector.table.selectRow(1)
    reveal = inspector.findChild(QPushButton, "reveal")
    assert isinstance(reveal, QPushButton)
    qtbot.mouseClick(reveal, Qt.MouseButton.LeftButton)
    assert rows(inspector)[1][3] == "−0.393"
    assert "Revealed: −0.393." in said(inspector)
    assert not reveal.isVisible()


def test_stepping_forward_shows_dashes_first(
    inspector: CircuitInspector, state: CircuitState
) -> None:
    state.selection.set((S,))
    state.go_to(1)
    assert rows(inspector)[0] == ["output", "–", "incoming", "–"]
    assert rows(inspector)[1][0:2] == ["w₀x₀", "−2.00"]


def test_in_a_narrow_column_what_comes_back_is_told_whole(
    inspector: CircuitInspector, state: CircuitState
) -> None:
    inspector.resize(304, 700)
    state.selection.set((W1,))
    table = inspector.table
    note, model = table.columnWidth(2), table.model()
    assert rows(inspector)[1][0] == "from multiply"
    assert table.columnSpan(1, 0) == 2  # with the room of the value, which is in the row above
    assert table.sizeHintForIndex(model.index(1, 0)).width() <= sum(map(table.columnWidth, (0, 1)))
    assert table.sizeHintForIndex(model.index(1, 2)).width() <= note + 6  # px: no space at its end
    header = model.headerData(2, Qt.Orientation.Horizontal)
    assert header == "local × incoming"
    state.selection.set((P1,))
    assert table.columnSpan(1, 0) == 1
