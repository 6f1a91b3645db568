"""The panels in the real window: whose key is it?"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_keys_go_where_the_focus_is(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab("Circuit")
    page = window.circuit
    panels, table = page.panels, page.panels.side.values.table
    page.state.selection.set((page.state.circuit.order[0].id,))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("wire\tvalue\tgradient")
    QTest.keyClick(page.canvas, Qt.Key.Key_E, CONTROL)
    assert panels.expression.is_editing
    qtbot.keyClicks(panels.expression.field, "max(x, y)")
    QTest.keyClick(panels.expression.field, Qt.Key.Key_Return)
    assert [node.gate for node in page.state.circuit.nodes] == ["input", "input", "max"]
    assert page.canvas.hasFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, CONTROL)
    assert len(page.state.circuit.nodes) == 10
    window.show_tab("Network")
    assert not panels.strip.isVisible()
    assert not panels.side.isVisible()
