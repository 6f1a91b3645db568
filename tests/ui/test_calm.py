from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bpstudio.ui.calm import Calm


def test_the_newest_comes_when_the_pause_is_over(qtbot: QtBot) -> None:
    shown: list[int] = []
    asked: list[int] = []
    owner = QObject()
    calm = Calm(50, lambda: shown.append(asked[-1]), owner)
    for number in (1, 2, 3):
        asked.append(number)
        calm.ask()
    assert shown == [1]
    qtbot.waitUntil(lambda: shown == [1, 3])
    qtbot.wait(120)
    assert shown == [1, 3]  # nothing new was asked for


def test_what_is_asked_for_after_the_pause_is_shown_at_once(qtbot: QtBot) -> None:
    shown: list[str] = []
    owner = QObject()
    calm = Calm(20, lambda: shown.append("shown"), owner)
    calm.ask()
    qtbot.wait(30)
    calm.ask()
    assert shown == ["shown"] * 2


def test_what_is_to_be_shown_now_is(qtbot: QtBot) -> None:
    shown: list[str] = []
    owner = QObject()
    calm = Calm(50, lambda: shown.append("shown"), owner)
    calm.ask()
    calm.ask(now=True)
    assert shown == ["shown"] * 2
    qtbot.wait(80)
    assert shown == ["shown"] * 2
