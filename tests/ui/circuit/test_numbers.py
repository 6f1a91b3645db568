"""Numbers on the canvas: dragged, typed, refused; what they make of all others."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits import edits
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.digits import GRADIENT_DECIMALS, VALUE_DECIMALS, Digits
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.numbers import plain
from tests.ui.circuit.circuits import neuron, on, press_and_move


def number_at(canvas: CircuitCanvas, node: int) -> QPointF:
    return canvas.board.gates[node].form.value_place.topLeft() + QPointF(8, 8)


def test_a_product_shows_the_numbers_worked_by_hand(state: CircuitState) -> None:
    # L = x y = 3 * -2 = -6; dL/dx = y = -2, dL/dy = x = 3
    assert [state.value_text(at) for at in (1, 2, 3)] == ["3.00", "−2.00", "−6.00"]
    assert [state.gradient_text(at) for at in (1, 2, 3)] == ["−2.000", "3.000", "1.000"]
    assert [state.share_text((3, slot)) for slot in (0, 1)] == ["−2.000", "3.000"]


def test_dragging_a_number_changes_all_others_live_and_is_one_undo_step(
    canvas: CircuitCanvas, state: CircuitState
) -> None:
    start = number_at(canvas, 1)
    press_and_move(canvas, start, start + QPointF(50, 0))
    # a hundredth a px: x = 3.5, so L = -7 and dL/dy = 3.5; the document waits for the release
    assert state.values.values[3] == pytest.approx(-7.0)
    assert state.gradients.gradients[2] == pytest.approx(3.5)
    assert state.document.diagram.circuit.by_id[1].number == 3.0
    QTest.mouseRelease(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=on(canvas, start + QPointF(50, 0))
    )
    assert state.document.diagram.circuit.by_id[1].number == 3.5
    assert state.document.undo_stack.count() == 1
    state.document.undo_stack.undo()
    assert state.values.values[3] == -6.0


def test_escape_leaves_a_dragged_number_as_it_was(
    canvas: CircuitCanvas, state: CircuitState
) -> None:
    start = number_at(canvas, 2)
    press_and_move(canvas, start, start + QPointF(80, 0))
    assert state.values.values[2] != -2.0
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert state.values.values[2] == -2.0
    assert not state.document.undo_stack.canUndo()


def test_a_double_click_lets_a_number_be_typed(
    canvas: CircuitCanvas, state: CircuitState, refused: list[str]
) -> None:
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=on(canvas, number_at(canvas, 1))
    )
    field = canvas.findChild(QLineEdit, "quickEdit")
    assert field.accessibleName() == "Value of x"
    field.setText("much")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert refused == ["“much” isn’t a number"]
    field.setText("−0,5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert state.circuit.by_id[1].number == -0.5
    assert state.values.values[3] == 1.0


@pytest.fixture
def float32(state: CircuitState) -> float:
    """The number of x, with more digits than a field shows: a weight that was learned."""
    number = float(np.float32(0.1))
    assert float(plain(number)) != number
    state.document.edit("x", edits.set_number(state.document.diagram, 1, number))
    state.document.undo_stack.setClean()
    return number


def open_number(qtbot: QtBot, canvas: CircuitCanvas) -> QLineEdit:
    canvas.window().activateWindow()
    at = on(canvas, number_at(canvas, 1))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    field = canvas.findChildren(QLineEdit, "quickEdit")[-1]  # one that closed may still be there
    qtbot.waitUntil(field.hasFocus)
    return field


def test_a_number_that_nobody_typed_keeps_all_its_digits(
    qtbot: QtBot, canvas: CircuitCanvas, state: CircuitState, float32: float
) -> None:
    field = open_number(qtbot, canvas)
    assert field.text() == "0.10000000149"
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: not field.isVisible())
    assert state.circuit.by_id[1].number == float32
    assert state.document.undo_stack.isClean()


def test_a_number_that_was_typed_back_keeps_all_its_digits(
    qtbot: QtBot, canvas: CircuitCanvas, state: CircuitState, float32: float
) -> None:
    field = open_number(qtbot, canvas)
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.isVisible()
    assert state.document.undo_stack.isClean()
    field = open_number(qtbot, canvas)
    QTest.keyClicks(field, "0.10000000149")
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert state.circuit.by_id[1].number == 0.1000000014


def test_enter_edits_the_number_and_f2_the_name(
    canvas: CircuitCanvas, state: CircuitState, refused: list[str]
) -> None:
    canvas.setFocus()
    state.selection.set((2,))
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    field = canvas.findChild(QLineEdit, "quickEdit")
    field.setText("x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert refused == ["Rename y: another gate is called x already"]
    field.setText("w1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert state.circuit.by_id[2].name == "w1"
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert state.circuit.by_id[2].number == -1.8
    state.document.undo_stack.undo()
    assert state.circuit.by_id[2].number == -2.0


def test_the_incoming_gradient_is_the_users_to_set(
    canvas: CircuitCanvas, state: CircuitState, qtbot: QtBot
) -> None:
    field = canvas.incoming.field
    assert canvas.incoming.isVisible()
    field.setValue(0.5)
    # upstream 0.5 times the local derivatives y and x
    assert [state.gradients.gradients[at] for at in (1, 2, 3)] == [-1.0, 1.5, 0.5]
    state.document.undo_stack.undo()
    assert field.value() == 1.0
    state.set_mode("forward")
    assert not canvas.incoming.isVisible()


def test_the_log_of_a_negative_number_is_said_at_the_gate(
    canvas: CircuitCanvas, state: CircuitState
) -> None:
    canvas.commands.select_all()
    state.selection.set((3,))
    canvas.commands.add("log")
    log = state.selection.nodes[0]
    assert "logarithm of a negative number" in canvas.board.gates[log].trouble
    assert state.value_text(log) == "–"
    assert state.gradient_text(1) == "–"
    canvas.editor.set_number(2, 2.0)
    # L = log(3 * 2), dL/dx = 1/x
    assert canvas.board.gates[log].trouble == ""
    assert state.gradients.gradients[1] == pytest.approx(1 / 3)


def test_a_neuron_has_the_numbers_of_the_chapter(state: CircuitState) -> None:
    state.document.new(neuron())
    # z = sigma(1) = 0.731, slope 0.731 * 0.269 = 0.197; times x0 = -1, w0 = 2, x1 = -2, w1 = -3
    texts = [state.gradient_text(at) for at in (1, 2, 3, 4, 5)]
    assert texts == ["−0.197", "0.393", "−0.393", "−0.590", "0.197"]
    assert state.value_text(10) == "0.73"


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((2.0, -1.0, 0.0), ["2.00", "−1.00", "0.00"]),
        ((2.0, 0.001), ["2.00", "0.00100"]),  # else nothing would be left of the second
        ((-0.0, 1e6), ["0", "1.0·10⁶"]),
    ],
)
def test_all_numbers_of_a_kind_have_the_same_digits(
    numbers: tuple[float, ...], texts: list[str]
) -> None:
    digits = Digits.of(numbers, VALUE_DECIMALS)
    assert [digits.text(number) for number in numbers] == texts
    assert Digits.of((1.0,), GRADIENT_DECIMALS).text(None) == "–"


def test_a_slope_that_is_not_0_is_never_written_as_0(canvas: CircuitCanvas) -> None:
    """sigma(8) = 0.99966, its slope is 0.000335; all gradients have 3 decimals: 10 and 0.003."""
    nodes = (Node(1, "input", (), 8.0, "x"), Node(2, "sigmoid", (1,)))
    canvas.state.document.new(placed(Circuit(nodes, 2, incoming=10.0)))
    assert canvas.state.gradient_text(1) == "0.003"
    assert canvas.board.gates[2]._slope_words() == "z(1 − z) = 3.4·10⁻⁴"


def test_a_long_incoming_gradient_is_told_in_three_digits_and_edited_with_more(
    canvas: CircuitCanvas,
) -> None:
    long = -0.37891234567891234
    canvas.setFocus()
    canvas.editor.set_incoming(long)
    field = canvas.incoming.field
    assert field.text() == "−0.379"
    field.setFocus()
    assert field.text() == "−0.378912345679"
    canvas.setFocus()
    assert field.text() == "−0.379"
    assert canvas.state.circuit.incoming == long
    assert canvas.state.document.undo_stack.count() == 1
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert canvas.state.circuit.incoming == 2.5
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert canvas.state.circuit.incoming == 2.6


def test_an_empty_circuit_has_no_numbers_to_explain(canvas: CircuitCanvas) -> None:
    assert canvas.legend._examples[0] != "–"
    canvas.state.document.new(Diagram())
    assert canvas.legend._examples == ("–", "–")


def test_the_incoming_field_of_a_small_picture_is_whole_in_sight(canvas: CircuitCanvas) -> None:
    middle = canvas.viewport().rect().center()
    for _ in range(2):  # L near the edge of a picture that is made smaller
        canvas.zoom.zoom(-360, middle)
        end = canvas.board.terminal.form
        assert end is not None
        canvas.zoom.shift(QPointF(end.centre.x() - canvas.mapToScene(790, 0).x(), 0))
        assert abs(canvas.mapFromScene(end.centre).x() - 790) <= 2
        field = canvas.incoming.field
        right = field.mapTo(canvas.viewport(), field.rect().topRight()).x()
        assert right < canvas.viewport().width()
    canvas.fit()
    at = canvas.mapFromScene(end.centre).x()
    field_at = field.mapTo(canvas.viewport(), field.rect().center()).x()
    assert abs(field_at - at) <= 2  # below L, where there is room
