"""What the network says of the samples that there are, and which of them it gets wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.runtime.studies.predictor import Predictor
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

MOST = 10_000  # samples
FEWEST = 256  # of them are looked at, however large the network
PRODUCTS = 2**28  # multiplications that a look may take, about
MOST_CLASSES = 200  # of which there is a confusion matrix

PartName = Literal["training", "test"]


@dataclass(frozen=True, eq=False)
class Predictions:
    """What is said of the samples of a part; the arrays are (samples,).

    Attributes
    ----------
    position
        The place of each sample in its part, ascending: all of them, unless there are too many.
    of
        How many samples the part has.
    target, predicted
        Classes; or numbers, in the target's own units.
    confidence
        y of the predicted class, and `truth` that of the right one; NaN for numbers.
    confusion
        How many samples of each class (rows) were taken for each (columns), (K, K); empty
        for numbers and for too many classes.
    r2
        The share of the targets' variance that is explained; NaN where there is none.
    """

    position: NDArray[np.intp]
    of: int
    target: NDArray[np.generic]
    predicted: NDArray[np.generic]
    confidence: Array
    truth: Array
    confusion: NDArray[np.intp]
    r2: float = float("nan")

    def number_of(self, position: int) -> int | None:
        """Return which prediction is of the sample at a place of the part; None without one."""
        number = int(np.searchsorted(self.position, position))
        is_there = number < len(self.position) and self.position[number] == position
        return number if is_there else None


@dataclass(frozen=True)
class PredictionsStudy(Study[Predictions]):
    """Asks for the predictions of the training or the test part."""

    part: PartName

    def prepare(self, trainer: Trainer) -> Callable[[], Predictions]:
        """Return what evaluates the samples, or some of them evenly."""
        data = trainer.data
        is_test = self.part == "test"
        part, x = (data.test, data.test.x) if is_test else (data.train, trainer.x)
        most = min(max(PRODUCTS // trainer.network.shape.size, FEWEST), MOST)
        chosen = np.arange(len(x))
        if len(x) > most:
            chosen = np.linspace(0, len(x) - 1, most).astype(np.intp)
            x = x[chosen]
        target = part.t[chosen]
        predictor = Predictor(trainer, x)
        if data.is_regression:
            scale, offset = data.target_scale, data.target_offset
            own = target * scale + offset

            def answer() -> Predictions:
                y = predictor.outputs()[:, 0].astype(np.float64) * scale + offset
                return of_numbers(chosen, len(part.t), own, y)

            return answer
        return lambda: of_classes(chosen, len(part.t), target, predictor.outputs())


def of_classes(
    position: NDArray[np.intp], of: int, target: NDArray[np.generic], y: Array
) -> Predictions:
    """Return what the outputs `y` (samples, K) say of samples whose classes are `target`."""
    predicted, rows = y.argmax(axis=1), np.arange(len(y))
    classes = y.shape[1]
    confusion = np.empty((0, 0), np.intp)
    if classes <= MOST_CLASSES:
        pairs = target.astype(np.intp) * classes + predicted
        confusion = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    return Predictions(
        position=position,
        of=of,
        target=target,
        predicted=predicted,
        confidence=y[rows, predicted],
        truth=y[rows, target.astype(np.intp)],
        confusion=confusion,
    )


def of_numbers(position: NDArray[np.intp], of: int, target: Array, y: Array) -> Predictions:
    """Return what the outputs `y` (samples,) say of samples with the numbers `target`."""
    none = np.full(len(y), np.nan)
    spread = float(np.square(target - target.mean()).sum()) if len(target) else 0.0
    missed = float(np.square(target - y).sum())
    r2 = 1 - missed / spread if spread > 0 and np.isfinite(missed) else float("nan")
    confusion = np.empty((0, 0), np.intp)
    return Predictions(position, of, target, y, none, none, confusion, r2)
