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
        return cls(decimals if all(_fits(number, decimals) for number in numbers) else None)

    def text(self, number: float | None) -> str:
        """Return a number; a dash where there is none.

        One that the digits weren't chosen by, such as a slope, has three significant digits where
        the decimals would leave nothing of it.
        """
        if number is None:
            return NONE
        if self.decimals is None or not _fits(number, self.decimals):
            return figure(number)
        text = f"{abs(number):,.{self.decimals}f}".replace(",", NARROW)
        return text if number >= 0 else f"{MINUS}{text}"

    def rounded(self, number: float) -> float:
        """Return a number as far as its text tells it."""
        if self.decimals is None or not _fits(number, self.decimals):
            return float(f"{number:.2e}")
        return round(number, self.decimals)


def _fits(number: float, decimals: int) -> bool:
    """Whether so many decimals leave something of a number, and it isn't too large for them."""
    return not number or 10.0**-decimals <= abs(number) < LARGEST
