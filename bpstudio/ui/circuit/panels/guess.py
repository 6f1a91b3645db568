"""A number that a student predicts, and whether it is right to the digits that were typed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from bpstudio.ui.numbers import figure, readings

_NUMBER = re.compile(
    r"[-+]?(?:\d+\.?(?P<decimals>\d*)|\.(?P<bare>\d+))(?:[eE](?P<power>[-+]?\d+))?"
)
_FUZZ = 1 + 1e-9  # a half of the last digit is in no power of two
LARGEST_POWER = 308  # of ten, that is a float
FINEST_ZERO = 1e-3  # nothing is 0 that a table of three decimals would show


@dataclass(frozen=True)
class Guess:
    """A number as it was typed.

    Parameters
    ----------
    number
        The number.
    unit
        What one more in the last digit typed would make: 0.01 of "1.25".
    other
        What else the text may mean: 1250 of "1,250".
    """

    number: float
    unit: float
    other: Guess | None = None

    def is_right(self, actual: float) -> bool:
        """Whether `actual`, rounded to the digits typed, is the number in one of its readings.

        Only a number that has no digit there is 0: "0" isn't right for 0.2.
        """
        if self.other is not None and self.other.is_right(actual):
            return True
        unit = min(self.unit, FINEST_ZERO) if self.number == 0 else self.unit
        return abs(self.number - actual) <= unit / 2 * _FUZZ


def read_guess(text: str) -> Guess | None:
    """Return the number that was typed, see `readings`; None where it is none."""
    guess = None
    for reading in reversed(readings(text)):
        guess = _guess(reading, guess)
    return guess


def _guess(reading: str, other: Guess | None) -> Guess | None:
    found = _NUMBER.fullmatch(reading)
    if found is None:
        return None
    decimals = len(found["decimals"] or found["bare"] or "")
    number = float(found[0])
    power = float(found["power"] or 0)  # of a 0 it may be any, with more figures than an int takes
    unit = 10.0 ** min(power - decimals, LARGEST_POWER) if math.isfinite(number) else 0
    return Guess(number, unit, other) if math.isfinite(number) else None


def verdict(guess: Guess, actual: float, shown: str) -> str:
    """Return whether a guess is right, and if not, which way to go on, in a sentence.

    `shown` is the actual number as it stands on the screen. By how much a guess is off isn't told:
    that would tell the number.
    """
    if guess.is_right(actual):
        return f"Right: {shown}."
    if actual and guess.is_right(-actual):
        return "The size is right, the sign is not."
    way = "large" if guess.number > actual else "small"
    return f"Not yet: {figure(guess.number)} is too {way}."
