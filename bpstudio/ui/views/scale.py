"""Where a value stands on an axis, and the ticks beside it: linear or logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.ui.numbers import count, figure, power

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

HUGE = 1e300  # beyond it, differences overflow
NARROWEST = 0.02  # of the values: a flatter curve is a line, not noise
MANTISSAS = (1, 2, 5)
PLAIN_DECADES = range(-3, 5)  # written 0.001 to 10 000; beyond, as powers of ten
FEW_DECADES = 3  # a logarithmic axis spanning less is ticked like a linear one


class Tick(NamedTuple):
    """A mark on an axis: its place, 0 to 1 along the axis, and its text."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`, low < high; where `log`, both are positive.

    With `whole`, only whole numbers are ticked: steps are counted.
    """

    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False

    def places(self, values: Array) -> Array:
        """Return how far along the axis `values` stand, NaN for what has no place on it."""
        if self.log:
            return self.log_places(log10(values))
        values = np.where(np.isfinite(values), values, np.nan)
        return (values - self.low) / (self.high - self.low)

    def place(self, value: float) -> float:
        """Return the same of one positive, finite value, much faster."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        low, high = math.log10(self.low), math.log10(self.high)
        return (math.log10(value) - low) / (high - low)

    def log_places(self, logs: Array) -> Array:
        """Return the same on a logarithmic axis for values of which `logs` are the logarithms."""
        low, high = math.log10(self.low), math.log10(self.high)
        return (logs - low) / (high - low)

    def value(self, place: float) -> float:
        """Return the value at `place`, 0 to 1 along the axis."""
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            return float(10 ** (low + place * (high - low)))
        return self.low + place * (self.high - self.low)

    def ticks(self, most: int) -> list[Tick]:
        """Return about `most` ticks at round values."""
        return list(_ticks(self, most))

    def make_ticks(self, most: int) -> list[Tick]:
        """Work out what `ticks` remembers."""
        if self.log and self.high / self.low >= FEW_DECADES:
            values, texts = self._log_ticks(most)
        else:
            values, texts = self._linear_ticks(most)
        places = self.places(np.array(values)).tolist()
        return [Tick(place, text) for place, text in zip(places, texts, strict=True)]

    def _linear_ticks(self, most: int) -> tuple[list[float], list[str]]:
        step = round_step((self.high - self.low) / max(most, 1))
        if self.whole:
            step = max(step, 1.0)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        values = [k * step for k in range(first, last + 1)]
        return values, [self._text(value, step) for value in values]

    def _text(self, value: float, step: float) -> str:
        if self.whole:
            return count(round(value))
        largest = max(abs(self.low), abs(self.high))
        if largest >= 1e5 or largest < 1e-2:
            return figure(value, 2 + max(0, math.ceil(math.log10(largest / step))))
        return f"{value:.{max(0, -math.floor(math.log10(step * 1.01)))}f}".replace("-", "−")

    def _log_ticks(self, most: int) -> tuple[list[float], list[str]]:
        low, high = math.log10(self.low), math.log10(self.high)
        decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
        if len(decades) < 2:
            candidates = [
                m * 10.0**k for k in range(math.floor(low), decades.stop) for m in MANTISSAS
            ]
            values = [value for value in candidates if self.low <= value <= self.high]
            return values, [figure(value, 1) for value in values]
        stride = math.ceil(len(decades) / max(most, 1))
        chosen = [k for k in decades if k % stride == 0]
        plain = all(k in PLAIN_DECADES for k in chosen)
        return [10.0**k for k in chosen], [
            f"{10.0**k:.{max(-k, 0)}f}" if plain else f"10{power(k)}" for k in chosen
        ]


@lru_cache(maxsize=256)
def _ticks(scale: Scale, most: int) -> tuple[Tick, ...]:
    # many axes keep still from one refresh to the next, and are asked more than once in each
    return tuple(scale.make_ticks(most))


def log10(values: Array) -> Array:
    """Return the logarithm of `values`, NaN where there is none or it isn't finite."""
    fit = np.isfinite(values) & (values > 0)
    return np.log10(values, out=np.full(np.shape(values), np.nan), where=fit)


def round_step(least: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least `least`."""
    decade = 10.0 ** math.floor(math.log10(least))
    return next((m * decade for m in MANTISSAS if m * decade >= least), 10 * decade)


def span(low: float, high: float, margin: float = 0.06) -> Scale:
    """Return a linear scale of what runs from `low` to `high`, with a `margin` at both ends."""
    low, high = (min(max(end, -HUGE), HUGE) for end in (low, high))
    width = max(high - low, NARROWEST * max(abs(low), abs(high)))
    if width == 0:
        return Scale(-1, 1)
    return Scale(low - margin * width, high + margin * width)


def log_span(low: float, high: float, part: float = 4.0) -> Scale:
    """Return a logarithmic scale of what runs from `low` to `high`, both positive.

    Its ends stand at whole `part`s of a decade, so that the axis keeps still while values change.
    """
    first, last = math.log10(max(low, 1 / HUGE)), math.log10(min(high, HUGE))
    bottom = math.floor((first - 0.05) * part)
    top = math.ceil((last + 0.05) * part)
    return Scale(10 ** (bottom / part), 10 ** (top / part), log=True)
