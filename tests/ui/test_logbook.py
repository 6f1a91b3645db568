"""The log and what a crash leaves: written where that can be, never in the way."""

import faulthandler
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QtMsgType, qWarning
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.ui import logbook as books
from bpstudio.ui.log_files import crash_path, folder, log_path, tail, take_crash
from bpstudio.ui.log_window import NOTHING, show_log
from bpstudio.ui.logbook import Logbook
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.start import crash_notice

log = logging.getLogger("bpstudio.tests")
SEGFAULT = """Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "x.py", line 1 in <module>
"""


@pytest.fixture
def book() -> Iterator[Logbook]:
    """A log that is begun by the test, and ended."""
    made = Logbook()
    yield made
    made.end()


def test_what_is_put_down_is_in_the_file(book: Logbook) -> None:
    assert book.begin() is None
    log.warning("seven")
    assert "WARNING bpstudio.tests: seven" in log_path().read_text()
    assert tail().splitlines()[0].endswith("begins")


def test_the_file_lies_with_the_state_of_the_user(home: Path) -> None:
    assert log_path() == home / "state" / "bpstudio" / "bpstudio.log"


def test_the_log_rotates(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "SIZE", 2_000)
    book.begin()
    for _ in range(200):
        log.warning("x" * 100)
    files = sorted(path.name for path in folder().glob("bpstudio.log*"))
    assert files == ["bpstudio.log", *(f"bpstudio.log.{n}" for n in range(1, books.FILES + 1))]
    assert all(path.stat().st_size <= 2_000 for path in folder().glob("bpstudio.log*"))


@pytest.mark.usefixtures("fault_on_purpose")
def test_a_cause_is_put_down_at_powers_of_ten(book: Logbook) -> None:
    book.begin()
    for number in range(1_000):
        try:
            raise ValueError(number)
        except ValueError:
            log.exception("again")
    assert log_path().read_text().count("Traceback") == 4  # 1, 10, 100, 1,000


def test_what_qt_says_is_put_down_and_passed_on(book: Logbook) -> None:
    heard: list[str] = []
    book.begin()
    book._former_of_qt = lambda kind, context, message: heard.append(message)
    book._hear_qt(QtMsgType.QtWarningMsg, None, "a warning of Qt’s")
    assert heard == ["a warning of Qt’s"]
    assert "WARNING qt: a warning of Qt’s" in log_path().read_text()
    book._former_of_qt = None


def test_after_its_end_qt_is_heard_by_whoever_heard_it_before(qtlog: Any, book: Logbook) -> None:
    other = Logbook()
    other.begin()
    other.end()
    qWarning("This plugin does not support raise()")
    assert [record.message for record in qtlog.records] == ["This plugin does not support raise()"]


@pytest.mark.parametrize("how", ["a file in the way", "a folder in the way", "full"])
def test_where_nothing_can_be_written_nothing_stops(
    book: Logbook, home: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "a file in the way":
        (home / "state").write_text("no folder")
    elif how == "a folder in the way":
        log_path().mkdir(parents=True)
        crash_path().mkdir()
    book.begin()
    if how == "full":

        def fill() -> None:
            raise OSError(28, "No space left on device")

        assert book._handler is not None
        monkeypatch.setattr(book._handler, "flush", fill)
    log.error("this goes nowhere")
    assert isinstance(tail(), str)


def crashed(home: Path, how: str) -> subprocess.CompletedProcess[str]:
    """Let a process begin its log and crash."""
    script = (
        "import faulthandler, os, ctypes\n"
        "from bpstudio.ui.logbook import Logbook\n"
        f"book = Logbook(); book.begin(); {how}"
    )
    environment = {**os.environ, "HOME": str(home), "PYTHONFAULTHANDLER": ""}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60
    )


@pytest.mark.parametrize(
    ("how", "cause"),
    [("faulthandler._sigsegv()", "Segmentation fault"), ("os.abort()", "Aborted")],
)
def test_a_crash_leaves_a_trace_that_the_next_start_takes(
    book: Logbook, home: Path, how: str, cause: str
) -> None:
    ended = crashed(home, how)
    assert ended.returncode < 0
    crash = book.begin()
    assert crash is not None
    assert crash.cause == cause
    assert "most recent call first" in crash.trace
    assert "crashed" in log_path().read_text()
    assert take_crash() is None, "it is told once"


def test_an_end_in_order_leaves_none(book: Logbook, home: Path) -> None:
    assert crashed(home, "pass").returncode == 0
    assert book.begin() is None


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00" * 50_000, b"x"])
def test_any_trace_is_taken(content: bytes) -> None:
    folder().mkdir(parents=True)
    crash_path().write_bytes(content)
    crash = take_crash()
    assert (crash is None) == (not content.strip())
    assert crash is None or len(crash.trace) <= 64_000


def test_the_window_says_so_in_a_sentence_and_gives_the_details(
    qtbot: QtBot, window: MainWindow
) -> None:
    folder().mkdir(parents=True)
    crash_path().write_text(SEGFAULT)
    os.utime(crash_path(), (1_800_000_000, 1_800_000_000))
    crash = take_crash()
    assert crash is not None
    notice = crash_notice(crash)
    assert notice.sentence == (
        f"bpstudio crashed on {crash.at.day} {crash.at:%B} at {crash.at:%H:%M} "
        "(Segmentation fault)."
    )
    window.offers.addWidget(notice)
    qtbot.waitUntil(notice.isVisible)
    notice.findChild(QPushButton).click()
    copied = QGuiApplication.clipboard().text()
    assert SEGFAULT.strip() in copied
    assert copied.startswith("bpstudio ")


def test_the_log_is_shown_with_its_place(qtbot: QtBot, window: MainWindow, book: Logbook) -> None:
    book.begin()
    log.warning("the newest line")
    window.findChild(QAction, "actionLog").trigger()
    dialog = window.findChild(QPlainTextEdit).window()
    assert dialog.objectName() == "logWindow"
    assert "the newest line" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.close()
    window.findChild(QAction, "actionCopyDetails").trigger()
    assert "NumPy" in QGuiApplication.clipboard().text()
    assert window.statusBar().sentence == "The details are in the clipboard."


def test_without_a_log_that_is_said(window: MainWindow) -> None:
    dialog = show_log(window)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == NOTHING
    dialog.close()


def test_faulthandler_is_as_it_was_before() -> None:
    before = faulthandler.is_enabled()
    book = Logbook()
    book.begin()
    assert faulthandler.is_enabled()
    book.end()
    assert faulthandler.is_enabled() == before
