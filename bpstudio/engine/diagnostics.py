"""What the buffers of a workspace tell about learning: gradients, saturation, attribution.

Pure functions; nothing here changes a buffer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.engine.activations import SATURATED_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bpstudio.engine.last_batch import LastBatch
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Network, Workspace
    from bpstudio.engine.program import Array


SQUARABLE = (1e-15, 1e15)  # norms between these are exact in float32
SLICE = 2**18  # numbers


def norm(parts: Iterable[Array]) -> float:
    """Return the L2 norm of the numbers in all `parts`."""
    return math.hypot(*(_length(part) for part in parts))


def _length(part: Array) -> float:
    with np.errstate(over="ignore"):
        found = float(np.linalg.norm(part))
    if SQUARABLE[0] < found < SQUARABLE[1]:
        return found
    # The squares of such numbers are 0 or infinite in float32, and they are just what a vanishing
    # or exploding gradient is made of.
    largest = float(np.abs(part).max(initial=0.0))
    if not 0 < largest < np.inf:
        return largest
    return largest * float(np.linalg.norm(part / np.asarray(largest, part.dtype)))


@dataclass(frozen=True)
class GradientSizes:
    """How large dL/dW of a layer is, biases and penalties aside.

    Parameters
    ----------
    norm, mean
        ||dL/dW|| (L2), and mean |dL/dw|.
    of_units
        The norm of each unit's own part of it, (fan_out,).
    """

    norm: float
    mean: float
    of_units: Array


def gradient_sizes(last: LastBatch, place: int) -> GradientSizes:
    """Return how large the gradient of layer `place`, from 1, is: in one go through it.

    Where it is formed in panels, going through it takes as long as the backward pass.
    """
    out, into = _blocks(last)[place - 1]
    lengths, total, squares = [], 0.0, np.zeros(out)
    for part in last.gradient_parts(place):
        lengths.append(_length(part))
        total += float(np.abs(part).sum(dtype=np.float64))
        squares += np.einsum("ij,ij->j", part, part, dtype=np.float64)
    return GradientSizes(
        norm=math.hypot(*lengths) / last.unit,
        mean=total / (last.unit * out * into),
        of_units=np.sqrt(squares) / last.unit,
    )


def gradients_of_z(workspace: Workspace) -> Iterator[Array]:
    """Yield dL/dz of each hidden layer, the last first, (units, B): the passes keep delta alone.

    It is what the weights of the next layer hand back, W^T delta, with what its skip adds.
    `workspace` holds a batch after both passes.
    """
    network, handed = workspace.network, None
    for place in range(network.layers - 1, 0, -1):
        dz = workspace.parameters.weights[place].T @ workspace.delta[place]
        if network.has_skip(place + 1) and handed is not None:
            dz += handed
        handed = dz
        yield dz


def gradient_norms(last: LastBatch) -> list[float]:
    """Return ||dL/dW|| (L2) of each layer, biases and penalties aside."""
    return [norm(last.gradient_parts(place)) / last.unit for place in _places(last)]


def update_ratios(
    last: LastBatch, parameters: Parameters, gradients: Sequence[GradientSizes] | None = None
) -> list[float]:
    """Return ||change of W|| / ||W|| of each layer for the last update; biases aside.

    `parameters` are those after it; the sizes of the `gradients` save going through them where
    they are known. Infinite where weights are all zero, 0 where nothing changed or no update was
    made.
    """
    if not last.is_updated:
        return [0.0] * last.layers
    ratios = []
    for place, W in zip(_places(last), parameters.weights, strict=True):
        if last.change is None and gradients is not None:
            change = gradients[place - 1].norm * last.unit
        else:
            change = norm(last.change_parts(place))
        size = norm([W])
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
        exactly the ratio of the two deltas. What would be a share of nothing is NaN.
    """

    gain: float
    slope: float

    @property
    def ratio(self) -> float:
        """The size of this layer's delta, in those of the next."""
        return self.gain * self.slope if self.gain else 0.0


def attributions(workspace: Workspace) -> list[Attribution]:
    """Return for each hidden layer how its delta came from the next one's.

    `workspace` holds a batch after both passes, and its parameters are still those of the passes:
    after an update, run them once more. Sizes are L2 norms over units and samples.
    """
    made = []
    for place, dz in zip(
        range(workspace.network.layers - 1, 0, -1), gradients_of_z(workspace), strict=True
    ):
        through = norm([dz * workspace.slope[place - 1]])
        size, before = norm([dz]), norm([workspace.delta[place]])
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


class FirstToGo(NamedTuple):
    """The layer, from 1, that an update changed most for its size, and the unit there.

    `factor` is ||W_after - W_before|| / ||W_before|| of the layer, infinite where the weights were
    all zero or are no longer finite. The unit, from 0, is the one whose own weights changed most.
    """

    layer: int
    unit: int
    factor: float


def first_to_go(before: Parameters, after: Parameters) -> FirstToGo:
    """Return what an update has changed most for its size."""
    factors = []
    for old, new in zip(before.columns, after.columns, strict=True):
        size = norm(_slices(old[:-1]))
        change = norm(b - a for a, b in zip(_slices(old[:-1]), _slices(new[:-1]), strict=True))
        factors.append(change / size if size and np.isfinite(change) else np.inf)
    place = int(np.argmax(factors))
    unit = _unit_to_go(before.columns[place][:-1], after.columns[place][:-1])
    return FirstToGo(place + 1, unit, factors[place])


def _unit_to_go(old: Array, new: Array) -> int:
    """Return which column of a layer's weights, (fan_in, fan_out), changed most for its size."""
    size, change = np.zeros(old.shape[1]), np.zeros(old.shape[1])
    for a, b in zip(_slices(old), _slices(new), strict=True):
        size += np.square(a).sum(axis=0)
        change += np.square(b - a).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(np.isfinite(change), change / size, np.inf)
    return int(np.argmax(np.nan_to_num(factors, nan=0.0, posinf=np.inf)))


def _slices(rows: Array) -> Iterator[Array]:
    """Yield `rows` in float64, a few at a time: a copy of a large layer is too much."""
    some = max(SLICE // rows.shape[1], 1)
    for start in range(0, len(rows), some):
        yield rows[start : start + some].astype(np.float64)
