"""The histograms of a layer as rows of a picture: as many bins as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.runtime.studies.histograms import BINS, rebinned
from bpstudio.ui.numbers import figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.histograms import LayerHistogram

    Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class LayerRows:
    """One layer: its histogram now, and `shares` (steps, BINS) at `steps`, over one range.

    `zones` are where in that range a unit is saturated.
    """

    now: LayerHistogram
    low: float
    high: float
    steps: NDArray[np.intp]
    shares: Array
    zones: list[tuple[float, float]]

    def now_counts(self, bins: int) -> NDArray[np.intp]:
        """Return how many values are in each of so many bins now, (bins,)."""
        counts: NDArray[np.intp] = merged(rebinned(self.now, self.low, self.high), bins)
        return counts

    def place(self, value: float) -> float:
        """Return how far up the range a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def range_words(self, number: int, bins: int) -> str:
        """Return from where to where bin `number` of so many reaches."""
        width = (self.high - self.low) / bins
        low = self.low + number * width
        return f"{figure(low)} to {figure(low + width)}"


def bins_within(height: int) -> int:
    """Return how many bins there are room for in a band of so many px: as many, or a half, ..."""
    bins = BINS
    while bins > max(height, 1):
        bins //= 2
    return bins


def merged(counts: NDArray[Any], bins: int) -> NDArray[Any]:
    """Return the same in fewer bins, (..., bins), for counts (..., BINS)."""
    fewer: NDArray[Any] = counts.reshape(*counts.shape[:-1], bins, BINS // bins).sum(axis=-1)
    return fewer


@lru_cache(256)
def bins_of_rows(height: int) -> NDArray[np.intp]:
    """Return which bin each px of a band shows, the largest values on top, (height,)."""
    bins = bins_within(height)
    rows: NDArray[np.intp] = ((height - 1 - np.arange(height)) * bins // height).astype(np.intp)
    rows.flags.writeable = False  # it is shared
    return rows
