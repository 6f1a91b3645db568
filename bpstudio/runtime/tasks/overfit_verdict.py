"""Whether a batch could be learnt by heart, and where it couldn't, what keeps it from that.

Pure functions of what was measured; the first reason that holds is the one that is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment

FALLS = 0.02  # of a loss, in the last quarter: it still gets better
JUMPS = 0.1  # of a loss, from update to update: it goes up and down rather than down
LASTS = 0.8  # of the first gradient: with so much left, it isn't the network that holds it up
ARRIVES = 1e-3  # of the delta at the output: less of a gradient in layer 1 is hardly any
AT_FLOOR = 1.1  # times the floor: it is the floor that holds it up


@dataclass(frozen=True)
class Floor:
    """The loss that equal samples with different targets leave to every network, 0 without any.

    `pair` are two such samples, by their places in the batch.
    """

    loss: float = 0.0
    pair: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was measured.

    Parameters
    ----------
    losses
        Of all updates, each before it, (updates,).
    samples
        The batch, by the numbers on the screen.
    good
        The loss that is as good as none.
    has_diverged
        Whether the loss has grown beyond all bounds.
    first_norms, last_norms
        ||dL/dW|| of each layer, from layer 1 to the output: before the first update, at the end.
    delta
        ||dL/da|| of the output before the first update: what sets off on its way back.
    """

    experiment: Experiment
    losses: Array
    samples: tuple[int, ...]
    good: float
    floor: Floor
    has_diverged: bool
    first_norms: Sequence[float]
    last_norms: Sequence[float]
    delta: float

    @property
    def quarters(self) -> tuple[float, float]:
        """The mean loss of the third and of the last quarter of the updates."""
        quarter = max(len(self.losses) // 4, 1)
        third = self.losses[-2 * quarter : -quarter]
        last = float(self.losses[-quarter:].mean(dtype=np.float64))
        return float(third.mean(dtype=np.float64)) if len(third) else last, last

    @property
    def jumps(self) -> float:
        """How far the loss goes from update to update in the end, as a share of itself."""
        last = self.losses[-max(len(self.losses) // 4, 2) :].astype(np.float64)
        return float(np.abs(np.diff(last)).mean() / last.mean()) if len(last) > 1 else 0.0


@dataclass(frozen=True)
class Verdict:
    """What came of it: one sentence with its numbers, and what that means.

    `reason` is a word for why not: ``"rate"``, ``"data"``, ``"gradient"``, ``"line"``, ``"size"``;
    ``""`` where it is learnt.
    """

    is_learnt: bool
    sentence: str
    meaning: str
    reason: str = ""


def floor_of(x: Array, t: Array, loss: str) -> Floor:
    """Return what equal rows of `x`, (B, inputs), with different ones of `t`, (B, K), leave.

    That is the entropy of the targets of each such group, or half their variance, by its share of
    the batch: no function gives two answers to one question.
    """
    _, group = np.unique(x, axis=0, return_inverse=True)
    total, pair = 0.0, None
    for number in np.flatnonzero(np.bincount(group.ravel()) > 1):
        places = np.flatnonzero(group.ravel() == number)
        targets = t[places].astype(np.float64)
        mean = targets.mean(axis=0)
        others = np.flatnonzero((targets != targets[0]).any(axis=1))
        if not len(others):
            continue
        if loss == "cross_entropy":
            shares = mean[mean > 0]
            least = float(-(shares * np.log(shares)).sum())
        else:
            least = float(np.square(targets - mean).sum(axis=1).mean()) / 2
        total += least * len(places) / len(x)
        pair = pair or (int(places[0]), int(places[others[0]]))
    return Floor(total, pair)


def judge(outcome: Outcome) -> Verdict:
    """Return what is to be said."""
    many = _many(len(outcome.samples))
    end = float(outcome.losses[-1])
    updates = f"{len(outcome.losses)} updates"
    if end <= outcome.good:
        fell = f"the loss fell from {outcome.losses[0]:.3g} to {end:.2g} in {updates}"
        meaning = ASKS_LITTLE if len(outcome.samples) == 1 else LEARNT
        return Verdict(True, f"It learns {many} by heart: {fell}.", meaning)
    if outcome.has_diverged:
        stands = f"the loss goes beyond all bounds at update {len(outcome.losses)}"
    else:
        stands = f"the loss stands at {end:.3g} after {updates}"
    told = ((reason, why(outcome)) for reason, why in REASONS)
    reason, meaning = next((reason, text) for reason, text in told if text is not None)
    return Verdict(False, f"It can’t even learn {many}: {stands}.", meaning, reason)


LEARNT = (
    "So network and data can learn, and backprop shows the way: where the whole run doesn’t, look "
    "elsewhere, at the batch size, the penalties, the schedule, or what the samples have in common."
)

ASKS_LITTLE = (
    "But one sample asks for little more than a bias: a larger batch makes a test of the network."
)


def _many(samples: int) -> str:
    return "one sample" if samples == 1 else f"{samples} samples"


def _same_question(outcome: Outcome) -> str | None:
    """Name equal samples with different targets, where no more than these hold the loss up."""
    floor = outcome.floor
    if floor.pair is None or not outcome.losses[-1] <= max(
        AT_FLOOR * floor.loss, floor.loss + outcome.good
    ):
        return None
    first, second = (outcome.samples[place] for place in floor.pair)
    return (
        f"Samples {first} and {second} are equal and have different targets, so no network gets "
        f"below {floor.loss:.3g}: look at the data."
    )


def _rate_too_high(outcome: Outcome) -> str | None:
    rate = f"{outcome.experiment.training.learning_rate:g}"
    if outcome.has_diverged:
        return f"The rate {rate} is too high: each update goes too far. Try a tenth of it."
    if outcome.jumps < JUMPS:
        return None
    return (
        f"The loss goes up and down, by {100 * outcome.jumps:.0f} % from update to update: the "
        f"rate {rate} is too high. Try a tenth of it."
    )


def _rate_too_low(outcome: Outcome) -> str | None:
    before, now = outcome.quarters
    rate = f"the rate {outcome.experiment.training.learning_rate:g} is too low"
    fall = (before - now) / before
    if fall > FALLS:
        return (
            f"It still falls, by {100 * fall:.0f} % in the last quarter: it can be learnt, but "
            f"{rate} for so few updates. Try ten times as much."
        )
    first, last = math.hypot(*outcome.first_norms), math.hypot(*outcome.last_norms)
    if not LASTS * first < last < first / LASTS:
        return None
    return (
        f"The gradient is as large as before the first update, {last:.2g} against {first:.2g}: the "
        f"weights have hardly moved, so {rate}. Try ten times as much."
    )


def _only_a_line(outcome: Outcome) -> str | None:
    hidden = outcome.experiment.hidden
    if any(layer.activation != "identity" for layer in hidden):
        return None
    why = "its hidden layers are linear" if hidden else "it has no hidden layer"
    return (
        f"The network is a linear model, for {why}, and the loss has come to rest: that is the "
        "best that a line does here. Add a layer of tanh or ReLU."
    )


def _no_gradient(outcome: Outcome) -> str | None:
    hidden = len(outcome.experiment.hidden)
    first, sets_off = outcome.first_norms[0], outcome.delta
    if not hidden:
        return None
    if not any(outcome.last_norms[:hidden]):
        return (
            "No gradient arrives in the hidden layers any more: their units are dead, saturated or "
            "all alike. Look at activation, first weights and rate."
        )
    if not first < ARRIVES * sets_off:
        return None
    return (
        f"Hardly any gradient arrives in layer 1: {sets_off:.2g} at the output, {first:.2g} there. "
        "Try ReLU with He’s weights, skips, or fewer layers."
    )


def _too_small(outcome: Outcome) -> str | None:
    return (
        "The gradient arrives, and the loss has come to rest all the same: the network has too few "
        "units for these samples, or begins in a bad place. Try more units, or another seed."
    )


REASONS: tuple[tuple[str, Callable[[Outcome], str | None]], ...] = (
    ("data", _same_question),
    ("rate", _rate_too_high),
    ("rate", _rate_too_low),
    ("line", _only_a_line),
    ("gradient", _no_gradient),
    ("size", _too_small),
)
