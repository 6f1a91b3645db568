"""Garbage in reference cycles is collected on the thread of the screen, and on no other.

Python collects it on whichever thread happens to allocate. What Qt made must go where it was
made: a closed dialog that the training thread took away would end the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL = 250  # ms
OLDEST = 2  # generation: its turn comes about twice a minute


class GarbageTimer(QTimer):
    """Collects garbage now and then, from `begin` to `end`, and keeps Python from doing so.

    As Python does, it looks at a generation when enough has come to it, the oldest seldom.

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

    def begin(self) -> None:
        """Take over from Python; before another thread is there."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self.start()

    def end(self) -> None:
        """Leave it to Python again; once no other thread is there."""
        self.stop()
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        full = [age for age, count in enumerate(counts) if count > thresholds[age]]
        if full:
            gc.collect(full[-1])
            if full[-1] == OLDEST:
                self.tidied.emit()
