"""All faults are told in one dialog, at a moment when it is in nobody’s way."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import FaultDesk, FaultDialog, Faults
from tests.ui.faults.host import LEFT, Host, press, shown, words
from tests.ui.faults.places import PLACES, from_a_timer, from_painting, throw


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_the_dialog_tells_wherever_it_comes_from(
    qtbot: QtBot, host: Host, desk: FaultDesk, place: Callable[[Host, QtBot], None]
) -> None:
    place(host, qtbot)
    dialog = shown(qtbot, desk)
    assert PLACES[place] in words(dialog)
    assert "The experiment mine.bps is open as it was, and can be saved." in words(dialog)
    assert dialog.accessibleDescription()
    assert not dialog.isModal()
    press(qtbot, dialog, "Go on")
    qtbot.wait(10)
    assert desk.dialog is None


def test_a_recursion_is_told_from_where_no_call_is_left(
    qtbot: QtBot, host: Host, desk: FaultDesk
) -> None:
    class Circling(QObject):
        asked = Signal()

        def __init__(self) -> None:
            super().__init__()
            self.asked.connect(self.ask)

        def ask(self) -> None:
            self.asked.emit()

    limit = sys.getrecursionlimit()
    Circling().ask()
    assert "round in circles" in words(shown(qtbot, desk))
    assert sys.getrecursionlimit() == limit


def test_a_thousand_times_is_one_dialog_with_its_count(
    qtbot: QtBot, host: Host, desk: FaultDesk
) -> None:
    for number in range(1_000):
        throw(number)
    dialog = shown(qtbot, desk)
    assert "ValueError: number 0 (1\u202f000 times)" in words(dialog)
    throw(0)
    qtbot.waitUntil(lambda: "1\u202f001 times" in words(dialog))
    press(qtbot, dialog, "Go on")
    throw(0)
    qtbot.wait(150)
    assert desk.dialog is None, "the user knows that one"


def test_another_fault_joins_the_dialog(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    from_a_timer(host, qtbot)
    from_painting(host, qtbot)
    qtbot.waitUntil(lambda: "painting" in words(dialog))
    assert desk.dialog is dialog
    assert "Several things went wrong inside bpstudio." in words(dialog)
    assert len(host.findChildren(FaultDialog)) == 1


def test_a_hand_on_the_mouse_is_waited_for(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    qtbot.mousePress(host, LEFT)
    assert QGuiApplication.mouseButtons() == LEFT
    throw(1)
    qtbot.wait(250)
    assert desk.dialog is None
    qtbot.mouseRelease(host, LEFT)
    shown(qtbot, desk)


def test_an_open_menu_is_waited_for(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    menu = QMenu(host)
    menu.addAction("one")
    menu.popup(host.mapToGlobal(host.rect().center()))
    throw(1)
    qtbot.wait(250)
    assert desk.dialog is None
    menu.close()
    shown(qtbot, desk)


def test_over_a_modal_dialog_it_can_be_used_and_it_outlives_it(
    qtbot: QtBot, host: Host, desk: FaultDesk
) -> None:
    modal = QDialog(host)
    modal.setModal(True)
    modal.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    modal.show()
    qtbot.waitExposed(modal)
    throw(1)
    dialog = shown(qtbot, desk)
    assert dialog.parent() is modal
    modal.close()
    qtbot.waitUntil(lambda: desk.dialog is not None and desk.dialog is not dialog)
    assert shown(qtbot, desk).parent() is host
    press(qtbot, shown(qtbot, desk), "Go on")


def test_a_fault_from_before_the_window_is_told_over_it(
    qtbot: QtBot, faults: Faults, host: Host
) -> None:
    throw(1)
    desk = FaultDesk(faults)
    qtbot.wait(10)
    desk.attach(host)
    shown(qtbot, desk)
