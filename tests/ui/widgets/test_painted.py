import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import theme
from bpstudio.ui.widgets.painted import Painted


class Place(Painted):
    """Says of each place where it is."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setFixedSize(80, 40)

    def paintEvent(self, event: object) -> None:
        QPainter(self).fillRect(self.rect(), theme().colors.surface)

    def tip_at(self, at: QPointF) -> str:
        return f"{at.x():g}, {at.y():g}"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def two(qtbot: QtBot, window: QWidget) -> list[Place]:
    row = QHBoxLayout(window)
    places = [Place("first"), Place("second")]
    for place in places:
        row.addWidget(place)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    places[0].setFocus()
    return places


def test_focus_that_comes_by_tab_is_shown_until_it_goes(qtbot: QtBot, window: QWidget) -> None:
    first, second = two(qtbot, window)
    assert [first.shows_focus, second.shows_focus] == [False, False]
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    assert [first.shows_focus, second.shows_focus] == [False, True]
    QTest.keyClick(second, Qt.Key.Key_Backtab)
    assert [first.shows_focus, second.shows_focus] == [True, False]


def test_focus_that_comes_by_mouse_is_not_shown(qtbot: QtBot, window: QWidget) -> None:
    _, second = two(qtbot, window)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is second
    assert not second.shows_focus


def test_its_tooltip_is_that_of_the_place(qtbot: QtBot, window: QWidget) -> None:
    first, _ = two(qtbot, window)
    at = QPoint(20, 10)
    QApplication.sendEvent(first, QHelpEvent(QEvent.Type.ToolTip, at, first.mapToGlobal(at)))
    assert QToolTip.text() == "20, 10"
    QToolTip.hideText()
    assert first.accessibleName() == "first"
