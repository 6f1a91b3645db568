"""Units that let no gradient through, or that are all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.doctor import cures
from bpstudio.runtime.doctor.finding import Finding

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.chart import Chart, LayerChart

DEAD = 0.4  # of a layer's units
EFFICIENT = "LeCun, Bottou, Orr, Müller (1998), Efficient BackProp"
SYMMETRY = "Rumelhart, Hinton, Williams (1986), Learning internal representations, on symmetry"
DYING = "Maas, Hannun, Ng (2013), Rectifier nonlinearities improve neural network acoustic models"


def units_alike(chart: Chart) -> Finding | None:
    """Say so where all units of a layer have the same weights: they learn the same for ever."""
    alike = [layer for layer in chart.hidden if layer.twins]
    if not alike:
        return None
    layer = alike[0]
    return Finding(
        "units alike",
        f"All units of {layer.name} have the same weights, so that they learn the same for ever.",
        f"{layer.units} units, one row of weights",
        SYMMETRY,
        cures.suitable_initializers(),
        layer=layer.id,
    )


def saturated_units(chart: Chart) -> Finding | None:
    """Say so where over half of a layer's outputs are saturated, and little is learned."""
    flat = [layer for layer in chart.hidden if _is_saturated(layer)]
    if not flat or not chart.stays_poor:
        return None
    worst = max(flat, key=lambda layer: layer.saturation)
    since = worst.saturated_since
    when = "from the start" if since == 0 else f"since step {since:,}"
    if since is not None and since == chart.watched_since > 0:  # since when isn't known
        when = f"already at step {since:,}"
    return Finding(
        "saturated units",
        f"The units of {worst.name} are saturated {when}: where the curve is flat, no gradient "
        "comes through.",
        f"{worst.saturation:.0%} of its units’ outputs on the probe set are saturated",
        EFFICIENT,
        cures.suitable_initializers() if since == 0 else cures.change_rate(0.1, chart.experiment),
        layer=worst.id,
    )


def _is_saturated(layer: LayerChart) -> bool:
    is_flat = ACTIVATIONS[layer.activation].saturates == "flat"
    return is_flat and layer.saturated_since is not None


def dead_units(chart: Chart) -> Finding | None:
    """Say so where many relu units are 0 on every sample: they get no gradient any more."""
    dying = [layer for layer in chart.hidden if layer.dead >= DEAD]
    if not dying:
        return None
    worst = max(dying, key=lambda layer: layer.dead)
    return Finding(
        "dead units",
        f"Many units of {worst.name} are dead: they are 0 on every sample, and get no gradient.",
        f"{round(worst.dead * worst.units)} of {worst.units} units are 0 on the whole probe set",
        DYING,
        cures.activate_all("leaky_relu"),
        layer=worst.id,
    )
