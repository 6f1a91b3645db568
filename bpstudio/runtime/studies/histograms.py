"""How the activations, logits and weights of each layer are distributed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.even_stride import even_stride
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from bpstudio.engine.passes import Workspace
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

BINS = 64
MOST_VALUES = 2**18  # of all layers together; more are looked at evenly
FEWEST_VALUES = 2**10  # of a layer
SMALLEST, LARGEST = -20, 60  # exponents of two: no range is narrower or wider

Quantity = Literal["activations", "logits", "weights"]
RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softmax": (0.0, 1.0)}


@dataclass(frozen=True, eq=False)
class LayerHistogram:
    """The distribution of one layer's numbers: `counts` (BINS,) from `low` to `high`, evenly.

    Where the range isn't the activation's own, it is the power of two that holds all: -2^k or 0
    to 2^k, so that histograms of different steps can be brought to the same bins exactly.
    `outside` are not finite. Of many numbers, only `looked_at` of `of` were counted. `saturated`
    is the share at which a unit is saturated, None where that means nothing.
    """

    id: int
    name: str
    activation: str
    low: float
    high: float
    counts: NDArray[np.intp]
    outside: int
    looked_at: int
    of: int
    mean: float
    deviation: float
    skip: bool = False
    saturated: float | None = None


@dataclass(frozen=True)
class HistogramsStudy(Study[tuple[LayerHistogram, ...]]):
    """Asks for all layers' histograms, layer 1 first: of z or a over the probe set, or of W."""

    quantity: Quantity

    def prepare(self, trainer: Trainer) -> Callable[[], tuple[LayerHistogram, ...]]:
        """Return what counts."""
        layers = trainer.network.layers
        most = max(MOST_VALUES // layers, FEWEST_VALUES)

        def answer() -> tuple[LayerHistogram, ...]:
            values = (
                _of_weights(trainer, most)
                if self.quantity == "weights"
                else _of_probe(trainer, self.quantity, most)
            )
            return tuple(
                self._histogram(trainer, place, *found) for place, found in enumerate(values)
            )

        return answer

    def _histogram(self, trainer: Trainer, place: int, values: Array, of: int) -> LayerHistogram:
        hidden = trainer.experiment.hidden
        is_output = place == len(hidden)
        activation = trainer.network.loss.output if is_output else hidden[place].activation
        skip = not is_output and hidden[place].skip
        fixed = None
        if self.quantity == "activations" and not skip:
            fixed = RANGES.get(activation)
        finite = values[np.isfinite(values)]
        low, high = fixed or _range(finite)
        some = finite.astype(np.float64)
        return LayerHistogram(
            id=OUTPUT if is_output else hidden[place].id,
            name="output" if is_output else f"layer {place + 1}",
            activation=activation,
            low=low,
            high=high,
            counts=counts_within(finite, low, high),
            outside=len(values) - len(finite),
            looked_at=len(values),
            of=of,
            mean=float(some.mean()) if len(some) else float("nan"),
            deviation=float(some.std()) if len(some) else float("nan"),
            skip=skip,
            saturated=None if is_output else self._saturated(activation, skip, finite),
        )

    def _saturated(self, name: str, skip: bool, values: Array) -> float | None:
        """Return the share of `values` at which a unit with this activation is saturated."""
        activation = ACTIVATIONS.get(name)
        is_sum = self.quantity == "activations" and skip
        if activation is None or self.quantity == "weights" or is_sum or not len(values):
            return None
        if activation.saturates == "never":
            return None
        f = activation.curve(values) if self.quantity == "logits" else values
        return float(activation.is_saturated(f).mean())


def _of_weights(trainer: Trainer, most: int) -> Iterator[tuple[Array, int]]:
    """Yield some of the weights of each layer, biases aside, and how many there are."""
    for columns in trainer.parameters.columns:
        yield _some(columns[:-1], -(-columns[:-1].size // most)), columns[:-1].size


def _of_probe(trainer: Trainer, quantity: Quantity, most: int) -> Iterator[tuple[Array, int]]:
    """Yield some of the numbers of each layer over the probe set, and how many there are."""
    parts: list[list[Array]] = [[] for _ in range(trainer.network.layers)]
    totals = [0] * len(parts)
    samples = len(trainer.probe_places)

    def visit(workspace: Workspace) -> None:
        sources = workspace.a if quantity == "logits" else [*workspace.z, workspace.y]
        for place, values in enumerate(sources):
            stride = -(-values.shape[0] * samples // most)
            parts[place].append(_some(values, stride).copy())
            totals[place] += values.size

    trainer.probe.evaluate(visit)
    for part, total in zip(parts, totals, strict=True):
        yield np.concatenate(part), total


def _some(values: Array, stride: int) -> Array:
    """Return each `stride`-th of the numbers of a table or so, from all its rows and columns."""
    return values.ravel()[:: even_stride(stride, values.shape[1])]


def _range(values: Array) -> tuple[float, float]:
    """Return the range of a power of two that holds all the finite `values`, its ends aside."""
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    largest = max(-low, high)
    exponent = math.frexp(largest)[1]  # 2^exponent is over `largest`, and half of it isn't
    end = 2.0 ** min(max(exponent, SMALLEST), LARGEST)
    return (-end if low < 0 else 0.0), end


def counts_within(values: Array, low: float, high: float) -> NDArray[np.intp]:
    """Return how many of the finite `values` lie in each of the bins from `low` to `high`.

    As NumPy's, a bin is closed below and open above, but for the last. The bins' width is a power
    of two and a bin begins at 0: so the product below is exact, whatever the dtype. What lies
    beyond the range counts for the last bin there.
    """
    scale = BINS / (high - low)
    first = round(low * scale)
    places = np.floor(values * values.dtype.type(scale)).astype(np.intp) - first
    return np.bincount(np.clip(places, 0, BINS - 1), minlength=BINS)


def rebinned(histogram: LayerHistogram, low: float, high: float) -> NDArray[np.intp]:
    """Return the counts of a histogram over a range that is as wide or wider, (BINS,)."""
    if (low, high) == (histogram.low, histogram.high):
        return histogram.counts
    width = (high - low) / BINS
    middles = histogram.low + (np.arange(BINS) + 0.5) * (histogram.high - histogram.low) / BINS
    places = np.clip(np.floor((middles - low) / width).astype(np.intp), 0, BINS - 1)
    made = np.bincount(places, weights=histogram.counts, minlength=BINS)
    return made.astype(np.intp)


def saturated_zones(histogram: LayerHistogram, quantity: Quantity) -> list[tuple[float, float]]:
    """Return the ranges of a layer's numbers, within its histogram's, at which a unit saturates.

    To an accuracy of a thousandth of the range; none for weights, for the output, with a skip
    (whose sum says nothing of f), and for a relu's z, which is saturated at 0 alone.
    """
    is_sum = quantity == "activations" and histogram.skip
    if histogram.activation not in ACTIVATIONS or quantity == "weights" or is_sum:
        return []
    found = _zones(histogram.activation, histogram.low, histogram.high, quantity == "logits")
    return list(found)


@lru_cache(256)
def _zones(name: str, low: float, high: float, of_logits: bool) -> tuple[tuple[float, float], ...]:
    activation = ACTIVATIONS[name]
    at = np.linspace(low, high, 2_001)
    is_in = activation.is_saturated(activation.curve(at) if of_logits else at)
    edges = np.flatnonzero(np.diff(is_in, prepend=False, append=False)).tolist()
    return tuple(
        (float(at[first]), float(at[stop - 1]))
        for first, stop in zip(edges[::2], edges[1::2], strict=True)
        if stop - first > 1
    )
