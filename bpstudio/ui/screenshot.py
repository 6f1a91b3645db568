"""A picture of the window after it has trained for a while, and what a window unseen needs."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer, qInstallMessageHandler
from PySide6.QtGui import QImageWriter

from bpstudio.experiment.atomic import check_writable, write_atomically
from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.files import CIRCUITS
from bpstudio.ui.main_window import LEAST_SIZE
from bpstudio.ui.signals import ending_loops, status_of_end
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from bpstudio.runtime.pace import Rate
    from bpstudio.ui.main_window import MainWindow
    from bpstudio.ui.theme import Mode

LOOK = 20  # ms between two looks at whether the run is there
SETTLE = 200  # ms for the last numbers to be drawn


def take_screenshot(
    file: Path,
    out: Path,
    *,
    seconds: float,
    size: tuple[int, int],
    theme_mode: Mode,
    tab: str,
    pace: Rate,
) -> None:
    """Train `file` in a window for some seconds and write the window's picture to `out`.

    A circuit is shown as it is; with no `tab` the one of what the file is.

    Raises
    ------
    Refusal
        When the file can't be opened or trained, an option isn't possible, or `out` can't be
        written.
    """
    with _naming(f"--out {out}"):
        _check_kind(out)
        check_writable(out)
    if size[0] < LEAST_SIZE[0] or size[1] < LEAST_SIZE[1]:
        least = "x".join(map(str, LEAST_SIZE))
        raise Refusal(f"--size {size[0]}x{size[1]}", f"the window is at least {least}")
    be_offscreen()
    create_application()
    theme().set_mode(theme_mode)
    with ending_loops(signal.SIGINT), unseen_window(file) as window:
        if tab:
            with _naming(f"--tab {tab}"):
                window.show_tab(tab)
        window.resize(*size)
        train_for(window, 0 if window.has_circuit_in_front else seconds, pace)
        with _naming(f"--out {out}"):
            write_picture(window, out)


@contextmanager
def _naming(option: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise Refusal(option, refusal.reason) from None


def be_offscreen() -> None:
    """Keep Qt from complaining of what a window that nobody sees doesn't need."""

    def pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support"):
            print(message, file=sys.stderr)

    qInstallMessageHandler(pass_on)


@contextmanager
def unseen_window(file: Path | None) -> Iterator[MainWindow]:
    """Give a window in which the run of `file`, or of the shipped digits, has begun, paused.

    A circuit is open beside the digits, and in front.

    Raises
    ------
    Refusal
        When the file can't be opened, or its run can't begin.
    """
    window = create_window()
    window.autosave.stop()  # nobody edits it, and what it trains is the command's to keep
    try:
        if file is not None and format_of(file) == CIRCUIT:
            window.circuit.document.open(file)
            window.show_tab(CIRCUITS.page)
        elif file is not None and format_of(file) == LESSON:
            raise Refusal("", "is a lesson, which is read in the window: that needs a display")
        elif file is not None:
            window.document.open(file)
        window.show()
        while not _has_begun(window):
            wait(LOOK)
        refuse_failure(window)
        yield window
    finally:
        window.session.stop()
        window.hide()
        window.deleteLater()


def _has_begun(window: MainWindow) -> bool:
    snapshot = window.session.snapshot
    is_its = snapshot.experiment == window.document.experiment
    return snapshot.status is Status.FAILED or (is_its and bool(snapshot.layers))


def refuse_failure(window: MainWindow) -> None:
    """Raise the sentence of a run that failed as a refusal."""
    snapshot = window.session.snapshot
    if snapshot.status is Status.FAILED:
        raise Refusal("", snapshot.message)


def train_for(window: MainWindow, seconds: float, pace: Rate) -> None:
    """Train in the window for some seconds, or until the run ends, and let it be drawn."""
    window.session.set_pace(pace)
    wait(SETTLE)
    if seconds:
        window.session.train()
        wait(round(1000 * seconds))
        if window.session.snapshot.status is Status.RUNNING:
            window.session.pause()
    wait(SETTLE)
    refuse_failure(window)


def wait(milliseconds: int) -> None:
    """Let the window live for a while; end here when a signal says so."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    if returned := loop.exec():
        sys.exit(status_of_end(returned))


def write_picture(window: MainWindow, out: Path) -> None:
    """Write a picture of the window, in the format of the file's ending."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, _kind(out))
    write_atomically(out, bytes(buffer.data().data()))


def _kind(out: Path) -> str:
    return out.suffix.removeprefix(".").lower() or "png"


def _check_kind(out: Path) -> None:
    kinds = [bytes(kind.data()).decode() for kind in QImageWriter.supportedImageFormats()]
    if _kind(out) not in kinds:
        raise Refusal("", f"pictures can't be written as {_kind(out)!r}; use .png")
