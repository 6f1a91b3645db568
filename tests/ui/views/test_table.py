"""The table behind a picture, as it is read, copied and closed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.table import TableWindow, cell, exact
from bpstudio.ui.views.view import View

ROWS = 200_000


def tables(window: MainWindow) -> list[TableWindow]:
    return [table for table in window.findChildren(TableWindow) if table.isVisible()]


def view_of(window: MainWindow) -> View:
    found = window.findChild(LossView)
    assert found is not None
    return found


def test_a_cell_is_short_and_knows_all_digits() -> None:
    assert cell(2 / 3) == "0.666667"
    assert float(exact(cell(2 / 3))) == 2 / 3
    assert exact("layer 1") == "layer 1"
    assert [exact(cell(x)) for x in (float("nan"), float("inf"))] == ["", ""]


@pytest.fixture
def large(qtbot: QtBot, window: MainWindow) -> TableWindow:
    rows = [[str(row), cell(row / 7), "layer 1"] for row in range(ROWS)]
    made = TableWindow("Loss", ["step", "loss", "what"], rows, parent=window)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_large_table_is_there_and_is_copied_by_keys(qtbot: QtBot, large: TableWindow) -> None:
    view = large.findChild(QTableView)
    assert view.model().rowCount() == ROWS
    assert view.accessibleName() == "Loss, as a table"
    assert view.accessibleDescription()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.rowAt(view.viewport().height() - 20) == ROWS - 1
    large.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    large.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "step\tloss\twhat"
    assert len(lines) == ROWS + 1
    large.close()


def test_ctrl_c_copies_the_selected_rows_with_their_headers(
    qtbot: QtBot, large: TableWindow
) -> None:
    view = large.findChild(QTableView)
    large.activateWindow()
    view.setFocus()
    view.selectRow(3)
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "step\tloss\twhat\n3\t0.428571\tlayer 1"
    large.close()


def test_numbers_stand_at_the_right_and_words_at_the_left(large: TableWindow) -> None:
    model = large.findChild(QTableView).model()
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.index(0, 1).data(role) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 2).data(role) & Qt.AlignmentFlag.AlignLeft
    large.close()


def test_a_table_closes_with_its_window(window: MainWindow) -> None:
    table = view_of(window).show_table()
    closed = []
    table.finished.connect(closed.append)
    window.close()
    assert closed


def test_a_table_closes_when_another_experiment_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    view_of(window).show_table()
    assert len(tables(window)) == 1
    window.document.new()
    qtbot.waitUntil(lambda: not tables(window))
