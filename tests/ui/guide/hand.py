"""The hand of a reader in a lesson."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def click(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Click the one control of that name that is in sight."""
    found = [one for one in window.findChildren(QAbstractButton, name) if one.isVisible()]
    assert len(found) == 1, (name, found)
    qtbot.mouseClick(found[0], LEFT)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def show_state(window: MainWindow, qtbot: QtBot) -> None:
    click(window, qtbot, "lessonShow")
    qtbot.waitUntil(lambda: not window.guide.stagehand.is_busy, timeout=20_000)


def said(window: MainWindow) -> str:
    return window.guide.panel.reading.asking.verdict.text


def answer(window: MainWindow, qtbot: QtBot, text: str) -> None:
    field = window.guide.panel.findChild(QLineEdit, "lessonAnswer")
    qtbot.mouseClick(field, LEFT)
    field.clear()
    qtbot.keyClicks(field, text)
    click(window, qtbot, "lessonCheck")
