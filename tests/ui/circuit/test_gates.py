"""Gates added, moved, selected, copied and removed, by mouse and keys."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import GATES
from bpstudio.ui.canvas.payload import GATE, pack
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.editor import CircuitEditor
from bpstudio.ui.circuit.palette import GatePalette
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tooltips import plain
from bpstudio.ui.widgets.palette_item import PaletteItem
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

SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_the_palette_has_every_gate_with_its_rule(qtbot: QtBot) -> None:
    palette = GatePalette(())
    qtbot.addWidget(palette)
    items = palette.findChildren(PaletteItem)
    assert [item.accessibleName() for item in items] == [gate.label for gate in GATES.values()]
    for item, gate in zip(items, GATES.values(), strict=True):
        assert gate.rule in plain(item.toolTip())


def test_a_gate_is_chosen_by_double_click_and_by_enter(qtbot: QtBot) -> None:
    palette = GatePalette(())
    qtbot.addWidget(palette)
    chosen: list[str] = []
    palette.gate_chosen.connect(chosen.append)
    item = palette.findChild(PaletteItem, "gate_tanh")
    QTest.mouseDClick(item, LEFT)
    QTest.keyClick(item, Qt.Key.Key_Return)
    assert chosen == ["tanh", "tanh"]


def test_a_gate_is_dropped_where_the_mouse_is(canvas: CircuitCanvas) -> None:
    mime, at = pack(GATE, "max"), QPointF(600, 400)
    copy, view = Qt.DropAction.CopyAction, canvas.viewport()
    QApplication.sendEvent(view, QDragEnterEvent(at.toPoint(), copy, mime, LEFT, NONE))
    QApplication.sendEvent(view, QDragMoveEvent(at.toPoint(), copy, mime, LEFT, NONE))
    assert canvas.board.ghost.isVisible()
    where = canvas.mapToScene(at.toPoint())
    QApplication.sendEvent(view, QDropEvent(at, copy, mime, LEFT, NONE))
    assert not canvas.board.ghost.isVisible()
    (added,) = canvas.state.selection.nodes
    assert canvas.state.circuit.by_id[added].gate == "max"
    x, y = canvas.state.numbers.places[added]
    assert abs(x - where.x()) <= 4
    assert abs(y - where.y()) <= 4


def test_a_drop_of_something_else_is_not_taken(canvas: CircuitCanvas) -> None:
    mime, at = pack(GATE, "nor"), QPointF(5, 5).toPoint()
    event = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    QApplication.sendEvent(canvas.viewport(), event)
    assert not event.isAccepted()


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


def test_keys_walk_move_and_add(canvas: CircuitCanvas, state: CircuitState) -> None:
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert state.selection.current == state.circuit.order[0].id
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert state.selection.current == state.circuit.order[1].id
    state.selection.set((3,))
    before = state.numbers.places[3]
    QTest.keyClick(canvas, Qt.Key.Key_Down, ALT)
    QTest.keyClick(canvas, Qt.Key.Key_Down, ALT)
    assert state.numbers.places[3] == (before[0], before[1] + 16)
    assert state.document.undo_stack.count() == 1
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [g.label for g in GATES.values()]
    menu.close()
    state.selection.set((1,))
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert state.circuit.output == 1


def test_keys_walk_over_the_wires_of_a_gate(canvas: CircuitCanvas, state: CircuitState) -> None:
    canvas.setFocus()
    state.selection.set((3,))
    QTest.keyClick(canvas, Qt.Key.Key_W)
    assert state.selection.wire == (3, 0)
    assert canvas.accessibleDescription() == "wire from x into multiply 3, input 1"
    QTest.keyClick(canvas, Qt.Key.Key_W)
    assert state.selection.wire == (3, 1)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert inputs(canvas, 3) == (1, None)


def test_the_canvas_is_described_in_words(canvas: CircuitCanvas, state: CircuitState) -> None:
    words = canvas.accessibleDescription()
    assert "multiply of x, y, value −6.00, gradient 1.000" in words
    assert words.endswith("L is multiply 3")
    state.selection.set((1,))
    assert canvas.accessibleDescription() == "x, input, value 3.00, gradient −2.000"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("gate", "Each input receives the other input’s value"),
        ("wire", "all branches"),
        ("number", "double-click to type it"),
    ],
)
def test_tooltips_say_the_rule_and_what_can_be_done(
    canvas: CircuitCanvas, part: str, words: str
) -> None:
    from bpstudio.ui.circuit.describe import tip

    canvas.commands.add("exp")
    canvas.editor.wire(1, canvas.state.selection.nodes[0])  # so that x has two branches
    gate = canvas.board.gates
    route = canvas.board.route_into((3, 0))
    assert route is not None
    at = {
        "gate": gate[3].form.centre,
        "wire": route.path.pointAtPercent(0.6),
        "number": gate[1].form.value_place.topLeft() + QPointF(6, 6),
    }[part]
    assert words in tip(canvas.state, canvas.board.spots.at(at))


def test_the_context_menu_is_about_what_is_under_the_mouse(canvas: CircuitCanvas) -> None:
    from bpstudio.ui.circuit.menus import context_menu

    for at, first in (
        (middle(canvas, 1), "Type its value …"),
        (middle(canvas, 3), "Name it …"),
        (canvas.mapToScene(4, 4), "Add a gate"),
    ):
        menu = context_menu(canvas, at)
        assert menu.actions()[0].text().split("\t")[0] == first
        menu.deleteLater()


def test_pointing_lights_the_wires_here_and_elsewhere(canvas: CircuitCanvas) -> None:
    route = canvas.board.route_into((3, 1))
    assert route is not None
    QTest.mouseMove(canvas.viewport(), on(canvas, route.path.pointAtPercent(0.5)))
    assert canvas.state.pointed == 2
    QApplication.sendEvent(canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert canvas.state.pointed is None


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


def test_tab_shows_where_it_goes_after_a_click(canvas: CircuitCanvas) -> None:
    canvas.setFocus()
    click(canvas, canvas.board.bounds().topLeft() + QPointF(4, 4))
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    current = canvas.state.selection.current
    assert current is not None
    assert canvas.board.gates[current].has_ring
