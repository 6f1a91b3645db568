"""The rules, in the order in which they are told: what stands behind others comes first.

To add one, write it as a pure function from a `Chart` to a `Finding` or None, and put it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.doctor.rules.fit import no_better_than_guessing, only_linear, overfitting
from bpstudio.runtime.doctor.rules.gradients import (
    exploding_gradient,
    vanishing_by_slopes,
    vanishing_by_weights,
)
from bpstudio.runtime.doctor.rules.rate import rate_too_high, rate_too_low
from bpstudio.runtime.doctor.rules.samples import (
    constant_columns,
    one_class_a_batch,
    unscaled_inputs,
)
from bpstudio.runtime.doctor.rules.units import dead_units, saturated_units, units_alike

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.doctor.chart import Chart
    from bpstudio.runtime.doctor.finding import Finding

RULES: tuple[Callable[[Chart], Finding | None], ...] = (
    units_alike,
    one_class_a_batch,
    unscaled_inputs,
    exploding_gradient,
    rate_too_high,
    vanishing_by_weights,
    saturated_units,
    dead_units,
    vanishing_by_slopes,
    rate_too_low,
    only_linear,
    overfitting,
    constant_columns,
)
LAST_RESORT = no_better_than_guessing  # where nothing else explains it


def findings(chart: Chart) -> tuple[Finding, ...]:
    """Return what is wrong, what stands behind the rest first; empty where nothing is."""
    found = tuple(finding for rule in RULES if (finding := rule(chart)) is not None)
    if found:
        return found
    unexplained = LAST_RESORT(chart)
    return () if unexplained is None else (unexplained,)
