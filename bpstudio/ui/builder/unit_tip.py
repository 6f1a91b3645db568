"""The numbers of a unit and of a layer, as rows of a tooltip or of the unit's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.canvas.tips import RULE, Row, table
from bpstudio.ui.length import length
from bpstudio.ui.names import never_saturates
from bpstudio.ui.numbers import count, figure, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.experiment.spec import LayerSpec
    from bpstudio.runtime.snapshot import LayerSnapshot


def value_equation(activation: str, skip: bool = False) -> str:
    """Return how z comes from a: ``"z = σ(a)"``, with a skip ``"z = σ(a) + z₋₁"``."""
    arriving = " + z₋₁" if skip else ""
    return f"z = {ACTIVATIONS[activation].value_equation.format(l='')}{arriving}"


def slope_equation(activation: str, skip: bool = False) -> str:
    """Return the slope, with its largest value: ``"z(1 − z), at most 0.25"``; f is σ(a)."""
    known = ACTIVATIONS[activation]
    slope = known.slope_equation.format(a="a", f="f" if skip else "z")
    if known.saturates == "never":
        return "slope"
    if slope.startswith("("):
        slope = slope[1:-1]
    return f"{slope}, at most {known.max_slope:g}"


def state_words(layer: LayerSnapshot, unit: int) -> str:
    """Return in words whether a unit lets gradient through on the shown sample."""
    if layer.dead[unit]:
        return "dead"
    return "saturated" if layer.saturated[unit] else "not saturated"


def saturated_share(layer: LayerSnapshot, decimals: int = 0) -> str:
    """Return the share of the probe set on which units saturate; "never" where none can."""
    if never_saturates(layer.activation):
        return "never"
    return percent(float(np.mean(layer.saturation)) if len(layer.saturation) else None, decimals)


def unit_share(layer: LayerSnapshot, unit: int, decimals: int = 0) -> str:
    """Return the same of one unit."""
    if never_saturates(layer.activation):
        return "never"
    return percent(float(layer.saturation[unit]), decimals)


def delta_norm(layer: LayerSnapshot) -> float:
    """Return the length, over the layer's units, of their mean |delta| in the batch."""
    return length(layer.batch_delta)


def bias_rows(layer: LayerSnapshot, unit: int) -> list[Row]:
    """Return a unit's bias, and its gradient where that is known."""
    rows: list[Row] = [("bias b", figure(float(layer.biases[unit]), 4))]
    if layer.bias_gradients is not None:
        rows.append(("∂L/∂b, batch", figure(float(layer.bias_gradients[unit]))))
    return rows


def unit_tip(title: str, layer: LayerSnapshot, unit: int, terms: Sequence[Row] = ()) -> str:
    """Return the tooltip of a unit; `terms` are the sum behind its logit, where it is known."""
    rows: list[Row] = [
        *([*terms, RULE] if terms else [("a", figure(float(layer.a[unit]), 4))]),
        (value_equation(layer.activation, layer.skip), figure(float(layer.z[unit]), 4)),
        (slope_equation(layer.activation, layer.skip), figure(float(layer.slope[unit]))),
        ("δ = ∂L/∂a", figure(float(layer.delta[unit]))),
        ("|δ|, batch mean", figure(float(layer.batch_delta[unit]))),
        ("on this sample", state_words(layer, unit)),
        ("saturated, probe", unit_share(layer, unit, decimals=1)),
        *bias_rows(layer, unit)[bool(terms) :],
    ]
    return table(title, rows, "click to ask more about it")


def layer_tip(
    name: str, spec: LayerSpec, units: int, parameters: int, layer: LayerSnapshot | None
) -> str:
    """Return the tooltip of a hidden layer."""
    rows: list[Row] = [
        ("activation", ACTIVATIONS[spec.activation].label + (", with a skip" if spec.skip else "")),
        ("units", count(units)),
        ("parameters", count(parameters)),
    ]
    if layer is not None:
        rows.append(("‖∂L/∂W‖, batch", figure(layer.gradient_norm)))
        rows.append(("length of |δ|, batch mean", figure(delta_norm(layer))))
        rows.append(("saturated, probe", saturated_share(layer, decimals=1)))
        if layer.dead.any():
            rows.append(("dead, probe", count(int(layer.dead.sum()))))
    return table(name, rows, "drag to reorder, double-click to open or close")
