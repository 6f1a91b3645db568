"""Standardisation: mean 0 and standard deviation 1 for every feature."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.dataset import FloatArray
from bpstudio.data.progress import Tell, silent

BLOCK_CELLS = 2**20  # NumPy's temporaries stay this small, or one feature large


@dataclass(frozen=True, eq=False)
class Scaling:
    """What to subtract from each feature and then to divide it by, (features,) each."""

    offset: NDArray[np.float64]
    scale: NDArray[np.float64]

    def apply(self, x: FloatArray) -> None:
        """Scale `x`, (samples, features), in place. What overflows becomes infinite or NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            x -= self.offset
            x /= self.scale


def identity_scaling(features: int) -> Scaling:
    """Return the scaling that changes nothing."""
    return Scaling(np.zeros(features), np.ones(features))


def fit_scaling(x: FloatArray, tell: Tell = silent) -> Scaling:
    """Return each feature's mean and population standard deviation, worked out in float64.

    Parameters
    ----------
    x
        (samples, features), at least one sample. A constant feature has scale 1.
    tell
        Gets the share of it that is done; what it raises ends it.
    """
    scaling = identity_scaling(x.shape[1])
    for block in feature_blocks(x):
        values = x[:, block].astype(np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            scaling.offset[block] = values.mean(axis=0)
            deviation = values.std(axis=0)
        constant = constant_features(values) | (deviation == 0)
        scaling.scale[block] = np.where(constant, 1.0, deviation)
        tell(min(1.0, block.stop / x.shape[1]))
    return scaling


def constant_features(x: FloatArray) -> NDArray[np.bool_]:
    """Return whether each feature has one value only, (features,).

    The values tell: by rounding alone, the deviation of a constant may be a little more than 0.
    """
    constant = np.ones(x.shape[1], dtype=np.bool_)
    for rows in row_blocks(*x.shape):
        constant &= (x[rows] == x[0]).all(axis=0)
    return constant


def row_blocks(samples: int, features: int) -> Iterator[slice]:
    """Yield blocks of some samples, of about `BLOCK_CELLS` numbers each."""
    height = max(1, BLOCK_CELLS // features)
    return (slice(start, min(start + height, samples)) for start in range(0, samples, height))


def feature_blocks(x: FloatArray) -> Iterator[slice]:
    """Yield blocks of some features, of about `BLOCK_CELLS` numbers each, or one feature each."""
    samples, features = x.shape
    width = max(1, BLOCK_CELLS // samples)
    return (slice(start, start + width) for start in range(0, features, width))
