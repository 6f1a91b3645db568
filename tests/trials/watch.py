"""What must not happen in a process: exceptions, warnings, records of the log, a window away."""

import logging
import os
import re
import sys
import threading
import time
import traceback
import warnings
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from tests.trials.crowd import crowd

OWN_WORDS = re.compile(  # the offscreen platform's, about what it can't do
    r"This plugin does not support (raise|propagateSizeHints)\(\)|"
    r"This plugin does not support grabbing the (keyboard|mouse)"
)
LONGEST_AWAY = 2.0  # seconds
BEAT = 20  # ms


class Watch(logging.Handler):
    """Hears of everything that goes wrong from now on.

    Attributes
    ----------
    faults
        What went wrong, in words, in order.
    longest
        Seconds between two beats of the event loop, at most.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []
        self.longest = 0.0
        self._beat, self._told = time.monotonic(), False
        self._worked, self._waited = time.process_time(), waited()
        self._timer = QTimer(interval=BEAT)
        self._timer.timeout.connect(self.beat)
        self._ended = threading.Event()
        self._dog = threading.Thread(target=self._look_for_hangs, name="watch", daemon=True)

    def begin(self) -> None:
        """Listen, in a thread of its own, too."""
        warnings.simplefilter("error")
        logging.getLogger().addHandler(self)
        sys.excepthook = self._hear
        threading.excepthook = lambda args: self._hear(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        qInstallMessageHandler(self._hear_qt)
        self.beat()
        self.longest = 0.0
        self._timer.start()
        self._dog.start()

    def end(self) -> None:
        """Listen no more."""
        self._timer.stop()
        self._ended.set()
        self._dog.join()
        qInstallMessageHandler(None)
        logging.getLogger().removeHandler(self)

    def beat(self) -> None:
        """Note that the window's thread is here."""
        now = time.monotonic()
        self.longest, self._beat, self._told = max(self.longest, now - self._beat), now, False
        self._worked, self._waited = time.process_time(), waited()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of the log for a fault."""
        self.faults.append(f"logged: {record.getMessage()}\n{_trace(record.exc_info)}")

    def _hear(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        words = "".join(traceback.format_exception(kind, error, trace))
        self.faults.append(words)
        print(words, file=sys.stderr, flush=True)  # it may be the end

    def _hear_qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not OWN_WORDS.search(text):
            stack = "".join(traceback.format_stack(limit=8))
            self.faults.append(f"Qt: {text}\n{stack}")

    def _look_for_hangs(self) -> None:
        main = threading.main_thread().ident
        while not self._ended.wait(0.1):
            away = time.monotonic() - self._beat
            others = waited() - self._waited
            if away - others > LONGEST_AWAY * crowd() and not self._told:
                self._told = True
                stack = "".join(traceback.format_stack(sys._current_frames()[main]))
                worked = time.process_time() - self._worked
                words = f"the event loop was away for {away:.1f} s, in which the process worked"
                words += f" for {worked:.1f} s and waited for a processor for {others:.1f} s"
                self.faults.append(f"{words}:\n{stack}")


def waited() -> float:
    """Return for how many seconds the window's thread could have run, and others had its place.

    Nothing where the system doesn't tell.
    """
    schedule = Path(f"/proc/self/task/{os.getpid()}/schedstat")
    return int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0.0


def _trace(info: object) -> str:
    return "".join(traceback.format_exception(*info)) if isinstance(info, tuple) else ""
