"""The canvas without a drag: walked over by keys, told in words, tooltips, menus and light."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bpstudio.engine.flow import GATES
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.describe import tip
from bpstudio.ui.circuit.menus import context_menu
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import click, inputs, middle, on

ALT = Qt.KeyboardModifier.AltModifier


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


def test_tab_shows_where_it_goes_after_a_click(canvas: CircuitCanvas) -> None:
    canvas.setFocus()
    click(canvas, canvas.board.bounds().topLeft() + QPointF(4, 4))
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    current = canvas.state.selection.current
    assert current is not None
    assert canvas.board.gates[current].has_ring
