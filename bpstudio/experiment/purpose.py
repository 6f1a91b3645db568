"""One generator of random numbers for each purpose: ``default_rng([seed, purpose, ...])``."""

from __future__ import annotations

from enum import IntEnum


class Purpose(IntEnum):
    """What random numbers are for."""

    WEIGHTS = 1
    ORDER = 2
    SAMPLES = 3
