"""A run's machinery, made to measure for one experiment: descent, probe set, test set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.evaluation import Evaluator
from bpstudio.experiment import build
from bpstudio.experiment.probe import probe_size, spread_out
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.program import Array
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment

DIVERGED = 100  # times the loss at the start


class Trainer:
    """Trains what one experiment wants; an edit of the experiment makes a new one.

    Parameters
    ----------
    experiment, data
        What is wanted; the layers have ids.
    parameters
        The numbers to start with, taken over and changed in place.
    order
        The order of the samples in each epoch; the experiment's own where left out.
    origin
        Where to go on from (its parameters aside), as after an edit.
    limit
        A batch loss over it is a divergence; measured on `parameters` where left out.
    previous
        The trainer that it replaces, whose samples it takes over when the data are the same;
        its numbers are of the same dtype.

    Attributes
    ----------
    order
        The order of the samples in each epoch.
    probe_places
        Which of the training samples are the probe set, (probe,), ascending.

    Raises
    ------
    Refusal
        When there is no limit to take over and the loss isn't finite before the first update.
    """

    def __init__(
        self,
        experiment: Experiment,
        data: Dataset,
        parameters: Parameters,
        order: Order | None = None,
        origin: Checkpoint | None = None,
        limit: float | None = None,
        previous: Trainer | None = None,
    ) -> None:
        self.experiment = experiment
        self.data = data
        self.network = build.network(experiment, data)
        self.parameters = parameters
        dtype = parameters.flat.dtype
        if previous is None or previous.data is not data:
            self.x: Array = data.train.x.astype(dtype, copy=False)
            self.t: Array = build.targets(data, data.train.t, dtype)
            self.test_t: Array = build.targets(data, data.test.t, dtype)
        else:
            self.x, self.t, self.test_t = previous.x, previous.t, previous.test_t
        self.probe_places = spread_out(len(self.x), probe_size(self.network.shape))
        some = self.x[self.probe_places], self.t[self.probe_places]
        self.probe = Evaluator(self.network, parameters, *some)
        self.test = Evaluator(self.network, parameters, data.test.x, self.test_t)
        self.order = order or build.order(experiment.training, len(self.x))
        self.descent = build.descent(
            experiment,
            self.network,
            parameters,
            (self.x, self.t),
            self.order,
            self._limit() if limit is None else limit,
            origin,
        )

    def _limit(self) -> float:
        start = self.probe.evaluate()[0]
        if not np.isfinite(start):
            raise Refusal(
                "data",
                "the loss isn't finite before the first update; standardise the data, or begin "
                "with smaller weights",
            )
        if self.experiment.loss == "cross_entropy":
            scale = float(np.log(self.network.outputs))
        else:
            scale = float(np.square(self.t - self.t.mean(axis=0, dtype=np.float64)).max()) / 2
        return DIVERGED * max(start, scale)

    @property
    def is_sound(self) -> bool:
        """Whether the loss on the probe set is within the limit of a divergence."""
        return self.probe.evaluate()[0] <= self.descent.limit

    def test_figures(self) -> tuple[float | None, float | None]:
        """Return the mean loss and the accuracy on the test set; None for what there isn't."""
        if not len(self.data.test.x):
            return None, None
        loss, accuracy = self.test.evaluate()
        return loss, None if self.data.is_regression else accuracy

    @property
    def steps_left_of_epoch(self) -> int:
        """The number of updates until the epoch under way is complete."""
        descent = self.descent
        return -(-(len(self.x) - descent.place.used) // descent.batch)

    def steps_to(self, epochs: int) -> int:
        """Return the number of updates until `epochs` epochs are complete, 0 if they are."""
        whole = epochs - self.descent.place.epochs - 1
        return max(self.steps_left_of_epoch + whole * self.descent.steps_an_epoch, 0)

    @property
    def samples_seen(self) -> int:
        """The number of samples that it has been trained on, each as often as it was used."""
        place = self.descent.place
        return place.epochs * len(self.x) + place.used

    @property
    def epoch(self) -> int:
        """The epoch of the last update, from 1; 0 before the first."""
        place = self.descent.place
        return place.epochs + (place.used > 0)
