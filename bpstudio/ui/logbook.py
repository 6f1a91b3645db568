"""What is put down for the day after: a log that rotates, and what a crash leaves behind.

Nothing in here ever stops the program: where there is nothing to write to, nothing is written.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections import Counter
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any, BinaryIO

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from bpstudio import __version__
from bpstudio.ui.faults.fault import cause_of, is_round
from bpstudio.ui.log_files import Crash, crash_path, folder, log_path, take_crash

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext

    from bpstudio.ui.faults.fault import Cause

SIZE, FILES = 1_000_000, 3  # bytes of each, and how many older ones are kept
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("bpstudio")
qt_log = logging.getLogger("qt")  # no part of ours: its words are no faults


class Logbook:
    """Keeps the log of this process, from `begin` to `end`."""

    def __init__(self) -> None:
        self._handler: logging.Handler | None = None
        self._crash_file: BinaryIO | None = None
        self._former_of_qt: Any = None
        self._had_faulthandler = faulthandler.is_enabled()

    def begin(self) -> Crash | None:
        """Write to the log from now on; return what a crash of a former process has left."""
        with suppress(OSError):
            folder().mkdir(parents=True, exist_ok=True)
        self._write_log()
        log.info("bpstudio %s begins", __version__)
        crash = take_crash()
        if crash is not None:
            log.warning("A former process crashed at %s:\n%s", crash.at, crash.trace)
        self._watch_for_crashes()
        self._former_of_qt = qInstallMessageHandler(self._hear_qt)
        return crash

    def end(self) -> None:
        """Leave everything as it was before `begin`."""
        qInstallMessageHandler(self._former_of_qt)
        faulthandler.disable()
        if self._had_faulthandler:
            faulthandler.enable()
        if self._crash_file is not None:
            self._crash_file.close()
        if self._handler is not None:
            for logger in (log, qt_log):
                logger.removeHandler(self._handler)
            with suppress(OSError, ValueError):  # what waits to be written may not fit
                self._handler.close()

    def _write_log(self) -> None:
        with suppress(OSError):
            handler = _QuietHandler(
                log_path(), maxBytes=SIZE, backupCount=FILES, encoding="utf-8", errors="replace"
            )
            handler.setFormatter(logging.Formatter(FORM))
            handler.addFilter(_OncePerCause())
            self._handler = handler
            for logger in (log, qt_log):
                logger.setLevel(logging.INFO)
                logger.addHandler(handler)

    def _watch_for_crashes(self) -> None:
        try:
            self._crash_file = crash_path().open("ab")
            faulthandler.enable(self._crash_file)
        except OSError:
            with suppress(OSError, ValueError, RuntimeError, AttributeError):
                faulthandler.enable()  # on the terminal, where there is one

    def _hear_qt(self, kind: QtMsgType, context: QMessageLogContext | None, message: str) -> None:
        qt_log.log(LEVELS.get(kind, logging.WARNING), "%s", message)
        if self._former_of_qt is not None:
            self._former_of_qt(kind, context, message)
        elif sys.stderr is not None:
            with suppress(OSError, ValueError):
                print(message, file=sys.stderr)


class _QuietHandler(RotatingFileHandler):
    """A log that falls silent where it can't be written."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do without this line: a full disk is no reason to stop, nor to say so each time."""


class _OncePerCause(logging.Filter):
    """Lets an exception pass once a cause, and then more and more seldom."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[Cause] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info or record.exc_info[0] is None:
            return True
        kind, _, trace = record.exc_info
        cause = cause_of(kind, trace)
        self._counts[cause] += 1
        return is_round(self._counts[cause])
