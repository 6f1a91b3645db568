"""Garbage in reference cycles is collected on the thread of the screen, and on no other.

Python collects it on whichever thread happens to allocate. What Qt made must go where it was
made: a closed dialog that the training thread took away would end the program.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL = 250  # ms
ALL = 30.0  # seconds between two looks at all there is


class GarbageTimer(QTimer):
    """Collects garbage now and then, from `begin` to `end`, and keeps Python from doing so.

    As Python does, it looks at a young generation when enough has come to it. At all there is it
    looks by the clock: one array of an old network is as much memory as all objects there are,
    and counts as a single one.

    Signals
    -------
    tidied
        It has looked at all there is.
    """

    tidied = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=INTERVAL)
        self.timeout.connect(self._collect)
        self._was_enabled = False
        self._all_at = 0.0

    def begin(self) -> None:
        """Take over from Python; before another thread is there."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._all_at = time.monotonic() + ALL
        self.start()

    def end(self) -> None:
        """Leave it to Python again; once no other thread is there."""
        self.stop()
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        now = time.monotonic()
        if now >= self._all_at:
            self._all_at = now + ALL
            gc.collect()
            self.tidied.emit()
            return
        *young, _ = zip(gc.get_count(), gc.get_threshold(), strict=True)
        full = [age for age, (count, most) in enumerate(young) if count > most]
        if full:
            gc.collect(full[-1])
