"""What the buffers of a workspace tell about learning: gradients, saturation, attribution.

Pure functions; nothing here changes a buffer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import SATURATED_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bpstudio.engine.last_batch import LastBatch
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Network, Workspace
    from bpstudio.engine.program import Array


def norm(parts: Iterable[Array]) -> float:
    """Return the L2 norm of the numbers in all `parts`."""
    return float(np.sqrt(sum(float(np.linalg.norm(part)) ** 2 for part in parts)))


def gradient_norms(last: LastBatch) -> list[float]:
    """Return ||dL/dW|| (L2) of each layer, biases and penalties aside."""
    return [norm(last.gradient_parts(place)) / last.unit for place in _places(last)]


def gradient_means(last: LastBatch) -> list[float]:
    """Return mean |dL/dw| of each layer, biases and penalties aside."""
    return [
        sum(float(np.abs(part).sum(dtype=np.float64)) for part in last.gradient_parts(place))
        / (last.unit * out * into)
        for place, (out, into) in zip(_places(last), _blocks(last), strict=True)
    ]


def update_ratios(last: LastBatch, parameters: Parameters) -> list[float]:
    """Return ||change of W|| / ||W|| of each layer for the last update; biases aside.

    `parameters` are those after it. Infinite where weights are all zero, 0 where nothing changed.
    """
    ratios = []
    for place, W in zip(_places(last), parameters.weights, strict=True):
        change, size = norm(last.change_parts(place)), norm([W])
        ratios.append(change / size if size else (np.inf if change else 0.0))
    return ratios


def _places(last: LastBatch) -> range:
    return range(1, last.layers + 1)


def _blocks(last: LastBatch) -> list[tuple[int, int]]:
    return last.workspace.network.shape.blocks


@dataclass(frozen=True)
class Attribution:
    """Why the delta of a layer is as large or small as it is, beside that of the next.

    Parameters
    ----------
    gain
        |W^T delta| / |delta|: what the weights of the next layer make of its delta. Where the
        next layer has a skip, what that hands back is a part of it.
    slope
        |W^T delta o f'| / |W^T delta|: what the activation's slope lets through. gain * slope is
        exactly the ratio of the two deltas. Both are NaN where nothing comes in.
    """

    gain: float
    slope: float

    @property
    def ratio(self) -> float:
        """The size of this layer's delta, in those of the next."""
        return self.gain * self.slope


def attributions(workspace: Workspace) -> list[Attribution]:
    """Return for each hidden layer how its delta came from the next one's.

    `workspace` holds a batch after both passes; sizes are L2 norms over units and samples.
    """
    network = workspace.network
    dz, made = None, []
    for place in range(network.layers - 1, 0, -1):
        arriving = workspace.parameters.weights[place].T @ workspace.delta[place]
        if network.has_skip(place + 1) and dz is not None:
            arriving += dz
        dz = arriving
        through = float(np.linalg.norm(dz * workspace.slope[place - 1]))
        size, before = float(np.linalg.norm(dz)), float(np.linalg.norm(workspace.delta[place]))
        made.append(Attribution(_share(size, before), _share(through, size)))
    return made[::-1]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


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
        for activation, f, count in zip(self._activations, workspace.f, self._counts, strict=True):
            count += activation.is_saturated(f, self._share).sum(axis=1)

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
