"""A learning rate that is too high or too low."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.runtime.doctor import cures
from bpstudio.runtime.doctor.finding import Finding

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.chart import Chart

LARGE, SMALL = 0.1, 1e-5  # updates, in the size of the weights
JUMPS = 0.3  # of the batch loss, from step to step
FALLS = 0.05  # of the guess's loss, in the last third of the run
SETTLED = 20  # steps: before, there is nothing to be said of it
CS231N = "Karpathy, CS231n, Neural networks part 3: ratio of weights to updates, about 1e-3"
BENGIO = "Bengio (2012), Practical recommendations for gradient-based training of deep networks"


def rate_too_high(chart: Chart) -> Finding | None:
    """Say so where updates are over a tenth of the weights, and a loss that jumps or rises."""
    largest = _largest_update(chart)
    if chart.has_diverged:
        return _diverged(chart)
    if chart.step < SETTLED or not largest > LARGE or not chart.stays_poor:
        return None
    rises = chart.loss > 1.05 * chart.start_loss
    falls = chart.progress > FALLS  # single samples make it jump at a good rate, too
    if not rises and (falls or chart.swing < JUMPS):
        return None
    what = "rises" if rises else "jumps up and down"
    return Finding(
        "rate too high",
        f"The learning rate is too high: updates are as large as the weights, and the loss {what}.",
        f"update/weight {largest:.2g} (about 0.001 is usual); loss {chart.start_loss:.3g} at the "
        f"start, {chart.loss:.3g} now, {chart.swing:.0%} from step to step",
        f"{CS231N}; {BENGIO}",
        cures.change_rate(0.1, chart.experiment),
    )


def _diverged(chart: Chart) -> Finding:
    factor = 0.01 if chart.step < SETTLED else 0.1  # what goes off at once is far too high
    return Finding(
        "rate too high",
        "The learning rate is too high: the loss has grown beyond all bounds.",
        f"diverged after step {chart.step:,}, at a rate of "
        f"{chart.experiment.training.learning_rate:g}",
        f"{CS231N}; {BENGIO}",
        cures.change_rate(factor, chart.experiment),
    )


def rate_too_low(chart: Chart) -> Finding | None:
    """Say so where updates are under 1e-5 of the weights, and the loss hardly falls."""
    largest = _largest_update(chart)
    if chart.step < SETTLED or not 0 < largest < SMALL or not chart.is_stuck:
        return None
    return Finding(
        "rate too low",
        "The learning rate is too low: the weights hardly move.",
        f"update/weight at most {largest:.1e} (about 0.001 is usual); loss {chart.start_loss:.4g} "
        f"at the start, {chart.loss:.4g} now",
        f"{CS231N}; {BENGIO}",
        cures.change_rate(100, chart.experiment),
    )


def _largest_update(chart: Chart) -> float:
    """Return the largest update/weight ratio of all layers; 0 before an update."""
    ratios = [layer.update_ratio for layer in chart.layers if not math.isnan(layer.update_ratio)]
    return max(ratios, default=0.0)
