"""What can be done in the dialog about a fault: copied, looked into, saved, left."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import FaultDesk, FaultDialog, Faults, NoRescue
from tests.ui.faults.host import Host, press, shown, words
from tests.ui.faults.places import from_painting, throw


def test_details_are_copied_and_shown(qtbot: QtBot, desk: FaultDesk) -> None:
    throw(5)
    dialog = shown(qtbot, desk)
    details = dialog.findChild(QPlainTextEdit, "faultDetails")
    assert not details.isVisible()
    press(qtbot, dialog, "Copy")
    copied = QGuiApplication.clipboard().text()
    for part in ("bpstudio ", "Python 3.", "PySide6 ", "Qt ", "NumPy ", "in fail", "number 5"):
        assert part in copied
    press(qtbot, dialog, "&Details")
    assert details.isVisible()
    assert details.toPlainText() == copied


def test_the_details_stay_clear_of_the_buttons_when_more_is_told(
    qtbot: QtBot, host: Host, desk: FaultDesk
) -> None:
    throw(5)
    dialog = shown(qtbot, desk)
    press(qtbot, dialog, "&Details")
    for number in range(3):
        kind = type(f"Error{number}", (Exception,), {})
        sys.excepthook(kind, kind("word " * 60), None)
    qtbot.waitUntil(lambda: "Error2" in words(dialog))
    qtbot.wait(10)
    details = dialog.findChild(QPlainTextEdit, "faultDetails")
    tops = [one.y() for one in dialog.findChildren(QPushButton) if one.isVisible()]
    assert details.geometry().bottom() < min(tops)


def test_it_saves_and_says_so(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    press(qtbot, dialog, "Save")
    assert host.saved == 1
    assert "It is saved." in words(dialog)
    assert desk.dialog is dialog


def test_a_fault_in_saving_is_added(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    host.save_works = False
    press(qtbot, dialog, "Save")
    qtbot.waitUntil(lambda: "OSError: no way" in words(dialog))
    assert "It wasn’t saved." in words(dialog)


def test_keys_do_the_same(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(dialog, Qt.Key.Key_S, alt)
    qtbot.waitUntil(lambda: host.saved == 1)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.dialog is None
    from_painting(host, qtbot)
    dialog = shown(qtbot, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Q, alt)
    qtbot.waitUntil(lambda: host.left == 1)


def test_typing_on_does_not_close_it_unread(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    for key in (Qt.Key.Key_5, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(dialog.focusWidget(), key)
    qtbot.wait(150)
    assert desk.dialog is dialog
    assert host.saved == host.left == 0


def test_a_place_in_the_details_is_kept_while_it_is_counted(
    qtbot: QtBot, host: Host, desk: FaultDesk
) -> None:
    throw(1)
    dialog = shown(qtbot, desk)
    press(qtbot, dialog, "&Details")
    details = dialog.findChild(QPlainTextEdit, "faultDetails")
    details.selectAll()
    throw(1)
    qtbot.waitUntil(lambda: "2 times" in words(dialog))
    assert details.textCursor().hasSelection()


def test_before_there_is_a_window_one_can_only_leave(qtbot: QtBot, faults: Faults) -> None:
    throw(1)
    dialog = FaultDialog(NoRescue())  # it goes when it is closed
    dialog.show_faults(faults.all)
    dialog.show()
    visible = {one.text() for one in dialog.findChildren(QPushButton) if one.isVisible()}
    assert visible == {"&Copy details", "&Details", "&Quit"}
    assert "no file has been changed" in words(dialog)
    press(qtbot, dialog, "Quit")


def test_it_fits_a_small_screen(qtbot: QtBot, host: Host, desk: FaultDesk) -> None:
    for number in range(8):
        kind = type(f"Error{number}", (Exception,), {})
        error = kind("word " * 60)
        sys.excepthook(kind, error, None)
    dialog = shown(qtbot, desk)
    press(qtbot, dialog, "&Details")
    qtbot.wait(10)
    assert dialog.width() <= 960
    assert dialog.height() <= 560
