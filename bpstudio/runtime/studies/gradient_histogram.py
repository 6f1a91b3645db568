"""How large the gradients of single weights are: a histogram over powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.even_stride import even_stride
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

LOWEST, HIGHEST = -45, 39  # powers of ten: all that float32 can hold
PER_DECADE = 4  # bins
BINS = (HIGHEST - LOWEST) * PER_DECADE
MOST_LOOKED_AT = 2**16  # weights of a layer, evenly spread: more take too long
ALL = -1  # instead of a layer's id


@dataclass(frozen=True, eq=False)
class GradientSizes:
    """How many weights have a |dL/dw| within each bin, (BINS,), and how many have none at all.

    Bin k runs from 10^(LOWEST + k / PER_DECADE) on. Of large layers some weights stand for all:
    `looked_at` of the `weights`. What isn't finite is in no bin.
    """

    counts: NDArray[np.intp]
    zeros: int
    looked_at: int
    weights: int


@dataclass(frozen=True)
class GradientHistogram(Study[GradientSizes]):
    """The sizes of a layer's gradient of the last batch, penalties aside.

    Parameters
    ----------
    layer
        Its id (0: the output); `ALL` for the weights of all layers together.
    """

    layer: int = ALL

    def prepare(self, trainer: Trainer) -> Callable[[], GradientSizes]:
        """Return what counts; a layer that isn't there has no weights."""
        ids = [*(layer.id for layer in trainer.experiment.hidden), OUTPUT]
        places = [place for place, number in enumerate(ids, start=1) if self.layer in (ALL, number)]
        blocks = trainer.network.shape.blocks
        weights = [out * into for out, into in (blocks[place - 1] for place in places)]

        def answer() -> GradientSizes:
            last = trainer.descent.last
            found = [
                _count(part, last.unit, -(-size // MOST_LOOKED_AT))
                for place, size in zip(places, weights, strict=True)
                for part in last.gradient_parts(place)
            ]
            counts = sum((counts for counts, _, _ in found), np.zeros(BINS, np.intp))
            zeros = sum(zeros for _, zeros, _ in found)
            looked_at = sum(looked_at for _, _, looked_at in found)
            return GradientSizes(counts, zeros, looked_at, sum(weights))

        return answer


def _count(part: Array, unit: float, stride: int) -> tuple[NDArray[np.intp], int, int]:
    """Return the counts of each `stride`-th number or so, the zeros, and how many that were."""
    sizes = np.abs(part.ravel()[:: even_stride(stride, part.shape[1])])
    some = sizes[(sizes > 0) & np.isfinite(sizes)]
    logs = np.log10(some, dtype=np.float64) - np.log10(unit)
    bins = np.clip(np.floor((logs - LOWEST) * PER_DECADE).astype(np.intp), 0, BINS - 1)
    return np.bincount(bins, minlength=BINS), int((sizes == 0).sum()), len(sizes)
