"""Hears of faults wherever they happen: slots, painting, timers, threads, the garbage, the log."""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from bpstudio.ui.faults.fault import INSIDE, Cause, Fault, cause_of, fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

ROOT = "bpstudio"  # the logger of the whole program
MOST = 50  # causes: whoever has had so many needs no more of them
HEADROOM = 100  # calls, to tell of a recursion from where it has used up all of them

log = logging.getLogger(__name__)


class Faults(QObject):
    """Hears of exceptions that nobody caught, in any thread, and reports each cause once.

    Those that were caught and put down in the log are faults, too: `Logger.exception` is how
    what knows nothing of windows tells of them.

    Signals
    -------
    reported
        There is a new cause, in one line. It may come from any thread.
    """

    reported = Signal(str)
    _missed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._causes: dict[Cause, Fault] = {}
        self._lock = threading.RLock()  # a fault in the garbage may come amid another's report
        self._former = sys.excepthook
        self._former_of_threads = threading.excepthook
        self._former_of_garbage = sys.unraisablehook
        self._listener = _Listener(self)
        self._missed.connect(self._report_missed, Qt.ConnectionType.QueuedConnection)

    @property
    def all(self) -> tuple[Fault, ...]:
        """All causes so far, the oldest first."""
        with self._lock:
            return tuple(self._causes.values())

    def install(self) -> None:
        """Listen from now on; the hooks that were there before still hear of everything."""
        self._former, self._former_of_threads = sys.excepthook, threading.excepthook
        self._former_of_garbage = sys.unraisablehook
        sys.excepthook = self._hear
        threading.excepthook = self._hear_thread
        sys.unraisablehook = self._hear_garbage
        logging.getLogger(ROOT).addHandler(self._listener)

    def uninstall(self) -> None:
        """Listen no more, where nobody else has put a hook in the place of these."""
        logging.getLogger(ROOT).removeHandler(self._listener)
        if sys.excepthook == self._hear:
            sys.excepthook = self._former
        if threading.excepthook == self._hear_thread:
            threading.excepthook = self._former_of_threads
        if sys.unraisablehook == self._hear_garbage:
            sys.unraisablehook = self._former_of_garbage

    @contextmanager
    def heard(self, title: str) -> Iterator[None]:
        """Report an exception from within, as `title` says what failed, and carry on behind it."""
        try:
            yield
        except Exception as error:
            self._former(type(error), error, error.__traceback__)
            self._put_down(type(error), error, error.__traceback__, title)

    def _put_down(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        title: str,
    ) -> None:
        """Report a fault that the log hasn't got yet."""
        self.report(kind, error, trace, title)
        if error is not None and issubclass(kind, Exception):
            with suppress(Exception):
                log.error(title, exc_info=(kind, error, trace))

    def report(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        title: str = INSIDE,
    ) -> None:
        """Note a fault; an interrupt is none. Nothing comes out of here, whatever goes wrong."""
        if not issubclass(kind, Exception):
            return
        try:
            with _more_calls(kind):
                self._note(kind, error, trace, title)
        except BaseException:  # there isn't the memory, or the room for calls, to tell of it now
            with suppress(RuntimeError):  # Qt may be gone
                self._missed.emit(kind.__name__)

    def _note(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        title: str,
    ) -> None:
        cause = cause_of(kind, trace)
        with self._lock:
            known = self._causes.get(cause)
            if known is not None:
                known.count += 1
                return
            if len(self._causes) >= MOST:
                return
            fault = self._causes[cause] = fault_of(kind, error, trace, title)
        with suppress(RuntimeError):  # Qt may be gone
            self.reported.emit(fault.words)

    def _report_missed(self, kind: str) -> None:
        known = {MemoryError.__name__: MemoryError, RecursionError.__name__: RecursionError}
        with suppress(Exception):
            self._note(known.get(kind, Exception), None, None, INSIDE)

    def _hear(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._put_down(kind, error, trace, INSIDE)
        self._former(kind, error, trace)

    def _hear_thread(self, args: threading.ExceptHookArgs) -> None:
        self._former_of_threads(args)
        name = "" if args.thread is None else args.thread.name
        title = f"Something went wrong in the background, in the thread “{name}”"
        self._put_down(args.exc_type, args.exc_value, args.exc_traceback, title)

    def _hear_garbage(self, args: sys.UnraisableHookArgs) -> None:
        self._former_of_garbage(args)
        title = "Something went wrong where nobody could be told of it"
        self._put_down(args.exc_type, args.exc_value, args.exc_traceback, title)


class _Listener(logging.Handler):
    """Hears of exceptions in the log, and lets the terminal have what it would have without."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(logging.WARNING)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == log.name:  # of what was heard; the hooks before have it
            return
        if logging.lastResort is not None:
            logging.lastResort.handle(record)
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            words = record.getMessage()
            self._faults.report(kind, error, trace, f"{words[:1].upper()}{words[1:]}")


@contextmanager
def _more_calls(kind: type[BaseException]) -> Iterator[None]:
    """Have room for calls where a recursion has taken all."""
    if kind is not RecursionError:
        yield
        return
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + HEADROOM)
    try:
        yield
    finally:
        with suppress(RecursionError):
            sys.setrecursionlimit(limit)
