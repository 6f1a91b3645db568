"""Showing what changes often no more often than it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable


class Calm(QObject):
    """Calls `show` at most once in `interval` ms; what is asked meanwhile comes at its end.

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
        self._is_due = False
        self._pause = QTimer(self, singleShot=True, interval=interval)
        self._pause.timeout.connect(self._end_pause)

    def ask(self, *, now: bool = False) -> None:
        """Call `show`: at once where it was quiet or with `now`, else when the pause is over."""
        if self._pause.isActive() and not now:
            self._is_due = True
            return
        self._is_due = False
        self._pause.start()
        self._show()

    def _end_pause(self) -> None:
        if self._is_due:
            self.ask()
