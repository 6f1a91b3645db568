"""How fast to train: so many updates a second, an epoch a refresh of the screen, or flat out."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Literal

EPOCH: Literal["epoch"] = "epoch"
Rate = float | Literal["epoch"] | None  # updates a second; an epoch a refresh; full

SLICE = 0.003  # seconds of training between two looks at the turnstile, at full pace
SPEED_WINDOW = 0.5  # seconds over which steps a second are counted
BACKLOG = 0.1  # seconds of updates that a late thread may catch up with


@dataclass(slots=True)
class Pace:
    """Says how many updates are due; times are in seconds, of any one clock.

    `step_time` is the smoothed duration of an update.
    """

    rate: Rate = None
    step_time: float = SLICE
    _since: float = 0.0  # up to when updates have been paid for
    _epoch_open: bool = True

    def set(self, rate: Rate, now: float) -> None:
        """Change the pace; the first update at it is due at once."""
        self.rate = rate
        self.restart(now)

    def restart(self, now: float) -> None:
        """Begin to count: the next update is due now, and nothing is known of how long it takes."""
        self.step_time = SLICE
        self._since = now - self._interval
        self._epoch_open = True

    def refreshed(self) -> None:
        """Note that the screen has been given a picture: the next epoch may run."""
        self._epoch_open = True

    @property
    def _interval(self) -> float:
        return 1 / self.rate if isinstance(self.rate, int | float) and self.rate else 0.0

    @property
    def slice(self) -> int:
        """How many updates may be made between two looks at the turnstile."""
        return max(int(SLICE / self.step_time), 1)

    def due(self, now: float, left_of_epoch: int) -> int:
        """Return how many updates to make in one go now; 0 when none is due yet."""
        slice_ = self.slice
        if self.rate is None:
            return slice_
        if self.rate == EPOCH:
            return min(slice_, left_of_epoch) if self._epoch_open else 0
        interval = self._interval
        self._since = max(self._since, now - max(BACKLOG, interval))
        return min(math.floor((now - self._since) / interval + 1e-9), slice_)

    def made(self, updates: int, seconds: float | None, ends_epoch: bool) -> None:
        """Take note of updates that were made in `seconds`; None where others held them up."""
        self._since += updates * self._interval
        if seconds is not None:
            self.step_time += 0.2 * (seconds / updates - self.step_time)
        if ends_epoch and self.rate == EPOCH:
            self._epoch_open = False

    def wait(self, now: float) -> float:
        """Return the seconds until the next update is due."""
        if self.rate is None:
            return 0.0
        if self.rate == EPOCH:
            return 0.0 if self._epoch_open else BACKLOG
        return max(self._since + self._interval - now, 0.0)


class Speed:
    """Counts steps a second over the last little while."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._steps = 0
        self.per_second = 0.0

    def count(self, steps: int) -> None:
        """Note steps made just now."""
        self._steps += steps
        passed = time.perf_counter() - self._start
        if passed >= SPEED_WINDOW:
            self.per_second = self._steps / passed
            self._start, self._steps = time.perf_counter(), 0
