from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui import settings
from bpstudio.ui.app import create_window
from bpstudio.ui.place import FRAME, remember_place, restore_place


def restored(qtbot: QtBot, size: QSize) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(size)
    restore_place(window)
    return window


def test_a_window_opens_where_it_was_left(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(30, 40, 400, 300)
    for _ in range(3):  # it doesn't wander
        remember_place(window)
        window = restored(qtbot, QSize(640, 480))
        assert (window.pos(), window.size()) == (QPoint(30, 40), QSize(400, 300))


def test_a_screen_that_is_gone_leaves_the_place_to_the_system(qtbot: QtBot) -> None:
    settings.set_window_place(QRect(9_000, 40, 400, 300))
    assert restored(qtbot, QSize(640, 480)).size() == QSize(640, 480)


def test_a_window_that_filled_the_screen_does_so_again(qtbot: QtBot) -> None:
    settings.set_maximised(True)
    assert restored(qtbot, QSize(640, 480)).isMaximized()


def test_a_window_larger_than_the_screen_fills_it(qtbot: QtBot) -> None:
    room = QGuiApplication.primaryScreen().availableSize()
    assert restored(qtbot, room).isMaximized()
    assert not restored(qtbot, room - FRAME).isMaximized()


def test_a_window_that_nobody_sees_has_the_size_of_the_design(qtbot: QtBot) -> None:
    settings.set_window_place(QRect(5, 5, 1000, 650))
    window = create_window()
    qtbot.addWidget(window)
    assert window.size() == QSize(1440, 900)
