"""Panels that float are windows of the desktop's, until they are docked again."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu

from bpstudio.ui.widgets.dock import Dock

LEFT, FRAMELESS = Qt.MouseButton.LeftButton, Qt.WindowType.FramelessWindowHint


@pytest.fixture
def dock(qtbot):
    window = QMainWindow()
    window.resize(640, 480)
    window.setCentralWidget(QLabel("network"))
    made = Dock("Loss", "loss", QLabel("a curve"), None)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    made.window_kept = window
    return made


def choose(dock, words):
    menu = dock.titleBarWidget().findChild(QMenu)
    next(action for action in menu.actions() if action.text() == words).trigger()


def has_frame(dock):
    flags = dock.windowFlags()
    return dock.isWindow() and not flags & FRAMELESS and dock.isVisible()


def test_a_floating_panel_has_a_frame_can_be_resized_and_docked(dock):
    choose(dock, "Float")
    assert has_frame(dock)
    assert dock.windowTitle() == "Loss"
    dock.resize(500, 400)
    assert (dock.width(), dock.height()) == (500, 400)
    choose(dock, "Float")
    assert not dock.isWindow()
    assert dock.isVisible()


def test_closing_the_frame_hides_the_panel_and_it_comes_back_with_one(dock):
    choose(dock, "Float")
    dock.windowHandle().close()
    assert not dock.isVisible()
    assert not dock.toggleViewAction().isChecked()
    dock.toggleViewAction().trigger()
    assert has_frame(dock)


def test_a_panel_that_is_dragged_out_gets_its_frame_at_the_release(dock):
    bar = dock.titleBarWidget()
    start = bar.mapToGlobal(QPoint(20, 8))
    QTest.mousePress(bar, LEFT, pos=QPoint(20, 8))
    for way in (QPoint(-40, 60), QPoint(-200, 200), QPoint(-300, 300)):
        send(dock, QEvent.Type.MouseMove, start + way, Qt.MouseButton.NoButton)
    assert dock.isFloating()
    assert not has_frame(dock)
    send(dock, QEvent.Type.MouseButtonRelease, start + way, LEFT)
    assert has_frame(dock)
    choose(dock, "Float")
    assert not dock.isFloating(), "the menu knew that it floats"


def send(dock, kind, at, button):
    """Send the dock what the mouse does at a place of the screen while its button is held."""
    here = QPointF(dock.mapFromGlobal(at))
    held = LEFT if kind == QEvent.Type.MouseMove else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, here, QPointF(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dock, event)
