"""Faults are heard wherever they happen, once a cause, and told in one dialog."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import FaultDesk, FaultDialog, Faults, NoRescue
from bpstudio.ui.faults.fault import LONGEST_MESSAGE, LONGEST_TRACE
from bpstudio.ui.faults.hearing import MOST

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    made = Faults()
    made.install()
    yield made
    made.uninstall()


def fail(number: int) -> None:
    raise ValueError(f"number {number}")


def throw(number: int) -> None:
    try:
        fail(number)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_cause_is_reported_once(faults: Faults) -> None:
    heard: list[str] = []
    faults.reported.connect(heard.append)
    throw(1)
    throw(2)
    assert heard == ["ValueError: number 1"]
    assert [fault.count for fault in faults.all] == [2]


def test_the_hook_before_hears_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: heard.append(str(error)))
    made = Faults()
    made.install()
    throw(1)
    throw(2)
    made.uninstall()
    assert heard == ["number 1", "number 2"]
    throw(3)
    assert heard[-1] == "number 3"


def test_other_threads_are_heard(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.waitSignal(faults.reported) as told:
        thread = threading.Thread(target=fail, args=(7,))
        thread.start()
    thread.join()
    assert told.args == ["ValueError: number 7"]


def test_an_interrupt_is_no_fault(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.assertNotEmitted(faults.reported):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.mark.usefixtures("fault_on_purpose")
def test_what_the_log_has_is_heard_once(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        try:
            fail(1)
        except ValueError:
            logging.getLogger("bpstudio.runtime").exception("a task failed")
    (fault,) = faults.all
    assert (fault.title, fault.words, fault.count) == ("A task failed", "ValueError: number 1", 3)
    assert "in fail" in fault.trace
    assert len(caplog.records) == 3, "it is put down by whom it happened to, and nobody else"


def test_what_is_heard_is_kept_as_text_of_bounded_length(faults: Faults) -> None:
    class Long(Exception):
        def __str__(self) -> str:
            return "x" * 10**6

    class Mute(Exception):
        def __str__(self) -> str:
            raise OSError

    faults.report(Long, Long(), None)
    faults.report(Mute, Mute(), None)
    long, mute = faults.all
    assert len(long.message) <= LONGEST_MESSAGE + 2
    assert len(long.trace) <= LONGEST_TRACE + 3
    assert mute.message == "it can’t say what"


def test_the_way_through_overrides_is_no_part_of_the_message(faults: Faults) -> None:
    way = "Error calling Python override of QObject::eventFilter(): "
    faults.report(IndexError, IndexError(2 * way + "list index out of range"), None)
    assert faults.all[0].words == "IndexError: list index out of range"


def test_no_more_than_so_many_causes_are_kept(faults: Faults) -> None:
    for number in range(MOST + 5):
        faults.report(type(f"Error{number}", (Exception,), {}), None, None)
    assert len(faults.all) == MOST


def test_what_cannot_be_told_now_is_told_later(
    qtbot: QtBot, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise MemoryError

    with qtbot.waitSignal(faults.reported) as told:
        with monkeypatch.context() as patch:
            patch.setattr("bpstudio.ui.faults.hearing.fault_of", no_room)
            throw(1)
    assert told.args == ["Exception"]


class Host(QWidget):
    """A window with something to be saved in it."""

    has_document = True

    def __init__(self) -> None:
        super().__init__()
        self.saved, self.left, self.save_works = 0, 0, True

    @property
    def ground(self) -> QWidget:
        return self

    def kept(self) -> list[str]:
        return ["The experiment mine.bps is open as it was, and can be saved."]

    def save(self) -> bool:
        self.saved += 1
        if not self.save_works:
            raise OSError("no way")
        return True

    def quit(self) -> None:
        self.left += 1


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def desk(faults: Faults, host: Host) -> FaultDesk:
    made = FaultDesk(faults)
    made.attach(host)
    return made


def shown(qtbot: QtBot, desk: FaultDesk) -> FaultDialog:
    qtbot.waitUntil(lambda: desk.dialog is not None)
    assert desk.dialog is not None
    return desk.dialog


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def press(qtbot: QtBot, dialog: QDialog, text: str) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if text in one.text()]
    qtbot.mouseClick(button, LEFT)


class Broken(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        raise KeyError("painting")


class Watching(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            raise KeyError("filtering")
        return False


class Leaving:
    def __del__(self) -> None:
        raise KeyError("leaving")


def from_a_slot(host: Host, qtbot: QtBot) -> None:
    button = QPushButton(host)
    button.clicked.connect(lambda: fail(1))
    button.show()
    qtbot.mouseClick(button, LEFT)


def from_painting(host: Host, qtbot: QtBot) -> None:
    Broken(host).show()


def from_a_timer(host: Host, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: fail(1))


def from_an_event_filter(host: Host, qtbot: QtBot) -> None:
    host.installEventFilter(Watching(host))
    QTimer.singleShot(0, lambda: qtbot.keyClick(host, Qt.Key.Key_A))


def from_a_daemon(host: Host, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail, args=(1,), daemon=True)
    thread.start()
    thread.join()


def from_the_garbage(host: Host, qtbot: QtBot) -> None:
    Leaving()


def from_no_memory(host: Host, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: bytearray(2**62))


def from_a_recursion(host: Host, qtbot: QtBot) -> None:
    def again(number: int) -> int:
        return again(number + 1)

    QTimer.singleShot(0, lambda: again(0))


PLACES: dict[Callable[[Host, QtBot], None], str] = {
    from_a_slot: "ValueError: number 1",
    from_painting: "KeyError: 'painting'",
    from_a_timer: "ValueError: number 1",
    from_an_event_filter: "filtering",
    from_a_daemon: "in the background",
    from_the_garbage: "KeyError: 'leaving'",
    from_no_memory: "There wasn’t enough memory for what was to be done.",
    from_a_recursion: "Something inside bpstudio went round in circles.",
}


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
