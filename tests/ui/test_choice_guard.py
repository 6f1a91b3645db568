"""Keys in a closed choice that begins something else at once: they open the list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from bpstudio.ui.choice_guard import KEYS
from bpstudio.ui.main_window import MainWindow

Key = Qt.Key


def focused(qtbot: QtBot, window: MainWindow, name: str) -> QComboBox:
    field = window.findChild(QComboBox, name)
    assert field is not None
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


@pytest.mark.parametrize("key", KEYS)
def test_a_key_in_the_closed_field_of_the_data_begins_no_run(
    qtbot: QtBot, window: MainWindow, key: Qt.Key
) -> None:
    field = focused(qtbot, window, "dataSet")
    before = window.document.experiment
    qtbot.keyClick(field, key)
    assert window.document.experiment is before
    assert field.view().isVisible()
    assert field.view().currentIndex().row() == field.currentIndex()
    qtbot.keyClick(field.view(), Key.Key_Escape)
    assert window.document.experiment is before
    assert window.document.undo_stack.count() == 0


def test_data_are_chosen_with_keys_in_the_list(qtbot: QtBot, window: MainWindow) -> None:
    field = focused(qtbot, window, "dataSet")
    qtbot.keyClicks(field, "x")
    assert window.document.undo_stack.count() == 0
    assert field.view().currentIndex().data() == "XOR"
    qtbot.keyClick(field.view(), Key.Key_Return)
    assert window.document.experiment.data.name == "xor"
    qtbot.keyClick(field, Key.Key_F4)
    assert field.view().isVisible(), "what opens it anyway does so"
    qtbot.keyClick(field.view(), Key.Key_Escape)


def test_a_key_opens_no_example_of_a_circuit(qtbot: QtBot, window: MainWindow) -> None:
    window.show_tab("Circuit")
    field = focused(qtbot, window, "circuitExample")
    before = window.circuit.document.diagram
    qtbot.keyClick(field, Key.Key_Down)
    assert window.circuit.document.diagram is before
    assert field.view().isVisible()
    qtbot.keyClick(field.view(), Key.Key_Escape)
