"""How logits are spread, and where an activation is saturated: the numbers of a histogram."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.views.scale import HUGE, Scale, round_step
from bpstudio.ui.views.strokes import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.activations import Activation

    Array = NDArray[np.floating]

FAR = 20.0  # logits: by then every activation that saturates has done so
STEPS = 8  # of the axis, about
PARTS = (1, 2, 4, 5, 10, 20, 40)  # bins of such a part of a step begin at round numbers


class Zone(NamedTuple):
    """Logits from `low` to `high` at which the unit is saturated."""

    low: float
    high: float


def finite(a: Array) -> Array:
    """Return the finite ones of these logits, in float64."""
    return a[np.isfinite(a)].astype(np.float64)


@cache
def reach(name: str) -> tuple[float, float]:
    """Return from where to where an activation is worth looking at: to where it has saturated."""
    activation = ACTIVATIONS[name]
    if activation.saturates != "flat":
        return (-1.0, 1.0) if activation.has_kink else (0.0, 0.0)
    a = np.linspace(-FAR, FAR, 4_001)
    living = a[~activation.is_saturated(activation.curve(a))]
    return 1.25 * float(living[0]), 1.25 * float(living[-1])


def logit_axis(a: Array, activation: Activation | None, shown: float) -> Scale:
    """Return the axis of the finite logits `a` and of that of the `shown` sample.

    It holds what is worth seeing of the activation, and ends at round numbers, so that it keeps
    still while the logits move.
    """
    low, high = reach(activation.name) if activation else (0.0, 0.0)
    seen = finite(np.append(a, shown))
    low, high = min([low, *seen.tolist()]), max([high, *seen.tolist()])
    low, high = max(low, -HUGE), min(high, HUGE)
    if not low < high:
        low, high = low - 1, high + 1
    step = round_step((high - low) / STEPS)
    return Scale(step * math.floor(low / step), step * math.ceil(high / step))


def bins(a: Array, scale: Scale, most: int) -> Array:
    """Return how many of the finite logits `a` fall into each of up to `most` bins of `scale`."""
    step = round_step((scale.high - scale.low) / STEPS)
    steps = max(round((scale.high - scale.low) / step), 1)
    each = max((parts for parts in PARTS if parts * steps <= most), default=1)
    return np.histogram(finite(a), bins=steps * each, range=(scale.low, scale.high))[0]


def saturated_zones(activation: Activation, scale: Scale, points: int) -> list[Zone]:
    """Return where on `scale` the activation is saturated, looked up at so many `points`."""
    a = np.linspace(scale.low, scale.high, points)
    saturated = activation.is_saturated(activation.curve(a))
    return [Zone(float(a[part.start]), float(a[part.stop - 1])) for part in runs(saturated)]
