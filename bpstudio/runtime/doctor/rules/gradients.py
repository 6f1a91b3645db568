"""Gradients that vanish or explode on their way back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.runtime.doctor import cures
from bpstudio.runtime.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.doctor.chart import Chart
    from bpstudio.runtime.doctor.finding import Cure

VANISHED, EXPLODED = 1e-3, 1e3  # of the output's delta

HOCHREITER = (
    "Hochreiter, Bengio, Frasconi, Schmidhuber (2001), Gradient flow in recurrent nets; "
    "Glorot, Bengio (2010), Understanding the difficulty of training deep feedforward networks"
)
PASCANU = "Pascanu, Mikolov, Bengio (2013), On the difficulty of training recurrent networks"


def vanishing_by_weights(chart: Chart) -> Finding | None:
    """Say so where hardly any gradient reaches the first layer, since the weights are small."""
    if not _has_vanished(chart) or _slope(chart) <= _gain(chart):
        return None
    return _vanished(chart, "weights", cures.suitable_initializers())


def vanishing_by_slopes(chart: Chart) -> Finding | None:
    """Say so where hardly any gradient reaches the first layer, since the slopes are small."""
    if not _has_vanished(chart) or _slope(chart) > _gain(chart):
        return None
    return _vanished(chart, "slopes of the activations", cures.activate_all("relu"))


def _has_vanished(chart: Chart) -> bool:
    if len(chart.hidden) < 2 or not chart.is_poor:
        return False
    first, output = chart.layers[0], chart.layers[-1]
    return 0 < output.delta < math.inf and first.delta < VANISHED * output.delta


def _vanished(chart: Chart, cause: str, cure: Cure) -> Finding:
    first, output = chart.layers[0], chart.layers[-1]
    return Finding(
        "vanishing gradient",
        f"The gradient vanishes on its way back: the {cause} let too little of it through.",
        f"|δ| of layer 1 is {_share(first.delta, output.delta)} of the output’s: the slopes of "
        f"all layers let {_slope(chart):.2g} of it through, the weights make that "
        f"{_gain(chart):.2g} times as large",
        HOCHREITER,
        cure,
        layer=first.id,
    )


def exploding_gradient(chart: Chart) -> Finding | None:
    """Say so where the first layer gets more than a thousand times the output's gradient."""
    if len(chart.hidden) < 2:
        return None
    first, output = chart.layers[0], chart.layers[-1]
    if not first.delta > EXPLODED * output.delta > 0:
        return None
    grown = first.delta / output.delta if math.isfinite(first.delta) else math.inf
    return Finding(
        "exploding gradient",
        "The gradient explodes on its way back: the weights make it larger in every layer.",
        f"|δ| of layer 1 is {grown:.2g} times the output’s; the weights make {_gain(chart):.2g} "
        "of it",
        PASCANU,
        cures.suitable_initializers(),
        layer=first.id,
    )


def _slope(chart: Chart) -> float:
    return _product(layer.slope for layer in chart.hidden)


def _gain(chart: Chart) -> float:
    return _product(layer.gain for layer in chart.hidden)


def _product(factors: Iterable[float]) -> float:
    return math.prod(factor for factor in factors if not math.isnan(factor))


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.2g}" if part else "nothing"
