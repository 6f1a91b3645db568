"""Gates out of the palette: chosen by mouse and keys, dropped on the canvas."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import GATES
from bpstudio.ui.canvas.payload import GATE, pack
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.palette import GatePalette
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tooltips import plain
from bpstudio.ui.widgets.palette_item import PaletteItem
from tests.ui.circuit.circuits import LEFT, NONE


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


def test_inputs_can_be_added_however_many_were_and_whichever_were_removed(
    canvas: CircuitCanvas, state: CircuitState, refused: list[str]
) -> None:
    added = [canvas.editor.add("input", (0.0, 0.0)) for _ in range(8)]
    assert added[5] is not None
    state.selection.set((added[5],))  # after the letters there are indices
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    for _ in range(3):
        canvas.editor.add("input", (0.0, 0.0))
    names = [node.name for node in state.circuit.nodes if node.gate == "input"]
    assert not refused
    assert len(set(names)) == len(names) == 12


def test_a_drop_of_something_else_is_not_taken(canvas: CircuitCanvas) -> None:
    mime, at = pack(GATE, "nor"), QPointF(5, 5).toPoint()
    event = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    QApplication.sendEvent(canvas.viewport(), event)
    assert not event.isAccepted()
