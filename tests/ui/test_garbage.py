"""What Qt made goes on the thread of the screen, whoever allocates."""

import gc
import threading
import time
import weakref

from PySide6.QtCore import QObject


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
