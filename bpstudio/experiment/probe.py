"""The probe set: training samples that stand for all of them where a run is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Shape

PROBE = 512  # at most, of the training samples
PROBE_PRODUCTS = 2**26  # multiplications that a look at the probe set may take, about


def probe_size(shape: Shape) -> int:
    """Return how many training samples are the probe set, at most; fewer for a huge network."""
    return max(min(PROBE, PROBE_PRODUCTS // shape.size), 16)


def spread_out(samples: int, most: int) -> NDArray[np.intp]:
    """Return the places of at most `most` of the samples, ascending; of all, if they aren't more.

    One lies in each of `most` equal stretches, for a file may be sorted by class; where in it is
    drawn, always the same, for in another file the classes take turns.
    """
    if samples <= most:
        return np.arange(samples)
    ends = np.arange(most + 1) * samples // most
    within = np.random.default_rng(0).random(most)
    return ends[:-1] + (within * np.diff(ends)).astype(np.intp)
