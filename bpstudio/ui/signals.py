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


def _end_loops(number: int, _frame: FrameType | None) -> None:
    # From within a loop: one that begins only later would know nothing of an end before it.
    QTimer.singleShot(0, lambda: QCoreApplication.exit(128 + number))
