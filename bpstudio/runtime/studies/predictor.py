"""What the network makes of a fixed set of samples, as often as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.evaluation import Evaluator

if TYPE_CHECKING:
    from bpstudio.engine.passes import Workspace
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer


class Predictor:
    """Keeps the buffers for the outputs of a trainer's network on the samples `x` (M, inputs)."""

    def __init__(self, trainer: Trainer, x: Array) -> None:
        network, parameters = trainer.network, trainer.parameters
        dtype = parameters.flat.dtype
        targets = np.zeros((len(x), network.outputs), dtype)  # nobody asks for a loss
        self._evaluator = Evaluator(network, parameters, x.astype(dtype, copy=False), targets)
        self._y = np.empty((len(x), network.outputs), dtype)
        self._filled = 0

    def outputs(self) -> Array:
        """Return y of each sample, (M, K), in a buffer that the next call overwrites."""
        self._filled = 0
        self._evaluator.evaluate(self._take)
        return self._y

    def _take(self, workspace: Workspace) -> None:
        end = self._filled + workspace.batch
        self._y[self._filled : end] = workspace.y.T
        self._filled = end
