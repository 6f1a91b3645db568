"""Ctrl-C, and the system's request to end, heard while Qt has the thread.

Python carries signals out between two of its own instructions, and Qt's event loop is none: the
session's timer, thirty times a second, is what lets them be heard.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

INTERRUPTED = 128 + signal.SIGINT  # exit status, as shells have it
TERMINATED = 128 + signal.SIGTERM


@contextmanager
def ending_loops(*numbers: signal.Signals) -> Iterator[None]:
    """Let each of these signals end Qt's event loops, dialogs' too, with 128 and its number."""
    former = {number: signal.signal(number, _end_loops) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def status_of_end(returned: int) -> int:
    """Return the exit status for a loop that has `returned` because it was told to end.

    A loop that begins just after the end returns -1 rather than the status.
    """
    return _status if returned == -1 and _status else returned


_status = 0


def _end_loops(number: int, _frame: FrameType | None) -> None:
    global _status
    _status = 128 + number
    # From within a loop: one that begins only later would know nothing of an end before it.
    QTimer.singleShot(0, lambda: QCoreApplication.exit(128 + number))
