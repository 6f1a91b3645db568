from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment.circuits import edits
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.panels.values_panel import ValuesPanel
from bpstudio.ui.circuit.state import CircuitState

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)


@pytest.fixture
def panel(
    state: CircuitState, predictions: Predictions, shown: Callable[[QWidget], QWidget]
) -> ValuesPanel:
    made = ValuesPanel(state, predictions)
    made.resize(384, 330)
    shown(made)
    return made


def row(panel: ValuesPanel, place: int) -> list[str]:
    model = panel.table.model()
    return [str(model.index(place, column).data()) for column in range(3)]


def place_of(panel: ValuesPanel, row: int, column: int = 0) -> QPoint:
    return panel.table.visualRect(panel.table.model().index(row, column)).center()


def click(qtbot: QtBot, panel: ValuesPanel, row: int, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, held, place_of(panel, row))


def test_every_wire_has_its_row(panel: ValuesPanel) -> None:
    assert panel.table.model().rowCount() == 10
    assert row(panel, W1) == ["w₁", "−3.00", "−0.393"]
    assert row(panel, P1) == ["w₁x₁", "6.00", "0.197"]
    assert row(panel, S) == ["add 7", "4.00", "0.197"]
    assert row(panel, Z) == ["z = L", "0.731", "1.00"]


def test_all_digits_on_hover(panel: ValuesPanel) -> None:
    model = panel.table.model()
    tip = model.index(Z, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "0.7310585786300049"
    assert model.index(W1, 2).data(Qt.ItemDataRole.ToolTipRole).startswith("−0.393223866")


def test_selection_goes_both_ways(panel: ValuesPanel, state: CircuitState, qtbot: QtBot) -> None:
    click(qtbot, panel, P1)
    assert state.selection.nodes == (P1,)
    click(qtbot, panel, B, control=True)
    assert state.selection.nodes == (B, P1)
    state.selection.set((W0, A))
    chosen = {index.row() for index in panel.table.selectionModel().selectedRows()}
    assert chosen == {W0, A}
    state.selection.clear()
    assert not panel.table.selectionModel().hasSelection()
    panel.table.setFocus()
    panel.table.setCurrentIndex(panel.table.model().index(2, 0))
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert state.selection.nodes == (X1,)


def test_pointing_at_a_row_lights_its_wire(
    panel: ValuesPanel, state: CircuitState, qtbot: QtBot
) -> None:
    qtbot.mouseMove(panel.table.viewport(), place_of(panel, X0))
    qtbot.mouseMove(panel.table.viewport(), place_of(panel, W1))
    assert state.pointed == W1


def test_copying_it_all(panel: ValuesPanel, qtbot: QtBot) -> None:
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "wire\tvalue\tgradient"
    assert len(lines) == 11
    assert lines[1 + Z] == "z = L\t0.7310585786300049\t1.0"
    assert lines[1 + W1].startswith("w₁\t-3.0\t-0.393223866")  # a minus that a spreadsheet reads


def test_copying_some_rows(panel: ValuesPanel, state: CircuitState, qtbot: QtBot) -> None:
    state.selection.set((W0, X0))
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 3


def test_it_follows_edits_and_steps(
    panel: ValuesPanel, state: CircuitState, document: CircuitDocument
) -> None:
    document.edit("Change value", edits.set_number(document.diagram, W0, 5.0))
    assert row(panel, W0)[1] == "5.00"
    state.go_to(1)
    assert row(panel, P1) == ["w₁x₁", "–", "–"]
    document.edit("Remove", edits.remove(document.diagram, (X1,)))
    assert panel.table.model().rowCount() == 9


def test_screen_readers_hear_what_a_number_is(panel: ValuesPanel) -> None:
    model = panel.table.model()
    spoken = model.index(W1, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "w₁, gradient: −0.393"


def test_covered_numbers_are_copied_as_question_marks(
    panel: ValuesPanel, predictions: Predictions, qtbot: QtBot
) -> None:
    predictions.set_on(True)
    panel.table.copy()
    assert QGuiApplication.clipboard().text().split("\n")[1] == "w₀\t2.0\t?"
