"""Gates added, moved, selected, copied and removed by the hand, and brought back by undo."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from bpstudio.engine.flow import GATES
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.editor import CircuitEditor
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import (
    LEFT,
    NONE,
    click,
    drag,
    inputs,
    middle,
    on,
    press_and_move,
    product,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_an_added_gate_stands_beside_the_selection_and_takes_it_in(canvas: CircuitCanvas) -> None:
    canvas.state.selection.set((1, 3))
    canvas.commands.add("add")
    (added,) = canvas.state.selection.nodes
    assert inputs(canvas, added) == (1, 3)
    assert canvas.state.circuit.output == added
    places = canvas.state.numbers.places
    assert places[added][0] > places[3][0]
    assert canvas.state.document.undo_stack.count() == 1  # gate and wires are one step


def test_dragging_moves_gates_on_the_grid_as_one_step(canvas: CircuitCanvas) -> None:
    before = canvas.state.numbers.places[3]
    start = middle(canvas, 3) + QPointF(0, 20)
    drag(canvas, start, start + QPointF(41, -30))
    x, y = canvas.state.numbers.places[3]
    assert (x - before[0], y - before[1]) == (40, -32)
    assert canvas.state.document.undo_stack.undoText() == "Move multiply 3"
    canvas.state.document.undo_stack.undo()
    assert canvas.state.numbers.places[3] == before


def test_escape_puts_a_dragged_gate_back(canvas: CircuitCanvas) -> None:
    before = canvas.state.numbers.places[3]
    start = middle(canvas, 3) + QPointF(0, 20)
    press_and_move(canvas, start, start + QPointF(60, 60))
    assert canvas.state.numbers.places[3] != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.state.numbers.places[3] == before


def test_a_rectangle_selects_and_a_click_takes_one_more(canvas: CircuitCanvas) -> None:
    left = canvas.board.gates[1].form.box.united(canvas.board.gates[2].form.box)
    drag(canvas, left.topLeft() - QPointF(16, 16), left.bottomRight() + QPointF(2, 12))
    assert canvas.state.selection.nodes == (1, 2)
    click(canvas, middle(canvas, 3) + QPointF(0, 20), CONTROL)
    assert canvas.state.selection.nodes == (1, 2, 3)
    click(canvas, left.topLeft() - QPointF(16, 16))
    assert canvas.state.selection.nodes == ()


def test_delete_removes_and_undo_brings_back(canvas: CircuitCanvas, refused: list[str]) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert refused == ["Remove: select a gate first, with a click or with Tab"]
    canvas.state.selection.set((1,))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert set(canvas.board.gates) == {2, 3}
    canvas.state.document.undo_stack.undo()
    assert set(canvas.board.gates) == {1, 2, 3}
    assert inputs(canvas, 3) == (1, 2)


def test_copies_go_by_the_clipboard(canvas: CircuitCanvas, refused: list[str]) -> None:
    canvas.commands.select_all()
    canvas.commands.copy()
    assert '"bpstudio-circuit"' in QGuiApplication.clipboard().text()
    canvas.commands.paste()
    assert len(canvas.state.circuit.nodes) == 6
    assert len(canvas.state.selection.nodes) == 3
    canvas.commands.cut()
    assert len(canvas.state.circuit.nodes) == 3
    QGuiApplication.clipboard().setText("rm -rf")
    canvas.commands.paste()
    assert refused[-1].startswith("Paste gates: the clipboard doesn’t hold a circuit")
    assert len(canvas.state.circuit.nodes) == 3


def test_a_duplicate_takes_in_what_the_original_does(canvas: CircuitCanvas) -> None:
    canvas.state.selection.set((3,))
    canvas.commands.duplicate()
    (copy,) = canvas.state.selection.nodes
    assert inputs(canvas, copy) == (1, 2)


def test_a_gesture_ends_where_what_it_holds_goes_away(
    canvas: CircuitCanvas, state: CircuitState
) -> None:
    added = canvas.editor.add("max", (400, 250))
    assert added is not None
    canvas.fit()
    press_and_move(canvas, middle(canvas, added), middle(canvas, added) + QPointF(40, 40))
    assert canvas.pointer.is_busy
    state.document.undo_stack.undo()  # the gate is gone while it is dragged
    assert not canvas.pointer.is_busy
    assert added not in state.circuit.by_id
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, on(canvas, QPointF(440, 290)))
    state.document.undo_stack.redo()
    canvas.commands.rename(added)
    state.document.undo_stack.undo()  # the same while its name is typed
    assert canvas.hasFocus() or not canvas.isActiveWindow()


def test_training_waits_while_the_hand_moves(canvas: CircuitCanvas) -> None:
    calls: list[str] = []

    class Recorder:
        def hold(self) -> None:
            calls.append("hold")

        def keep_holding(self) -> None:
            calls.append("keep")

        def release(self) -> None:
            calls.append("release")

    canvas.holder = Recorder()
    start = middle(canvas, 3) + QPointF(0, 20)
    drag(canvas, start, start + QPointF(40, 40))
    assert (calls[0], calls[-1]) == ("hold", "release")
    assert "keep" in calls


def test_k_is_dragged_on_its_gate(canvas: CircuitCanvas, state: CircuitState) -> None:
    scale = canvas.editor.add("scale", (300, 250))
    assert scale is not None
    canvas.fit()
    at = middle(canvas, scale) - QPointF(0, 8)
    drag(canvas, at, at + QPointF(-30, 0))
    assert state.circuit.by_id[scale].number == 1.7  # 2 - 30 hundredths


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_takes_back_whatever_was_done(
    state: CircuitState, doings: list[int], chance: Random
) -> None:
    state.document.new(product())
    editor = CircuitEditor(state)

    def some() -> int:
        return chance.choice(list(state.circuit.by_id) or [0])

    for doing in doings:
        if not state.circuit.nodes or doing == 0:
            editor.add(chance.choice(list(GATES)), (0.0, 0.0))
        elif doing == 1:
            editor.remove((some(),))
        elif doing == 2:
            editor.wire(some(), some())
        elif doing == 3:
            editor.unwire((some(), 0))
        elif doing == 4:
            editor.set_number(some(), chance.uniform(-5, 5))
        elif doing == 5:
            editor.set_output(some())
        else:
            editor.duplicate((some(),))
    stack, last = state.document.undo_stack, state.document.diagram
    while stack.canUndo():
        stack.undo()
    assert state.document.diagram == product()
    while stack.canRedo():
        stack.redo()
    assert state.document.diagram == last
