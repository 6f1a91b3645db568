"""What the shown instruction has found: one plain sentence for the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.walking.names import Kind
from bpstudio.ui.names import numbered_layer
from bpstudio.ui.numbers import count, figure, percent

if TYPE_CHECKING:
    from bpstudio.ui.passes.state import PassesState


def finding(state: PassesState) -> str:
    """Return who holds the gradient up, where the instruction shows that, else what it does."""
    walked, step = state.walked, state.step
    if walked is None or step is None:
        return ""
    place = f"Instruction {count(state.position + 1)} of {count(state.count)}"
    told = f"{place}, {state.sample_words}: {step.sentence}."
    layer = walked.layers[step.layer]
    makes = step.made[0].kind
    if makes not in (Kind.Z, Kind.DELTA) or layer.slope is None or layer.saturated is None:
        return told
    if not layer.saturated.any():
        return told
    unit = int(np.where(layer.saturated, np.abs(layer.slope), np.inf).argmin())
    known, slope = ACTIVATIONS[layer.activation], float(layer.slope[unit])
    name = f"Unit {count(unit + 1)} of {numbered_layer(step.layer)}"
    if slope == 0:
        return f"{name} is saturated on this sample: its slope is 0, and no gradient passes."
    formula = known.slope_equation.format(a="a", f="f" if layer.skip else "z").strip("()")
    return (
        f"{name} is saturated on this sample: its slope {_closed(formula)} is {figure(slope)}, so "
        f"only {percent(slope / known.max_slope, 0)} of the largest possible gradient passes."
    )


def _closed(formula: str) -> str:
    """Return a formula with the bracket that a strip has taken: ``"z(1 − z"``."""
    return formula + ")" if formula.count("(") > formula.count(")") else formula
