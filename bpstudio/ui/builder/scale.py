"""From numbers to shares of a range: values by their activation, |delta| by its decades."""

from __future__ import annotations

from functools import cache
from math import ceil, floor, inf, log10
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.floating]

FAR = 1e4  # where a bounded activation has long been at its bound
DEEPEST = -12  # decades: a smaller |delta| is as good as none


@cache
def bounds(activation: str) -> tuple[float, float]:
    """Return the range of an activation; infinite where it has no bound."""
    low, high = ACTIVATIONS[activation].curve(np.array([-FAR, FAR])).tolist()
    return (low if abs(low) < FAR / 2 else -inf), (high if abs(high) < FAR / 2 else inf)


def value_shares(z: Array, activation: str, skip: bool = False) -> Array:
    """Return where each of `z` lies in its range, 0 to 1; (units,) or (layers, units), as `z` is.

    Where the activation has no bound, the largest |z| of the layer is the bound; a skip adds what
    may have any size.
    """
    low, high = bounds(activation)
    z = np.where(np.isfinite(z), z, 0)
    if skip:
        low, high = (-inf if low < 0 or np.min(z, initial=0.0) < 0 else 0.0), inf
    largest = np.max(np.abs(z), axis=-1, keepdims=True, initial=0.0)
    largest[largest == 0] = 1
    lows, highs = np.maximum(low, -largest), np.minimum(high, largest)
    shares: Array = np.clip((z - lows) / (highs - lows), 0.0, 1.0)
    return shares


class DecadeScale:
    """The decades that the |delta| bars of all layers share.

    They widen as soon as a layer falls out of them and narrow only when two are empty, so that
    the bars don't jump while training.
    """

    def __init__(self) -> None:
        self.low, self.high = -4, 0

    def fit(self, layers: list[Array]) -> None:
        """Take in the batch |delta| of every layer."""
        largest = [float(np.max(deltas, initial=0.0)) for deltas in layers]
        sizes = [log10(size) for size in largest if 0 < size < inf]
        if not sizes:
            return
        low = min(max(floor(min(sizes)) - 1, DEEPEST), -4)
        high = min(max(ceil(max(sizes)), 0), 12)
        self.low = low if low < self.low or low > self.low + 1 else self.low
        self.high = high if high > self.high or high < self.high - 1 else self.high

    def shares(self, deltas: Array) -> Array:
        """Return how much of its bar each |delta| fills, 0 to 1; (units,) both."""
        with np.errstate(divide="ignore", invalid="ignore"):
            decades = (np.log10(deltas) - self.low) / (self.high - self.low)
        return np.clip(np.where(np.isnan(decades), 0.0, decades), 0.0, 1.0)


def decade_ticks(low: int, high: int) -> Iterator[tuple[float, bool]]:
    """Yield the place of each tick on an axis of decades, 0 to 1, and whether it is an end."""
    span = high - low
    for decade in range(0, span, ceil(span / 6)):
        yield decade / span, decade == 0
    yield 1.0, True
