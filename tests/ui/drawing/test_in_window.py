"""Drawn data in the window: found where data are chosen, saved in files, seen by the views."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from bpstudio.experiment.storage import read_experiment
from bpstudio.ui import dialogs
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.palette_item import PaletteItem
from tests.ui.drawing.hand import LEFT, click, stroke

SOON = 10_000  # ms


@pytest.fixture
def page(window: MainWindow) -> DrawingPage:
    found = window.findChild(DrawingPage)
    assert found is not None
    return found


def in_front(window: MainWindow) -> str:
    tabs = window.findChild(QTabBar, "tabs")
    return tabs.tabText(tabs.currentIndex())


def test_a_drawing_from_the_data_menu_to_the_file_and_back(
    window: MainWindow, page: DrawingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    field = window.parts.fields.data
    digits = field.currentText()
    place = field.findText("Drawn …")
    field.setCurrentIndex(place)
    field.activated.emit(place)
    assert in_front(window) == "Draw"
    assert field.currentText() == digits, "nothing is changed before something is painted"
    assert page.canvas.hasFocus()
    stroke(page.canvas, (-0.8, 0.5), (-0.2, -0.5))
    assert field.currentText() == "Drawn …"
    QTest.keyClick(page.canvas, Qt.Key.Key_2)
    stroke(page.canvas, (0.8, 0.5), (0.2, -0.5))
    assert window.document.is_dirty
    session = window.session
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == 1, timeout=SOON)
    qtbot.waitUntil(lambda: page.canvas.regions is not None, timeout=SOON)
    experiment, learned = window.document.experiment, session.snapshot.layers[-1].weights.copy()
    window.document.save(tmp_path / "mine.json")
    assert read_experiment(tmp_path / "mine.json") == experiment
    window.document.save(tmp_path / "mine.bps")
    first = (tmp_path / "mine.bps").read_bytes()
    window.document.save(tmp_path / "mine.bps")
    assert (tmp_path / "mine.bps").read_bytes() == first
    window.document.new()
    assert page.state.points == ()
    window.document.open(tmp_path / "mine.bps")
    assert window.document.experiment == experiment
    assert page.state.points == experiment.data.points
    qtbot.waitUntil(lambda: session.snapshot.step == 1, timeout=SOON)
    np.testing.assert_array_equal(session.snapshot.layers[-1].weights, learned)


def test_the_palette_leads_to_the_canvas_and_undo_to_the_data_before(
    window: MainWindow, page: DrawingPage
) -> None:
    before = window.document.experiment
    items = [one for one in window.findChildren(PaletteItem) if one.text() == "Drawn …"]
    QTest.mouseClick(items[0], LEFT)
    assert in_front(window) == "Draw"
    click(page.canvas, (0.0, 0.0))
    assert window.document.experiment.data.name == "drawn"
    assert window._actions["actionUndo"].isEnabled()
    window._actions["actionUndo"].trigger()
    assert window.document.experiment == before


@pytest.mark.parametrize("size", [(960, 600), (1440, 900)])
def test_the_tools_have_room(window: MainWindow, page: DrawingPage, size) -> None:
    window.resize(*size)
    window.show_tab("Draw")
    QApplication.processEvents()
    tools = page.tools
    assert tools.widget().width() <= tools.viewport().width()
    for name in ("addNoise", "beginWith", "clearDrawing"):
        button = tools.findChild(QPushButton, name)
        assert button.width() >= button.sizeHint().width() - 2, name
        right = button.mapTo(tools.widget(), QPoint(button.width(), 0)).x()
        assert right <= tools.widget().width()
    assert page.canvas.width() >= 300


def test_the_page_stays_in_front_while_unsaved_points_are_asked_about(
    window: MainWindow, page: DrawingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.parts.fields.drawing_wanted.emit()
    stroke(page.canvas, (-0.8, 0.5), (-0.2, -0.5))
    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", lambda *_: dialogs.Answer.Cancel)
    assert not window.files.may_leave()
    assert in_front(window) == "Draw"
