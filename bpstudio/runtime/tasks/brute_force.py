"""The race to the same gradient: backprop in two passes, brute force in one for each parameter."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.counted import Passes
from bpstudio.engine.gradcheck import (
    Difference,
    GradientCheck,
    Verdict,
    relative_errors,
    tolerance,
    verdict_of,
)
from bpstudio.engine.parameters import Parameters
from bpstudio.runtime.checking import check_at, checked_samples
from bpstudio.runtime.even_stride import even_stride
from bpstudio.runtime.task import Pulse, Task
from bpstudio.runtime.tasks.cells import CellTally, Checked, LayerCells
from bpstudio.runtime.tasks.checked import Precision, memory_of_check, own_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Shape
    from bpstudio.experiment.trainer import Trainer

    Array = NDArray[np.float64]

REPEATS, REPEAT_SECONDS = 7, 0.05  # of backprop: it is over in no time, so it is timed well
TOLD_EVERY = 0.1  # seconds: there is a lot to draw
IN_ORDER = 2**15  # parameters: of more, those that are checked first should stand for all
SCATTERED = IN_ORDER  # parameters that are drawn one against the other, the first

GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """How far the race has come, and what has been found.

    `passes` are those of brute force so far, of `all_passes`; backprop's are always 2. Seconds
    are those of the passes alone; `seconds_left` is by the clock. `largest_error` is over the
    parameters that are `done` and not `left_out`, as `bpstudio check` has it: infinite where a
    gradient isn't finite. Of those, so many are `agreeing`. `points` are places, backprop's and
    brute force's gradients of some parameters, (3, points). `loss` is L. `at` are the parameters
    that were raced, kept for others where there are few.
    """

    shape: Shape
    samples: int
    difference: Difference
    epsilon: float
    dtype: Precision
    loss: float
    done: int
    passes: int
    all_passes: int
    seconds_backprop: float
    seconds_brute_force: float
    seconds_left: float
    largest_error: float
    left_out: int
    agreeing: int
    verdict: Verdict
    cells: tuple[LayerCells, ...]
    points: Array
    at: Parameters | None

    @property
    def parameters(self) -> int:
        """The number of parameters, N."""
        return self.shape.size


@dataclass(frozen=True)
class BruteForce(Task[Comparison]):
    """Check the whole gradient at the parameters that are looked at, on the first batch.

    `epsilon` is how far a parameter is nudged; the usual one where it is None.
    """

    difference: Difference = "forward"
    epsilon: float | None = None
    dtype: Precision = "float64"

    @property
    def words(self) -> str:
        """What it is."""
        return "checking the gradient"

    def memory_needed(self, trainer: Trainer) -> int:
        """Return about how many bytes it takes."""
        return memory_of_check(trainer)

    def begin(self, trainer: Trainer) -> Iterator[Comparison | None]:
        """Run backprop, then brute force, parameter by parameter."""
        experiment, data = trainer.experiment, trainer.data
        parameters = own_parameters(trainer, self.dtype)
        shape = parameters.shape
        yield None
        order = checking_order(shape)
        yield None
        check = check_at(parameters, experiment, data, self.difference, self.epsilon, order)
        yield None
        yield from Race(check, shape, checked_samples(experiment, data), self.dtype).run()


def checking_order(shape: Shape) -> NDArray[np.intp]:
    """Return the places of the parameters in the order in which they are checked.

    The output layer comes first, each layer unit by unit, as the heat map has them. Of a large
    network nobody waits for all: its parameters are taken from everywhere, evenly, at the multiples
    of the golden section.
    """
    places = np.arange(shape.size)
    if shape.size > IN_ORDER:
        stride = even_stride(round(GOLDEN * shape.size), shape.size)
        places *= stride  # in place: of millions of parameters, it is memory that takes the time
        places %= shape.size
        return places
    blocks = Parameters(shape, places.astype(np.float64)).blocks  # exact: they are few
    return np.concatenate([block.ravel() for block in reversed(blocks)]).astype(np.intp)


class Race:
    """Runs a check and tells how it goes.

    Parameters
    ----------
    check
        What hasn't begun yet; its parameters are in the order in which they are to be checked.
    shape, samples, dtype
        What it is of.
    """

    def __init__(self, check: GradientCheck, shape: Shape, samples: int, dtype: Precision) -> None:
        self._check, self._shape, self._samples = check, shape, samples
        self._dtype: Precision = dtype
        self._cells = CellTally(shape, len(check.chosen))
        self._seconds_backprop = self._seconds = 0.0
        self._began = time.perf_counter()
        self._told = 0  # parameters that are in the tally
        self._largest = self._unexplained = 0.0
        self._allowed = tolerance(check.difference, dtype)
        self._left_out = self._agreeing = 0

    def run(self) -> Iterator[Comparison | None]:
        """Run backprop, then brute force, parameter by parameter; see `Task.begin`."""
        yield from self._run_backprop()
        pulse = Pulse(TOLD_EVERY)
        self._began = start = time.perf_counter()
        for _ in self._check:
            self._seconds += time.perf_counter() - start
            yield self._tell() if pulse.beats() else None
            start = time.perf_counter()
        yield self._tell()

    def _run_backprop(self) -> Iterator[Comparison | None]:
        """Run backprop, and time its passes: the median of several times, but for the first.

        The first goes through memory that nobody has touched yet, as no later one does.
        """
        self._check.run_backprop()
        yield None
        times: list[float] = []
        while len(times) < REPEATS and sum(times) < REPEAT_SECONDS:
            self._check.backprop = Passes()
            start = time.perf_counter()
            self._check.repeat_backprop()
            times.append(time.perf_counter() - start)
            yield None
        self._seconds_backprop = median(times)
        yield self._tell()

    def _tell(self) -> Comparison:
        check = self._check
        self._take_in(slice(self._told, check.done))
        self._told = check.done
        passes, size = check.brute_force.forward, len(check.chosen)
        all_passes = size + 1 if check.difference == "forward" else 2 * size
        taken = time.perf_counter() - self._began
        return Comparison(
            shape=self._shape,
            samples=self._samples,
            difference=check.difference,
            epsilon=check.epsilon,
            dtype=self._dtype,
            loss=check.loss,
            done=check.done,
            passes=passes,
            all_passes=all_passes,
            seconds_backprop=self._seconds_backprop,
            seconds_brute_force=self._seconds,
            seconds_left=taken / passes * (all_passes - passes) if passes else float("nan"),
            largest_error=self._largest,
            left_out=self._left_out,
            agreeing=self._agreeing,
            verdict=verdict_of(self._largest, self._unexplained, self._allowed),
            cells=self._cells.layers(),
            points=self._points(),
            at=check.parameters if self._shape.size <= IN_ORDER else None,
        )

    def _take_in(self, done: slice) -> None:
        """Take in the parameters that were checked since the last time."""
        check = self._check
        exact, numeric = (g[done].astype(np.float64) for g in (check.exact, check.numeric))
        left_out = check.left_out[done]
        errors = relative_errors(exact, numeric).astype(np.float64)
        self._cells.add(Checked(check.chosen[done], exact, numeric, errors, left_out))
        self._left_out += int(left_out.sum())
        errors = np.where(np.isfinite(errors), errors, np.inf)
        counted = errors[~left_out]
        self._agreeing += int((counted <= self._allowed).sum())
        self._largest = max(self._largest, float(counted.max(initial=0.0)))
        self._unexplained = max(self._unexplained, check.unexplained(done))

    def _points(self) -> Array:
        check = self._check
        shown = np.flatnonzero(~check.left_out[: min(check.done, SCATTERED)])
        found = [check.chosen[shown], check.exact[shown], check.numeric[shown]]
        return np.stack([row.astype(np.float64) for row in found])
