"""Faults of the program itself: written out in full, said once in the window, never swallowed."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from types import TracebackType

Cause = tuple[type[BaseException], str, int]


class Faults(QObject):
    """Hears of exceptions that nobody caught, in any thread, and reports each cause once."""

    reported = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._causes: set[Cause] = set()
        self._former = sys.excepthook
        self._former_of_threads = threading.excepthook

    def install(self) -> None:
        """Listen from now on; the hook that was there before still hears of everything."""
        self._former, self._former_of_threads = sys.excepthook, threading.excepthook
        sys.excepthook = self._hear
        threading.excepthook = self._hear_thread

    def _hear(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._former(kind, error, trace)
        self._report(kind, error, trace)

    def _hear_thread(self, args: threading.ExceptHookArgs) -> None:
        self._former_of_threads(args)
        self._report(args.exc_type, args.exc_value, args.exc_traceback)

    def _report(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            return
        cause = _cause(kind, trace)
        if cause not in self._causes:
            self._causes.add(cause)
            self.reported.emit(f"{kind.__name__}: {error}")


def _cause(kind: type[BaseException], trace: TracebackType | None) -> Cause:
    """Return what went wrong where: the same again is the same cause."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return kind, "", 0
    return kind, trace.tb_frame.f_code.co_filename, trace.tb_lineno
