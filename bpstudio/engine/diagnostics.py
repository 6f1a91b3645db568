"""What the buffers of a workspace tell about learning: gradient norms, saturation, dead units.

Pure functions; nothing here changes a buffer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import SATURATED_SHARE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Network, Workspace
    from bpstudio.engine.program import Array


def gradient_norms(gradient: Parameters, unit: float = 1.0) -> list[float]:
    """Return ||dL/dW|| (L2) of each layer, biases aside; `gradient` is dL/dW times `unit`."""
    return [float(np.linalg.norm(W)) / unit for W in gradient.weights]


def gradient_means(gradient: Parameters, unit: float = 1.0) -> list[float]:
    """Return mean |dL/dw| of each layer, biases aside; `gradient` is dL/dW times `unit`."""
    return [float(np.abs(W).mean(dtype=np.float64)) / unit for W in gradient.weights]


class SaturationCensus:
    """Counts, a workspace's batch at a time, on how many samples each hidden unit is saturated.

    Give it to an evaluator as the visitor of the probe set's chunks.

    Parameters
    ----------
    network
        What the workspaces compute.
    share
        Saturated means a slope under this share of the activation's largest.
    """

    def __init__(self, network: Network, share: float = SATURATED_SHARE) -> None:
        self._activations = network.activations
        self._share = share
        self._samples = 0
        self._counts = [np.zeros(units, np.intp) for units in network.shape.widths[1:-1]]

    def __call__(self, workspace: Workspace) -> None:
        """Count the batch that `workspace` holds."""
        self._samples += workspace.batch
        for activation, z, count in zip(self._activations, workspace.z, self._counts, strict=True):
            count += activation.is_saturated(z, self._share).sum(axis=1)

    @property
    def shares(self) -> list[NDArray[np.float64]]:
        """For each hidden layer, the share of samples on which a unit is saturated, (units,)."""
        return [count / max(self._samples, 1) for count in self._counts]

    @property
    def dead(self) -> list[NDArray[np.bool_]]:
        """For each hidden layer, which units had no slope at all on any sample, (units,)."""
        return [
            (count == self._samples) & (activation.saturates == "zero") & (self._samples > 0)
            for activation, count in zip(self._activations, self._counts, strict=True)
        ]


def first_to_go(before: Parameters, after: Parameters) -> tuple[int, float]:
    """Return the layer that an update changed most for its size, and by what factor.

    Layers count from 1; the factor is ||W_after - W_before|| / ||W_before||, infinite where the
    weights were all zero or are no longer finite.
    """
    factors = []
    for old, new in zip(before.weights, after.weights, strict=True):
        size = float(np.linalg.norm(old.astype(np.float64)))
        change = float(np.linalg.norm(new.astype(np.float64) - old))
        factors.append(change / size if size and np.isfinite(change) else np.inf)
    return int(np.argmax(factors)) + 1, max(factors)


def strongest(weights: Array, most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the units and sources of the `most` largest |w| of `weights` (fan_out, fan_in).

    They come weakest first; both arrays are (most,), or shorter where there are fewer weights.
    """
    size = np.abs(weights).ravel()
    most = min(most, size.size)
    places = np.argpartition(size, size.size - most)[size.size - most :]
    places = places[np.argsort(size[places], kind="stable")]
    units, sources = np.unravel_index(places, weights.shape)
    return units, sources
