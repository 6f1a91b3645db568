"""What a network without hidden layers gets: softmax or linear regression on the probe set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import Descent, DivergenceError
from bpstudio.engine.evaluation import Evaluator
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.engine.passes import Network
from bpstudio.engine.rule import Rule

if TYPE_CHECKING:
    from bpstudio.experiment.trainer import Trainer

STEPS, AT_ONCE = 400, 40
LARGEST = 2**16  # weights: a larger one isn't asked for
RATE = 0.02


class LinearModel:
    """Trains it a few steps at a time, so that it is no burden.

    Attributes
    ----------
    loss
        On the probe set; None until that is known.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.loss: float | None = None
        shape = Shape((trainer.network.shape.widths[0], trainer.network.outputs))
        self._descent: Descent | None = None
        if not trainer.experiment.hidden or shape.size > LARGEST:
            return
        some = trainer.probe_places
        # the features are brought to one scale: what is asked is what a line can tell apart
        x = trainer.x[some].astype(np.float64)
        x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-12)
        t = trainer.t[some].astype(np.float64)
        network = Network(shape, (), trainer.network.loss)
        parameters = Parameters(shape, dtype=np.float64)
        adam = OPTIMIZERS["adam"]
        self._descent = Descent(
            network,
            parameters,
            x,
            t,
            batch=len(x),
            rule=Rule(optimizer=adam, rate=RATE, options=dict(adam.options)),
            permutation=lambda _: np.arange(len(x)),
        )
        self._evaluator = Evaluator(network, parameters, x, t)

    def go_on(self) -> None:
        """Train it a little."""
        if self._descent is None:
            return
        try:
            self._descent.advance(AT_ONCE)
        except DivergenceError:
            self._descent = None
            return
        if self._descent.place.step >= STEPS:
            self.loss = self._evaluator.evaluate()[0]
            self._descent = None
