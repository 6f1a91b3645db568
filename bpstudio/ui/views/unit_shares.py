"""The saturation of a layer's units over the steps, and as rows of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.track import Track
from bpstudio.ui.numbers import percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import LayerSnapshot

    Array = NDArray[np.floating]

BLANK = 255  # the colour number of what wasn't sampled


@dataclass(frozen=True, slots=True)
class UnitShares:
    """Of one layer: on what share of the probe set each unit is saturated.

    `recorded` has the shares (samples, units) at `steps` but the last, `now` those (units,) at
    the last one. The steps rise. With `never`, the units can't saturate at all.
    """

    name: str
    steps: Array
    recorded: Array
    now: Array
    never: bool = False

    @property
    def words(self) -> str:
        """The newest mean as it is written, ``"71 %"``, or that there will never be one."""
        return "never" if self.never else percent(self.mean, 0)

    @property
    def units(self) -> int:
        """How many units the layer has."""
        return len(self.now)

    @property
    def mean(self) -> float:
        """The newest mean over the units; NaN where one isn't finite."""
        return float(self.now.mean())

    def at(self, steps: Array) -> Array:
        """Return the shares sampled nearest to `steps`, (steps, units); NaN before the first."""
        shares = self._samples(self._nearest(steps))
        shares[steps < self.steps[0]] = np.nan
        return shares

    def _nearest(self, steps: Array) -> NDArray[np.intp]:
        return np.searchsorted((self.steps[1:] + self.steps[:-1]) / 2, steps)

    def _samples(self, places: NDArray[np.intp]) -> Array:
        """Return the samples at `places`, (places, units), as a copy; the last place is now."""
        shares: Array = np.empty((len(places), self.units), np.float32)
        old = places < len(self.recorded)
        shares[old] = self.recorded[places[old]]
        shares[~old] = self.now
        return shares

    def pixels(self, steps: Array, height: int) -> NDArray[np.uint8]:
        """Return the layer as a picture, (height, steps): 0 to 254 for a share of 0 to 1.

        With more units than rows, a row is the mean of its units. What never saturates is blank.
        """
        if self.never:
            return np.full((height, len(steps)), BLANK, np.uint8)
        nearest = self._nearest(steps)
        is_other = np.diff(nearest, prepend=-1) != 0
        shares = self._samples(nearest[is_other])
        if self.units > height:
            starts = row_starts(self.units, height)
            sizes = np.diff(np.append(starts, self.units))
            rows: Array = np.add.reduceat(shares, starts, axis=1) / sizes
        else:
            rows = shares[:, np.arange(height) * self.units // height]
        levels = np.clip(rows, 0, 1) * (BLANK - 1)
        levels[np.isnan(levels)] = BLANK
        picture: NDArray[np.uint8] = np.rint(levels).astype(np.uint8)[np.cumsum(is_other) - 1]
        picture[steps < self.steps[0]] = BLANK
        return picture.T

    def units_of_row(self, row: int, height: int) -> range:
        """Return the units, counted from 0, that row `row` of `height` rows shows."""
        if self.units <= height:
            unit = row * self.units // height
            return range(unit, unit + 1)
        edges = [*row_starts(self.units, height).tolist(), self.units]
        return range(edges[row], edges[row + 1])


def row_starts(units: int, height: int) -> NDArray[np.intp]:
    """Return the first unit of each of `height` rows, `units` >= `height`."""
    return np.arange(height) * units // height


def sampled_shares(layer: LayerSnapshot, track: Track | None, step: int) -> UnitShares:
    """Return what is recorded of the units of `layer`, with the newest sample at the end."""
    units = len(layer.saturation)
    if track is None or track.values.shape[1] != units:
        track = Track(units)
    before = int(np.searchsorted(track.steps, step))
    steps = np.append(track.steps[:before], step)
    known = ACTIVATIONS.get(layer.activation)
    never = known is not None and known.saturates == "never"
    return UnitShares(layer.name, steps, track.values[:before], layer.saturation, never)
