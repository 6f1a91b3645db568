"""Brute force against backprop without a window, timed and counted."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.gradcheck import TOLERANCE, Difference, GradientCheck, Verdict, usual_epsilon
from bpstudio.experiment import build
from bpstudio.experiment.document_file import PARAMETERS
from bpstudio.experiment.memory import check_memory
from bpstudio.experiment.parameters_file import fill_parameters
from bpstudio.refusal import Refusal
from bpstudio.runtime.threads import product_threads, use_threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.faults import PlacedFault
    from bpstudio.engine.parameters import Parameters
    from bpstudio.experiment.document_file import Contents
    from bpstudio.experiment.spec import Experiment

VERDICTS = {
    Verdict.AGREE: "agree",
    Verdict.ROUNDING: "differ by no more than rounding explains, too rough to tell",
    Verdict.DIFFER: "DON'T agree",
}
LOOK = 64  # parameters between two calls of `progress`


@dataclass(frozen=True)
class CheckReport:
    """How a check went: counts, the largest relative error, and the time of either way.

    `forward_passes` are those of brute force, `backprop_passes` one forward and one backward.
    `left_out` counts the parameters whose nudge moved L over a kink.
    """

    parameters: int
    forward_passes: int
    backprop_passes: int
    max_relative_error: float
    left_out: int
    seconds_brute_force: float
    seconds_backprop: float
    difference: Difference
    epsilon: float
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        """Whether no error is over what the difference allows."""
        return self.verdict is Verdict.AGREE

    def plain(self) -> dict[str, object]:
        """Return the report as JSON has it: an error that is not finite is None."""
        finite = math.isfinite(self.max_relative_error)
        plain = asdict(self) | {"agrees": self.agrees}
        return plain | ({} if finite else {"max_relative_error": None})

    def sentence(self) -> str:
        """Return the report for people."""
        verdict = VERDICTS[self.verdict]
        bound = TOLERANCE[self.difference]
        words = (
            f"brute force ({self.forward_passes:,} forward passes, "
            f"{self.seconds_brute_force:.2f} s) and backprop ({self.backprop_passes} passes, "
            f"{1000 * self.seconds_backprop:.2f} ms) {verdict}: largest relative error "
            f"{self.max_relative_error:.2g} of {self.parameters:,} parameters "
            f"({self.difference} difference, at most {bound:g} allowed)"
        )
        left = f"; {self.left_out:,} left out at a kink" if self.left_out else ""
        return words + left + self._cure()

    def _cure(self) -> str:
        if self.verdict is not Verdict.ROUNDING:
            return ""
        usual = usual_epsilon(self.difference)
        cure = f"--epsilon {usual:g}" if self.epsilon < usual else "a larger --epsilon"
        return f"; take {cure}"


def prepare_check(
    contents: Contents, folder: Path, difference: Difference, epsilon: float | None
) -> GradientCheck:
    """Return the check of a file at its initial parameters, or a document's own, in float64.

    It takes the whole L of the first `batch_size` training samples. A table's path is relative
    to `folder`.
    """
    if epsilon is not None and not epsilon > 0:
        raise Refusal("--epsilon", f"must be a number over 0, not {epsilon}")
    experiment = contents.experiment
    data = build.load_data(experiment.data, experiment.loss, folder)
    build.check_fit(experiment, data)
    check_memory(experiment, data, np.float64)
    parameters = build.initial_parameters(experiment, data, np.float64)
    if contents.has_parameters:
        fill_parameters(parameters, contents.tensors(PARAMETERS))
    use_threads(product_threads(parameters.shape, checked_samples(experiment, data)))
    return check_at(parameters, experiment, data, difference, epsilon)


def checked_samples(experiment: Experiment, data: Dataset) -> int:
    """Return how many samples a check takes: the first `batch_size`, or all."""
    size, samples = experiment.training.batch_size, len(data.train.x)
    return samples if size == "all" else min(size, samples)


def check_at(
    parameters: Parameters,
    experiment: Experiment,
    data: Dataset,
    difference: Difference,
    epsilon: float | None = None,
    chosen: NDArray[np.intp] | None = None,
    fault: PlacedFault | None = None,
) -> GradientCheck:
    """Return the check of an experiment at these parameters, taken over, in their dtype.

    It takes the whole L of the first `batch_size` training samples. `chosen` are the places of
    the parameters to check, all where left out; a `fault` is put into its backward program alone.
    """
    training, size = experiment.training, checked_samples(experiment, data)
    dtype = parameters.flat.dtype
    return GradientCheck(
        build.network(experiment, data),
        parameters,
        data.train.x[:size].astype(dtype),
        build.targets(data, data.train.t[:size], dtype),
        l1=training.l1,
        l2=training.l2,
        difference=difference,
        epsilon=epsilon,
        chosen=chosen,
        fault=fault,
    )


def run_check(check: GradientCheck, progress: Callable[[int], None] | None = None) -> CheckReport:
    """Do both and compare; `progress` is told now and then how many parameters were done.

    Backprop comes first, so that those that are done can be compared.
    """
    with np.errstate(all="ignore"):
        start = time.perf_counter()
        check.run_backprop()
        middle = time.perf_counter()
        for done in check:
            if progress and done % LOOK == 0:
                progress(LOOK)
        end = time.perf_counter()
    if progress:
        progress(check.done % LOOK)
    return CheckReport(
        parameters=len(check.chosen),
        forward_passes=check.brute_force.forward,
        backprop_passes=check.backprop.forward + check.backprop.backward,
        max_relative_error=check.largest_error,
        left_out=int(check.left_out.sum()),
        seconds_brute_force=end - middle,
        seconds_backprop=middle - start,
        difference=check.difference,
        epsilon=check.epsilon,
        verdict=check.verdict,
    )
