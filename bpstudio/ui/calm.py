"""Showing what changes often no more often than it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable


GRACE = 50  # ms: the next tick comes sooner


class Calm(QObject):
    """Calls `show` at most once in `interval` ms; what is asked meanwhile comes after that.

    It comes with the next one that is asked for, or a little later where none is: while ticks
    ask, all is drawn within a tick, when the training waits.

    Parameters
    ----------
    interval
        Milliseconds.
    show
        Shows the newest of what there is.
    """

    def __init__(self, interval: int, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._interval = interval
        self._is_due = False
        self._since = QElapsedTimer()
        self._last_call = QTimer(self, singleShot=True, interval=interval + GRACE)
        self._last_call.timeout.connect(self._show_what_is_due)

    def ask(self, *, now: bool = False) -> None:
        """Call `show`: at once where it was quiet or with `now`, else when the pause is over."""
        was_quiet = not self._since.isValid() or self._since.hasExpired(self._interval)
        if not (was_quiet or now):
            self._is_due = True
            return
        self._is_due = False
        self._since.start()
        self._last_call.start()
        self._show()

    def _show_what_is_due(self) -> None:
        if self._is_due:
            self.ask(now=True)
