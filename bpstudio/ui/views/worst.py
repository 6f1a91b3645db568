"""Which units are saturated most, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.drawable import drawable
from bpstudio.ui.views.unit_shares import MOST

if TYPE_CHECKING:
    from bpstudio.ui.views.unit_shares import UnitShares


class WorstUnit(NamedTuple):
    """A unit, the share of the probe set on which it is saturated, and since when on most."""

    asked: Asked
    name: str
    share: float
    since: int | None
    is_dead: bool

    @property
    def state(self) -> str:
        """In a word."""
        if self.is_dead:
            return "dead"
        return "saturated" if self.share > MOST else "alive"


def worst_units(layers: list[UnitShares], most: int) -> tuple[list[WorstUnit], int]:
    """Return the `most` units with the largest shares, the worst first, and how many there are.

    Units that never saturate, or on no sample, aren't among them.
    """
    able = [layer for layer in layers if not layer.never]
    if not able:
        return [], 0
    shares = np.concatenate([layer.newest for layer in able])
    place_of = np.repeat(np.arange(len(able)), [layer.units for layer in able])
    unit_of = np.concatenate([np.arange(layer.units) for layer in able])
    sizes = drawable(shares, nan=0.0)
    many = int((sizes > 0).sum())
    order = np.argsort(-sizes, kind="stable")[: min(most, many)]
    since: dict[Asked, int | None] = {}
    for place in np.unique(place_of[order]).tolist():
        units = unit_of[order[place_of[order] == place]]
        alike = (Asked(able[place].number, unit) for unit in units.tolist())
        since |= dict(zip(alike, able[place].since(units), strict=True))
    found = []
    for number in order.tolist():
        layer, unit = able[place_of[number]], int(unit_of[number])
        asked = Asked(layer.number, unit)
        name = f"{layer.name}, unit {unit + 1}"
        share = float(shares[number])
        found.append(WorstUnit(asked, name, share, since[asked], layer.is_dead(unit)))
    return found, many
