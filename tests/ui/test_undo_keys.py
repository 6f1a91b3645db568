"""Ctrl+Z while a field has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.number_fields import RateField


def test_undo_takes_a_settled_number_back(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    field = window.findChild(RateField, "learningRate")
    assert field is not None
    before = window.document.experiment.training.learning_rate
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    QTest.keyClicks(field, "0.25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.document.experiment.training.learning_rate == 0.25
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.experiment.training.learning_rate == before
