"""Long work beside the event loop: when it begins, and what is left of it."""

import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bpstudio.ui.background import Background

SOON = 5_000  # ms


def test_what_is_shown_of_it_is_painted_before_it_begins(qtbot) -> None:
    order: list[str] = []

    class Shown(QWidget):
        def paintEvent(self, event) -> None:
            order.append("painted")

    shown, owner = Shown(), QObject()
    qtbot.addWidget(shown)
    background = Background(owner)
    with qtbot.waitSignal(background.ended, timeout=SOON):
        background.start(lambda tell: order.append("begun"))
        shown.show()
    assert order.index("painted") < order.index("begun")


def test_what_is_left_before_it_begins_never_does(qtbot) -> None:
    owner, worked, told = QObject(), [], []
    background = Background(owner)
    background.ended.connect(told.append)
    threads = threading.active_count()
    background.start(lambda tell: worked.append("first"))
    assert background.is_busy
    background.stop()
    assert not background.is_busy
    assert threading.active_count() == threads
    background.start(lambda tell: worked.append("second"))
    qtbot.waitUntil(lambda: bool(told), timeout=SOON)
    assert worked == ["second"]
    assert len(told) == 1
