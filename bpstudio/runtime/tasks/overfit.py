"""One batch learnt by heart: the classical test that a network and its data can learn at all.

Karpathy (2019), A Recipe for Training Neural Networks: "overfit a single batch".
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import Descent, DivergenceError
from bpstudio.engine.diagnostics import gradient_norms, norm
from bpstudio.engine.schedules import CONSTANT
from bpstudio.experiment import build
from bpstudio.experiment.memory import memory_needed
from bpstudio.experiment.trainer import DIVERGED
from bpstudio.runtime.task import Pulse, Task
from bpstudio.runtime.tasks.overfit_verdict import Floor, Outcome, Verdict, floor_of, judge
from bpstudio.runtime.threads import product_threads, threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.engine.rule import Rule
    from bpstudio.experiment.trainer import Trainer

ALL = 64  # samples, at most, where all are in a batch: nobody learns a data set by heart
MOST_UPDATES, LEAST_UPDATES = 20_000, 300
PRODUCTS = 2e12  # multiplications that all updates may take, about: half a minute
GOOD = 0.01  # of the loss of guessing: as good as none
NEAR = 1.02  # times the floor: as good as there
MOMENT = 0.001  # seconds between two yields
DRAWN = 400  # points of the curve that is sent out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overfitting:
    """How far the learning by heart has come.

    Parameters
    ----------
    samples
        The batch, by the numbers that its samples have on the screen.
    steps, losses
        The curve so far, thinned out: updates made before, and the mean loss then, (points,).
    updates, most
        How many were made, and how many may be.
    good
        The loss that is as good as none.
    floor
        What no network gets below.
    verdict
        What came of it; None while it is under way.
    """

    samples: tuple[int, ...]
    steps: NDArray[np.intp]
    losses: Array
    updates: int
    most: int
    good: float
    floor: Floor
    verdict: Verdict | None = None


@dataclass(frozen=True)
class OverfitBatch(Task[Overfitting]):
    """Train the network on its first batch alone, from first weights, until it knows it by heart.

    With the same optimizer and rate; without penalties and schedule, which would be in the way.
    The run that is under way has no part in it.
    """

    @property
    def words(self) -> str:
        """What it is."""
        return "learning one batch by heart"

    def memory_needed(self, trainer: Trainer) -> int:
        """Return about how many bytes it takes: less than a run of its own."""
        return memory_needed(trainer.experiment, trainer.data)

    def begin(self, trainer: Trainer) -> Iterator[Overfitting | None]:
        """Yield the curve as it grows, then the verdict."""
        attempt = _Attempt(trainer)
        yield attempt.found()
        pulse = Pulse()
        while not attempt.is_over:
            attempt.go_on()
            yield attempt.found() if pulse.beats() else None
        yield replace(attempt.found(), verdict=attempt.verdict())


class _Attempt:
    """A descent on one batch, a moment at a time."""

    def __init__(self, trainer: Trainer) -> None:
        experiment, data = trainer.experiment, trainer.data
        places = first_batch(trainer)
        x, t = trainer.x[places], trainer.t[places]
        loss, shape = trainer.network.loss.name, trainer.network.shape
        self._experiment, self._rate = experiment, experiment.training.learning_rate
        self._floor = floor_of(x, t, loss)
        self._samples = tuple(int(number) for number in data.train.index[places])
        guess = guess_loss(t if len(np.unique(t, axis=0)) > 1 else trainer.t, loss)
        self._good = GOOD * (guess or 1.0)  # with one target alone there is nothing to guess
        self._most = updates_at_most(shape.size * len(places))
        self._threads = product_threads(shape, len(places))
        parameters = build.initial_parameters(experiment, data, trainer.parameters.flat.dtype)
        self._descent = Descent(
            trainer.network,
            parameters,
            x,
            t,
            batch=len(places),
            rule=_rule(trainer),
            permutation=lambda _epoch: np.arange(len(places)),
        )
        start = self._descent.upcoming_loss
        self._descent.limit = DIVERGED * max(start, guess)
        last = self._descent.last
        self._norms = gradient_norms(last)
        self._delta = norm([last.delta(last.layers)]) / last.unit
        self._losses = np.empty(self._most, x.dtype)
        self._updates, self._chunk = 0, 1
        self._has_diverged = False

    @property
    def is_over(self) -> bool:
        """Whether it is learnt, can't be, or has been tried long enough."""
        if not self._updates or self._has_diverged:
            return self._has_diverged
        is_there = self._losses[self._updates - 1] <= max(self._good, NEAR * self._floor.loss)
        return bool(is_there) or self._updates == self._most

    def go_on(self) -> None:
        """Make as many updates as a moment has room for."""
        start, wanted = time.perf_counter(), min(self._chunk, self._most - self._updates)
        with threads(self._threads), np.errstate(all="ignore"):
            try:
                losses = self._descent.advance(wanted)
            except DivergenceError as error:
                losses, self._has_diverged = error.losses, True
        self._note(losses)
        took = max(time.perf_counter() - start, 1e-6)
        self._chunk = int(np.clip(wanted * MOMENT / took, 1, 2 * wanted))

    def _note(self, losses: Array) -> None:
        """Take these down, up to the one that is as good as none."""
        known = np.flatnonzero(losses <= self._good)
        losses = losses[: known[0] + 1] if len(known) else losses
        self._losses[self._updates : self._updates + len(losses)] = losses
        self._updates += len(losses)

    def found(self) -> Overfitting:
        """Return the curve so far."""
        points = np.linspace(0, self._updates - 1, min(self._updates, DRAWN)).astype(np.intp)
        return Overfitting(
            samples=self._samples,
            steps=points,
            losses=self._losses[points],
            updates=self._updates,
            most=self._most,
            good=self._good,
            floor=self._floor,
        )

    def verdict(self) -> Verdict:
        """Say what came of it."""
        with np.errstate(all="ignore"):
            last_norms = gradient_norms(self._descent.last)
        return judge(
            Outcome(
                experiment=self._experiment,
                losses=self._losses[: self._updates],
                samples=self._samples,
                good=self._good,
                floor=self._floor,
                has_diverged=self._has_diverged,
                first_norms=self._norms,
                last_norms=last_norms,
                delta=self._delta,
            )
        )


def first_batch(trainer: Trainer) -> NDArray[np.intp]:
    """Return the places of the samples that a run's first update learns from, (B,)."""
    training, samples = trainer.experiment.training, len(trainer.x)
    size = ALL if training.batch_size == "all" else training.batch_size
    return build.order(training, samples)(1)[:size]


def updates_at_most(products: int) -> int:
    """Return how many updates are tried where a pass takes so many `products`."""
    # both passes and the gradient take about three times as many
    return int(np.clip(PRODUCTS / (3 * products), LEAST_UPDATES, MOST_UPDATES))


def guess_loss(t: Array, loss: str) -> float:
    """Return the loss of guessing: all classes alike, or the mean of the targets `t`, (M, K)."""
    if loss == "cross_entropy":
        return float(np.log(t.shape[1]))
    return float(np.square(t - t.mean(axis=0)).sum(axis=1).mean()) / 2


def _rule(trainer: Trainer) -> Rule:
    return replace(
        build.rule(trainer.experiment.training),
        l1=0.0,
        l2=0.0,
        schedule=CONSTANT,
        schedule_options={},
    )
