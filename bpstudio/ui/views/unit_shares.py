"""The saturation of a layer's units over the steps, and as rows of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.track import Track
from bpstudio.ui.names import never_saturates
from bpstudio.ui.numbers import percent
from bpstudio.ui.views.heat import BLANK
from bpstudio.ui.views.levels import Levels, levels, row_starts, units_of_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

    Array = NDArray[np.floating]
    Mask = NDArray[np.bool_]

MOST = 0.5  # of the probe set: a unit that is saturated on more of it is on most


@dataclass(frozen=True, slots=True)
class UnitShares:
    """Of one layer: on what share of the probe set each unit is saturated.

    `recorded` has the shares (samples, units) at `steps` but the last, `now` those (units,) at
    the last one. The steps rise. With `never`, the units can't saturate at all. `number` is the
    layer's id, `dead` are the units that let nothing through on the whole probe set (None where
    that isn't known), and `earlier` and `later` are stretches, the oldest first, in which the
    layer had other units. While one looks back, `shown` are the shares of the step looked at.
    """

    name: str
    steps: Array
    recorded: Array
    now: Array
    never: bool = False
    number: int = 0
    dead: Mask | None = None
    earlier: tuple[Track, ...] = ()
    later: tuple[Track, ...] = ()
    shown: Array | None = None

    @property
    def newest(self) -> Array:
        """The shares of the step that is looked at, (units,)."""
        return self.now if self.shown is None else self.shown

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
        return float(self.newest.mean())

    @property
    def deaths(self) -> int:
        """How many units are dead."""
        return 0 if self.dead is None else int(self.dead.sum())

    def is_dead(self, unit: int) -> bool:
        """Whether a unit, counted from 0, is dead."""
        return self.dead is not None and unit < len(self.dead) and bool(self.dead[unit])

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

    def since(self, units: NDArray[np.intp]) -> list[int | None]:
        """Return since which step each of `units` is saturated on most of the probe set.

        None where it isn't. As far as is known: from sample to sample.
        """
        most = np.vstack([self.recorded[:, units], self.now[units]]) > MOST
        found: list[int | None] = []
        for column in most.T:
            before = np.flatnonzero(~column)
            first = int(before[-1]) + 1 if len(before) else 0
            found.append(int(self.steps[first]) if first < len(self.steps) else None)
        return found

    def pixels(self, steps: Array, height: int, known: Levels | None = None) -> NDArray[np.uint8]:
        """Return the layer as a picture, (height, steps): 0 to 254 for a share of 0 to 1.

        With more units than rows, a row is the mean of its units. What never saturates is blank.
        Of the time when it had other units, these share the rows. `known` is kept for the next
        picture of the same layer.
        """
        if self.never:
            return np.full((height, len(steps)), BLANK, np.uint8)
        colors = (known or Levels()).of(self.steps[:-1], self.recorded, self.now, height)
        picture = colors[self._nearest(steps)]
        picture[steps < self.steps[0]] = BLANK
        for start, end, track in self._others():
            here = (steps >= start) & (steps < end)
            if here.any():
                nearest = np.searchsorted((track.steps[1:] + track.steps[:-1]) / 2, steps[here])
                picture[here] = levels(track.values, height)[nearest]
        return picture.T

    def _others(self) -> list[tuple[float, float, Track]]:
        """Return from when to when the layer had other units, and what is known of them."""
        starts = [float(track.steps[0]) for track in self.earlier]
        starts += [float(self.steps[0]), *(float(track.steps[0]) for track in self.later), np.inf]
        own = len(self.earlier)
        spans = list(pairwise(starts))
        spans.pop(own)
        tracks = (*self.earlier, *self.later)
        return [(*span, track) for span, track in zip(spans, tracks, strict=True)]

    def stretch_at(self, step: float) -> Track | None:
        """Return the other stretch that holds `step`; None where the units are those shown."""
        return next((track for start, end, track in self._others() if start <= step < end), None)

    def units_of_row(self, row: int, height: int) -> range:
        """Return the units, counted from 0, that row `row` of `height` rows shows."""
        return units_of_row(self.units, row, height)

    def rows_of_unit(self, unit: int, height: int) -> range:
        """Return the rows of `height` that show a unit, counted from 0."""
        if self.units > height:
            row = int(np.searchsorted(row_starts(self.units, height), unit, "right")) - 1
            return range(row, row + 1)
        return range(-(-unit * height // self.units), -(-(unit + 1) * height // self.units))


def sampled_shares(
    layer: LayerSnapshot, track: Track | None, step: int, former: Sequence[Track] = ()
) -> UnitShares:
    """Return what is recorded of the units of `layer`, with the newest sample at the end.

    `former` are the earlier stretches, while it had other units.
    """
    units = len(layer.saturation)
    if track is None or track.values.shape[1] != units:
        track, former = Track(units), (*former, *([] if track is None else [track]))
    before = int(np.searchsorted(track.steps, step))
    steps = np.append(track.steps[:before], step)
    return UnitShares(
        layer.name,
        steps,
        track.values[:before],
        layer.saturation,
        never_saturates(layer.activation),
        layer.id,
        layer.dead,
        _known(former, steps[0]),
    )


def shares_looked_back_at(
    layer: LayerSnapshot, track: Track | None, snapshot: Snapshot, former: Sequence[Track] = ()
) -> UnitShares:
    """Return all that is recorded of the units of `layer`, while an earlier step is looked at."""
    known = [one for one in (*former, *([] if track is None else [track])) if len(one.steps)]
    alike = [k for k, one in enumerate(known) if one.values.shape[1] == len(layer.saturation)]
    if not alike:
        return sampled_shares(layer, track, snapshot.step, former)
    place = max((k for k in alike if known[k].steps[0] <= snapshot.step), default=alike[0])
    own = known[place]
    return UnitShares(
        layer.name,
        own.steps,
        own.values[:-1],
        own.values[-1],
        never_saturates(layer.activation),
        layer.id,
        layer.dead,
        tuple(known[:place]),
        tuple(known[place + 1 :]),
        layer.saturation,
    )


def _known(former: Sequence[Track], before: float) -> tuple[Track, ...]:
    return tuple(track for track in former if len(track.steps) and track.steps[0] < before)
