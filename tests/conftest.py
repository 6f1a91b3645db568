"""What holds for every test: no display, a home of its own, and nothing left behind."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt: without a display, xcb ends the process

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

settings.register_profile("bpstudio", deadline=None)  # a machine may be slow, or busy
settings.load_profile("bpstudio")

THREAD_GRACE = 2.0  # seconds for a thread that was told to stop, on a busy machine


def pytest_collection_finish() -> None:
    """Let no test look through what the imports have made: most of what there is."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home folder, to keep it away from the user's settings."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    # Qt reads XDG_CONFIG_HOME only once a process.
    for file_format in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(file_format, QSettings.Scope.UserScope, str(folder / "config"))
    return folder


@pytest.fixture(autouse=True)
def nothing_left_behind(home: Path) -> Iterator[None]:
    """Fail a test after which a thread or timer still runs or a window still stands.

    Being set up first, it looks last, when pytest-qt and the test's own fixtures have tidied up.
    """
    threads, windows, timers = set(threading.enumerate()), _windows(), _running_timers()
    yield
    _let_go()
    leftovers = _running_threads(threads) + _tidy_windows(windows) + _tidy_timers(timers)
    if leftovers:
        pytest.fail("left behind: " + ", ".join(leftovers), pytrace=False)


def _let_go() -> None:
    """Let go of the mouse: what waits until no button is down would wait for ever."""
    if QApplication.instance() is None or not QGuiApplication.mouseButtons():
        return
    anywhere = QWidget()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        QTest.mouseRelease(anywhere, button)


def _running_threads(before: set[threading.Thread]) -> list[str]:
    started = [thread for thread in threading.enumerate() if thread not in before]
    deadline = time.monotonic() + THREAD_GRACE
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [f"thread {thread.name!r}" for thread in started if thread.is_alive()]


def _windows() -> list[QWidget]:
    """Return the top-level windows, open or hidden, and the open menus.

    Closed menus and the lists of combo boxes go with their owners, tooltips by themselves.
    """

    def counts(widget: QWidget) -> bool:
        kind = widget.windowType()
        if kind == Qt.WindowType.Popup:
            return widget.isVisible()
        return kind != Qt.WindowType.ToolTip

    return [widget for widget in QApplication.topLevelWidgets() if counts(widget)]


def _tidy_windows(before: list[QWidget]) -> list[str]:
    """Name the windows that are new, and take them away so that the next test isn't blamed."""
    _carry_out_deletions()
    if len(_windows()) > len(before):
        gc.collect()  # a window in a reference cycle is unreachable, not left behind
        _carry_out_deletions()
    leftovers = []
    for window in _windows():
        if not any(window is old for old in before):
            leftovers.append(f"window {type(window).__name__} {window.objectName()!r}")
            window.hide()
            window.deleteLater()
    _carry_out_deletions()
    return leftovers


def _carry_out_deletions() -> None:
    # processEvents leaves them for an event loop that never comes.
    if app := QApplication.instance():
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _running_timers() -> list[QTimer]:
    if QApplication.instance() is None:
        return []
    kinds = {QTimer, *QTimer.__subclasses__()}
    # By exact type: isinstance is twice as slow, and wakes lazy proxies.
    timers = [thing for thing in gc.get_objects() if type(thing) in kinds]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def _tidy_timers(before: list[QTimer]) -> list[str]:
    """Name the timers that newly run, and stop them so that the next test isn't blamed."""
    leftovers = []
    for timer in _running_timers():
        if not any(timer is old for old in before):
            leftovers.append(f"timer {timer.objectName()!r} of {type(timer.parent()).__name__}")
            timer.stop()
    return leftovers
