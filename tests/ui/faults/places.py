"""Where faults of the program come from: slots, painting, timers, filters, threads, garbage."""

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.faults.host import LEFT, Host


def fail(number: int) -> None:
    raise ValueError(f"number {number}")


def throw(number: int) -> None:
    try:
        fail(number)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


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
