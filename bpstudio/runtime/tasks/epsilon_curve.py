"""How the error of brute force depends on how far a parameter is nudged."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.refusal import Refusal
from bpstudio.runtime.checking import check_at, checked_samples
from bpstudio.runtime.task import Pulse, Task
from bpstudio.runtime.tasks.checked import Precision, memory_of_check, own_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.gradcheck import Difference, GradientCheck
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

    Array = NDArray[np.float64]

DECADES = range(-12, 0)  # powers of ten
EPSILONS = (*(float(f"{digit}e{power}") for power in DECADES for digit in (1, 2, 5)), 1.0)
LOOKED_AT = 32  # parameters
DIFFERENCES: tuple[Difference, ...] = ("forward", "central")
GONE = "the data that were raced on aren’t open any more"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """The median and the largest relative error of some parameters by `EPSILONS`.

    `median` and `largest` are (2, epsilons), forward first; NaN where it isn't known yet, or
    where all parameters were left out or without a gradient. `looked_at` is the number of
    parameters.
    """

    dtype: Precision
    samples: int
    looked_at: int
    median: Array
    largest: Array


@dataclass(frozen=True)
class EpsilonCurve(Task[Curve]):
    """Measure the error for every nudge, with forward and with central differences.

    After a `race` that kept its parameters, in the same precision, it is at those: the training
    may have gone on since.
    """

    dtype: Precision = "float64"
    race: Report[Comparison] | None = field(default=None, compare=False, repr=False)

    @property
    def about(self) -> Report[Comparison] | None:
        """The race whose parameters are taken."""
        race = self.race
        return None if race is None or race.found is None or race.found.at is None else race

    @property
    def words(self) -> str:
        """What it is."""
        return "checking the gradient"

    @staticmethod
    def passes() -> int:
        """Return how many passes it takes at most: 1 and 2 for each nudge of a parameter."""
        return 3 * LOOKED_AT * len(EPSILONS)

    def memory_needed(self, trainer: Trainer) -> int:
        """Return about how many bytes it takes."""
        return memory_of_check(trainer)

    def begin(self, trainer: Trainer) -> Iterator[Curve | None]:
        """Take a sample of the parameters, and measure; whole powers of ten come first."""
        experiment, data, parameters = self._subject(trainer)
        yield None
        chosen = _sample(parameters.shape.size)
        check = check_at(parameters, experiment, data, "forward", chosen=chosen)
        yield None
        yield from self._measure(check, checked_samples(experiment, data))

    def _subject(self, trainer: Trainer) -> tuple[Experiment, Dataset, Parameters]:
        race = self.about
        if race is None or race.experiment is None:
            return trainer.experiment, trainer.data, own_parameters(trainer, self.dtype)
        data = race.data() if race.data else None
        if data is None:
            raise Refusal("", GONE)
        assert race.found is not None
        assert race.found.at is not None
        raced = race.found.at
        return race.experiment, data, Parameters(raced.shape, raced.flat.copy())

    def _measure(self, check: GradientCheck, samples: int) -> Iterator[Curve | None]:
        check.run_backprop()
        yield None
        known = np.full((2, len(DIFFERENCES), len(EPSILONS)), np.nan)
        pulse = Pulse()

        def found() -> Curve:
            median, largest = known.copy()
            many = len(check.chosen)
            return Curve(
                dtype=self.dtype, samples=samples, looked_at=many, median=median, largest=largest
            )

        for place in sorted(range(len(EPSILONS)), key=lambda place: (place % 3 > 0, place)):
            for row, difference in enumerate(DIFFERENCES):
                check.difference, check.epsilon = difference, EPSILONS[place]
                for _ in check:
                    yield None
                known[:, row, place] = _summary(check)
            yield found() if pulse.beats() else None
        yield found()


def _sample(size: int) -> NDArray[np.intp]:
    """Return the places of some of `size` parameters, from all over the network."""
    if size <= LOOKED_AT:
        return np.arange(size)
    return np.sort(np.random.default_rng(0).choice(size, LOOKED_AT, replace=False))


def _summary(check: GradientCheck) -> tuple[float, float]:
    """Return the median and the largest of the errors; NaN where there is none.

    A parameter behind dead units has no gradient either way, which tells nothing of the nudge.
    """
    errors = check.errors[~check.left_out & ((check.exact != 0) | (check.numeric != 0))]
    if not len(errors):
        return math.nan, math.nan
    return float(np.median(errors)), float(errors.max())
