"""How much of the time something may take that isn't the work itself."""

import math


class Allowance:
    """A share of the time that passes, and some seconds at once: they save up while unspent.

    So what is over in a blink may be looked at closely, and what runs for long isn't slowed down.
    Times are seconds on any one clock.

    Parameters
    ----------
    share
        Of the time, at most.
    at_once
        Seconds that may be saved up; all of them are there at first.
    """

    def __init__(self, share: float, at_once: float) -> None:
        self._share, self._most = share, at_once
        self._left, self._known_at = at_once, math.inf

    def has_any(self, now: float) -> bool:
        """Whether there is something left."""
        self._left = min(self._left + self._share * max(now - self._known_at, 0.0), self._most)
        self._known_at = now
        return self._left >= 0.0

    def spend(self, seconds: float) -> None:
        """Note what has been taken; the last time it may be more than there was."""
        self._left -= seconds
