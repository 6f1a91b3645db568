"""How well one does without looking at a sample: what any network should beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.trainer import Trainer


class Guess(NamedTuple):
    """What always guessing the same costs on the training part.

    `loss` is that of always guessing the class shares or, for a numeric target, the mean: no
    constant output has a smaller one. `majority` is the most frequent class and `accuracy` its
    share, both None for a numeric target.
    """

    loss: float
    accuracy: float | None = None
    majority: str | None = None


@dataclass(frozen=True)
class Guessing(Study[Guess]):
    """Asks for the loss and the accuracy of always guessing the same."""

    def prepare(self, trainer: Trainer) -> Callable[[], Guess]:
        """Return what answers; it is worked out once, as the data stay what they are."""
        guess = best_guess(trainer.data, trainer.experiment.loss)
        return lambda: guess


def best_guess(data: Dataset, loss: str) -> Guess:
    """Return the best guess on the training part of `data`, by the name of a loss.

    With shares p_k of the classes, cross-entropy is -sum p_k log p_k, squared error
    1/2 sum p_k (1 - p_k); for a numeric target it is half the variance.
    """
    t = data.train.t
    if data.is_regression:
        return Guess(float(t.var(dtype=np.float64)) / 2)
    shares = np.bincount(t, minlength=len(data.classes)) / len(t)
    some = shares[shares > 0]
    cost = some * -np.log(some) if loss == "cross_entropy" else some * (1 - some) / 2
    most = int(shares.argmax())
    return Guess(float(cost.sum()), float(shares[most]), data.classes[most])
