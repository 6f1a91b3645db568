"""Wires laid, taken off and refused with the mouse."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import (
    click,
    drag,
    inputs,
    middle,
    neuron,
    output,
    press_and_move,
    slot,
)


def add(canvas: CircuitCanvas, gate: str, x: float, y: float) -> int:
    number = canvas.editor.add(gate, (x, y))
    assert number is not None
    canvas.fit()
    return number


def test_a_wire_goes_from_an_output_to_an_input(canvas: CircuitCanvas) -> None:
    sigmoid = add(canvas, "sigmoid", 420, 60)
    drag(canvas, output(canvas, 3), slot(canvas, sigmoid))
    assert inputs(canvas, sigmoid) == (3,)
    assert canvas.state.circuit.output == sigmoid  # what it flows into is the end now
    assert canvas.state.document.undo_stack.undoText() == "Wire multiply 3 into sigmoid 4"
    canvas.state.document.undo_stack.undo()
    assert inputs(canvas, sigmoid) == (None,)


def test_a_wire_goes_from_an_open_input_back_to_an_output(canvas: CircuitCanvas) -> None:
    sigmoid = add(canvas, "sigmoid", 420, 60)
    drag(canvas, slot(canvas, sigmoid), output(canvas, 3))
    assert inputs(canvas, sigmoid) == (3,)


def test_a_wire_that_is_dropped_on_a_gate_takes_its_open_input_or_a_new_one(
    canvas: CircuitCanvas,
) -> None:
    extra = add(canvas, "input", 0, 200)
    drag(canvas, output(canvas, extra), middle(canvas, 3))
    assert inputs(canvas, 3) == (1, 2, extra)


def test_the_end_of_a_wire_is_taken_to_another_input(canvas: CircuitCanvas) -> None:
    other = add(canvas, "add", 260, 260)
    drag(canvas, slot(canvas, 3, 1), slot(canvas, other, 0))
    assert inputs(canvas, 3) == (1, None)
    assert inputs(canvas, other) == (2, None)
    canvas.state.document.undo_stack.undo()
    assert (inputs(canvas, 3), inputs(canvas, other)) == ((1, 2), (None, None))


def test_within_a_gate_two_inputs_change_places(canvas: CircuitCanvas) -> None:
    drag(canvas, slot(canvas, 3, 1), slot(canvas, 3, 0))
    assert inputs(canvas, 3) == (2, 1)
    canvas.state.document.undo_stack.undo()
    assert inputs(canvas, 3) == (1, 2)


def test_a_wire_whose_end_is_dropped_away_from_all_gates_is_gone(canvas: CircuitCanvas) -> None:
    drag(canvas, slot(canvas, 3, 0), slot(canvas, 3, 0) + QPointF(-60, -90))
    assert inputs(canvas, 3) == (None, 2)


def test_a_wire_can_be_branched_from_its_middle(canvas: CircuitCanvas) -> None:
    sigmoid = add(canvas, "sigmoid", 180, 240)
    route = canvas.board.route_into((3, 1))
    assert route is not None
    drag(canvas, route.path.pointAtPercent(0.4), slot(canvas, sigmoid))
    assert (inputs(canvas, 3), inputs(canvas, sigmoid)) == ((1, 2), (2,))


def test_a_circle_is_refused_in_words_and_nothing_changes(
    canvas: CircuitCanvas, state: CircuitState, refused: list[str]
) -> None:
    state.document.new(neuron())
    canvas.fit()
    before = state.document.diagram
    # z would flow into a, which it is made of
    press_and_move(canvas, output(canvas, 10), slot(canvas, 8, 0))
    assert canvas.board.tag.isVisible()
    assert "circle" in canvas.board.tag.words
    QTest.mouseRelease(
        canvas.viewport(),
        Qt.MouseButton.LeftButton,
        pos=canvas.mapFromScene(slot(canvas, 8, 0)),
    )
    assert not canvas.board.tag.isVisible()
    assert state.document.diagram == before
    assert len(refused) == 1
    assert "would be a circle" in refused[0]
    assert "z" in refused[0]


def test_the_output_is_taken_to_another_gate_by_the_wire_of_l(canvas: CircuitCanvas) -> None:
    form = canvas.board.terminal.form
    assert form is not None
    drag(canvas, output(canvas, 1), form.input(0))
    assert canvas.state.circuit.output == 1


def test_escape_gives_a_wire_up(canvas: CircuitCanvas) -> None:
    before = canvas.state.document.diagram
    press_and_move(canvas, slot(canvas, 3, 0), QPointF(300, 300))
    assert not canvas.board.wires.loose.path().isEmpty()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.board.wires.loose.path().isEmpty()
    assert canvas.state.document.diagram == before


def test_a_wire_is_selected_and_removed(canvas: CircuitCanvas) -> None:
    route = canvas.board.route_into((3, 0))
    assert route is not None
    click(canvas, route.path.pointAtPercent(0.5))
    assert canvas.state.selection.wire == (3, 0)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert inputs(canvas, 3) == (None, 2)
    assert canvas.board.gates[3].trouble == "Input 1 isn’t wired."


def test_keys_lay_a_wire(canvas: CircuitCanvas, refused: list[str]) -> None:
    minus = add(canvas, "subtract", 180, 260)
    canvas.setFocus()
    canvas.state.selection.set((3,))
    QTest.keyClick(canvas, Qt.Key.Key_C)
    canvas.state.selection.set((minus,))
    QTest.keyClick(canvas, Qt.Key.Key_2)
    assert not canvas.board.wires.loose.path().isEmpty()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert inputs(canvas, minus) == (None, 3)
    assert canvas.board.wires.loose.path().isEmpty()
    QTest.keyClick(canvas, Qt.Key.Key_C)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert refused == ["Wire: go to another gate first, with arrow keys or Tab"]
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.state.selection.nodes == (minus,)  # the wire was given up, not the selection
