"""How long something takes, from microseconds to ages, in words."""

from __future__ import annotations

import math

from bpstudio.ui.numbers import NONE, count

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
YEAR = 365.25 * DAY
MONTH = 30 * DAY
# A unit is used from so many seconds on: its length, its name, and its plural
_UNITS = (
    (2 * YEAR, YEAR, "years"),
    (1.5 * DAY, DAY, "days"),
    (1.5 * HOUR, HOUR, "h"),
    (1.5 * MINUTE, MINUTE, "min"),
    (0.9995, 1.0, "s"),
    (0.9995e-3, 1e-3, "ms"),
    (0.0, 1e-6, "µs"),
)


def duration(seconds: float) -> str:
    """Return a time such as ``45 ms``, ``4.3 days``, ``1 200 years``: two digits, or whole units.

    What is unknown is a dash.
    """
    if not math.isfinite(seconds):
        return NONE
    length, name = next((length, name) for least, length, name in _UNITS if seconds >= least)
    amount = seconds / length
    words = f"{amount:.1f}" if amount < 9.95 else count(round(amount))
    return f"{words} {name}"
