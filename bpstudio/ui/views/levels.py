"""Shares as the rows of a picture: numbers of colours, kept from one refresh to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.views.heat import BLANK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]
    Pixels = NDArray[np.uint8]


class Levels:
    """The colours of what a track has recorded of a layer's units, in a picture of some height.

    A track only grows, or is thinned out: what has been worked out of it is of use again.
    """

    def __init__(self) -> None:
        self._source: object = None
        self._steps: Array = np.empty(0)
        self._known: Pixels = np.empty((0, 0), np.uint8)

    def of(self, steps: Array, shares: Array, now: Array, height: int) -> Pixels:
        """Return the colours of `shares`, (samples, units), at `steps`, and of those `now`.

        They are (samples + 1, height).
        """
        known = max(len(self._steps) - 1, 0)  # the last one may have been replaced
        if not self._is_of(shares, height) or not (steps[:known] == self._steps[:known]).all():
            known = 0
        newer = levels(np.concatenate([shares[known:], now[None]]), height)
        self._known = np.concatenate([self._known[:known], newer]) if known else newer
        self._source, self._steps = shares.base, steps.copy()
        return self._known

    def _is_of(self, shares: Array, height: int) -> bool:
        is_same = shares.base is not None and shares.base is self._source
        return is_same and height == self._known.shape[1] and len(shares) >= len(self._steps)


def levels(shares: Array, height: int) -> Pixels:
    """Return the colours of `shares`, (samples, units), as (samples, height): 0 to 254, or blank.

    With more units than rows, a row is the mean of its units.
    """
    units = shares.shape[1]
    if units > height:
        starts, sizes = _rows_of(units, height)
        rows: Array = np.add.reduceat(shares, starts, axis=1) / sizes
    else:
        rows = shares[:, np.arange(height) * units // height]
    found = np.clip(rows, 0, 1) * (BLANK - 1)
    found[np.isnan(found)] = BLANK
    made: Pixels = np.rint(found).astype(np.uint8)
    return made


@lru_cache(256)
def _rows_of(units: int, height: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first unit of each row, and how many it shows."""
    starts = row_starts(units, height)
    return starts, np.diff(starts, append=units)


def row_starts(units: int, height: int) -> NDArray[np.intp]:
    """Return the first unit of each of `height` rows, `units` >= `height`."""
    return np.arange(height) * units // height


def units_of_row(units: int, row: int, height: int) -> range:
    """Return which of the `units`, counted from 0, row `row` of `height` rows shows."""
    if units <= height:
        unit = row * units // height
        return range(unit, unit + 1)
    edges = [*row_starts(units, height).tolist(), units]
    return range(edges[row], edges[row + 1])
