"""A window that is presented on a projector, with a run that has begun."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow


def present(qtbot: QtBot, window: MainWindow, size: tuple[int, int] = (1280, 720)) -> None:
    """Present the window on a projector of this size: the screen of the tests is another."""
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert window.isFullScreen()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setMinimumSize(0, 0)
    window.resize(*size)
    assert window.present.screen is not None
    qtbot.waitUntil(lambda: window.present.screen.size().toTuple() == size)


def trained(qtbot: QtBot, window: MainWindow, steps: int = 3) -> None:
    for _ in range(steps):
        window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == steps)
