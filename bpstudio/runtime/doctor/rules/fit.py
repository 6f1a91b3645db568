"""What the loss itself tells: no better than guessing, than a line, or good by heart alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.doctor import cures
from bpstudio.runtime.doctor.finding import Finding

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.chart import Chart

LONG = 5  # epochs, at least, before a loss is called stuck
RESTS = 0.005  # of the guess's loss: a fall of less is none
GUESSING = 0.97  # of the loss of always guessing
RISEN = 1.3  # times the least test loss
GOODFELLOW = "Goodfellow, Bengio, Courville (2016), Deep Learning, 11.5 Debugging strategies"
PRECHELT = "Prechelt (1998), Early stopping – but when?"
MINSKY = "Minsky, Papert (1969), Perceptrons: what a line can’t part"


def no_better_than_guessing(chart: Chart) -> Finding | None:
    """Say so where half of the epochs are done, and always guessing the same would do as well."""
    half = max(chart.experiment.training.epochs / 2, LONG)
    if chart.epochs < half or not chart.loss > GUESSING * chart.guess_loss:
        return None
    same = "mean" if chart.data.is_regression else "class shares"
    return Finding(
        "no better than guessing",
        f"After {chart.epochs:,} epochs the network does no better than always guessing the same.",
        f"loss {chart.loss:.4g}; always guessing the {same} has {chart.guess_loss:.4g}",
        GOODFELLOW,
        cures.use_adam(chart.experiment),
    )


def only_linear(chart: Chart) -> Finding | None:
    """Say so where the loss has come to rest where that of a network without hidden layers is."""
    if not chart.hidden or chart.epochs < LONG or not chart.is_poor or chart.progress > RESTS:
        return None
    is_linear = all(layer.activation == "identity" for layer in chart.hidden)
    linear = chart.linear_loss
    if not is_linear and (linear is None or not 0.98 * linear < chart.loss < 1.1 * linear):
        return None  # where a line does well, as much as that may be all there is
    known = "" if linear is None else f"; without hidden layers it would be {linear:.4g}"
    why = "its activations are identities" if is_linear else "its hidden layers bring nothing"
    return Finding(
        "no better than a line",
        f"The network gets what a linear model gets: {why}.",
        f"loss {chart.loss:.4g}{known}",
        MINSKY,
        cures.activate_all("tanh") if is_linear else cures.use_adam(chart.experiment),
    )


def overfitting(chart: Chart) -> Finding | None:
    """Say so where the test loss rises while that of the training part still falls."""
    tests, trains = chart.tests, chart.trains
    if len(tests) < 4 or np.isnan(tests).any():
        return None
    best = int(np.argmin(tests))
    least, now = float(tests[best]), float(tests[-1])
    falls = trains[-1] < 0.8 * trains[best]
    if not (now > RISEN * least and falls and now - least > 0.1 * chart.guess_loss):
        return None
    return Finding(
        "overfitting",
        "The network learns the training samples by heart: the test loss rises again.",
        f"test loss {least:.3g} at its best, {now:.3g} now; training loss {trains[-1]:.3g}",
        PRECHELT,
        cures.stop_early(),
    )
