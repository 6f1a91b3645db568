"""What Qt made goes on the thread of the screen, whoever allocates."""

import gc
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bpstudio.ui import garbage


def test_garbage_is_collected_on_the_thread_of_the_screen_alone(window, qtbot):
    window.session.set_pace(None)
    window.session.train()
    collectors = set()

    def drop_some():
        """Leave Qt objects behind that nothing but themselves refers to."""
        for _ in range(50):
            lost = QObject()
            lost.itself = lost
            weakref.finalize(lost, lambda: collectors.add(threading.current_thread()))
        return collectors

    end = time.monotonic() + 2.0  # the training thread would have taken some by then
    qtbot.waitUntil(lambda: bool(drop_some()) and time.monotonic() > end, timeout=10_000)
    assert collectors == {threading.main_thread()}


def test_it_is_left_to_python_again_when_the_window_is_closed(window):
    assert not gc.isenabled()
    window.close()
    assert gc.isenabled()


def test_what_is_old_goes_by_the_clock(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old network goes soon, however few objects have come since."""
    monkeypatch.setattr(garbage, "ALL", 0.3)
    owner = QObject()
    old = QObject()
    old.itself = old
    gc.collect()  # it is of the oldest generation now
    gone = weakref.ref(old)
    del old
    timer = garbage.GarbageTimer(owner)
    timer.begin()
    try:
        with qtbot.waitSignal(timer.tidied):
            assert gone() is not None
        with qtbot.waitSignal(timer.tidied):  # and again
            pass
    finally:
        timer.end()
    assert gone() is None
