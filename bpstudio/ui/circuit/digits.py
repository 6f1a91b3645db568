"""The numbers of a circuit as they stand on the screen: all of a kind with the same digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.ui.numbers import MINUS, NARROW, NONE, figure

if TYPE_CHECKING:
    from collections.abc import Iterable

VALUE_DECIMALS, GRADIENT_DECIMALS = 2, 3
LARGEST = 1e4  # from here on three significant digits read better


@dataclass(frozen=True)
class Digits:
    """How the numbers of one kind are written.

    Parameters
    ----------
    decimals
        How many all of them have; None where they differ too much in size for that, and each has
        three significant digits.
    """

    decimals: int | None

    @classmethod
    def of(cls, numbers: Iterable[float], decimals: int) -> Digits:
        """Return `decimals` where that leaves something of each of `numbers`."""
        sizes = [abs(number) for number in numbers if number]
        fits = all(10.0**-decimals <= size < LARGEST for size in sizes)
        return cls(decimals if fits else None)

    def text(self, number: float | None) -> str:
        """Return a number; a dash where there is none."""
        if number is None:
            return NONE
        if self.decimals is None:
            return figure(number)
        text = f"{abs(number):,.{self.decimals}f}".replace(",", NARROW)
        is_zero = not text.strip("0.")
        return text if number >= 0 or is_zero else f"{MINUS}{text}"
