"""The timer of the pictures: training waits while one is drawn, and drawing has its share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.turnstile import Turnstile

TICK = 32  # ms: at least 30 Hz
DRAWING_SHARE = 0.6  # of the time, at most: what takes long to draw is drawn less often
LONGEST_REST = 0.2  # seconds: what took longer, as a dialog of the system, was no drawing
ROUNDS = 2  # of the event loop, after which what was asked to be painted has been


class Ticker(QTimer):
    """Has a picture drawn now and then, from `begin` to `end`; until it is, training waits.

    Parameters
    ----------
    draw
        Asks for what is to be painted.
    took
        Is told after that has been painted how many seconds both took.
    """

    def __init__(
        self,
        turnstile: Turnstile,
        draw: Callable[[], object],
        took: Callable[[float], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._turnstile, self._draw, self._took = turnstile, draw, took
        self._began = self._drawing_began = 0.0
        self._is_over = False
        self._rounds = 0
        self._round = QTimer(self, singleShot=True, interval=0)
        self._round.timeout.connect(self._go_round)
        self.timeout.connect(self.tick)

    def begin(self) -> None:
        """Tick from now on."""
        self.start(TICK)

    def end(self) -> None:
        """Tick no more, nor wait for what is being painted."""
        self._is_over = True
        self.stop()
        self._round.stop()

    def tick(self) -> None:
        """Have a picture drawn now."""
        self._began = time.perf_counter()
        self._turnstile.close()
        self._drawing_began = time.perf_counter()
        try:
            self._draw()
        finally:
            self._rounds = ROUNDS
            if not self._is_over:
                self._round.start()

    def _go_round(self) -> None:
        self._rounds -= 1
        if self._rounds:
            self._round.start()
        else:
            self._drawn()

    def _drawn(self) -> None:
        """Let the training go on; draw sooner or later the next time."""
        self._turnstile.open()
        now = time.perf_counter()
        took = now - self._drawing_began
        left = TICK / 1000 - (now - self._began)
        rest = min(took * (1 / DRAWING_SHARE - 1), LONGEST_REST)
        self.start(round(1000 * max(left, rest)))
        self._took(took)
