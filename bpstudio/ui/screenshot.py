"""A picture of the window after it has trained for a while."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer, qInstallMessageHandler

from bpstudio.experiment.storage import write_atomically
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from bpstudio.runtime.pace import Rate
    from bpstudio.ui.main_window import MainWindow
    from bpstudio.ui.theme import Mode

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

    Raises
    ------
    Refusal
        When the file can't be opened, there is no such tab, or `out` can't be written.
    """
    be_offscreen()
    create_application()
    theme().set_mode(theme_mode)
    window = create_window()
    try:
        window.document.open(file)
        window.show_tab(tab)
        window.resize(*size)
        window.show()
        wait(SETTLE)
        train_for(window, seconds, pace)
        write_picture(window, out)
    finally:
        window.session.stop()
        window.hide()
        window.deleteLater()


def be_offscreen() -> None:
    """Keep Qt from complaining of what a window that nobody sees doesn't need."""

    def pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support"):
            print(message, file=sys.stderr)

    qInstallMessageHandler(pass_on)


def train_for(window: MainWindow, seconds: float, pace: Rate) -> None:
    """Train in the window for some seconds, or until the run ends, and let it be drawn."""
    window.session.set_pace(pace)
    if seconds:
        window.session.train()
        wait(round(1000 * seconds))
        if window.session.snapshot.status is Status.RUNNING:
            window.session.pause()
    wait(SETTLE)


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def write_picture(window: MainWindow, out: Path) -> None:
    """Write a picture of the window, in the format of the file's ending."""
    kind = out.suffix.removeprefix(".") or "png"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not window.grab().save(buffer, kind):
        raise Refusal(str(out), f"pictures can't be written as {kind!r}; use .png")
    try:
        write_atomically(out, bytes(buffer.data().data()))
    except Refusal as refusal:
        raise Refusal(str(out), refusal.reason) from None
