"""Histograms through a run, recorded while somebody looks at them, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.studies.histograms import BINS, rebinned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.histograms import LayerHistogram

    Array = NDArray[np.floating]

MOST = 240  # steps
Moment = tuple[int, dict[int, "LayerHistogram"]]  # a step, and its histograms by the layer's id


class HistogramTrack:
    """The histograms of one quantity at some steps of a run, thinned out as it goes on."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self._run, self._stride = 0, 1

    def add(self, snapshot: Snapshot, layers: tuple[LayerHistogram, ...]) -> None:
        """Take down the newest step; what another run, or a step that was taken back, had goes."""
        if snapshot.run != self._run:
            self.moments, self._run, self._stride = [], snapshot.run, 1
        step = snapshot.step
        moment = step, {layer.id: layer for layer in layers}
        while self.moments and self.moments[-1][0] >= step:
            self.moments.pop()
        # the newest always stands at the end; it stays if it is far enough from the one before
        if len(self.moments) > 1 and self.moments[-1][0] - self.moments[-2][0] < self._stride:
            self.moments.pop()
        self.moments.append(moment)
        if len(self.moments) > MOST:
            self.moments = self.moments[::2]
            span = self.moments[-1][0] - self.moments[0][0]
            self._stride = max(span // len(self.moments), 1)

    def of_layer(self, id_: int) -> tuple[NDArray[np.intp], list[LayerHistogram]]:
        """Return the steps at which a layer was there, and its histograms then."""
        found = [(step, layers[id_]) for step, layers in self.moments if id_ in layers]
        return np.array([step for step, _ in found], np.intp), [layer for _, layer in found]


def common_range(layers: list[LayerHistogram]) -> tuple[float, float]:
    """Return the narrowest range that holds all of theirs, and into which their bins fit."""
    low = min((layer.low for layer in layers), default=0.0)
    high = max((layer.high for layer in layers), default=1.0)
    if low < 0:
        high = max(high, -low)
        return -high, high
    return low, high


def stacked(layers: list[LayerHistogram], low: float, high: float) -> Array:
    """Return the share of the values in each bin over a common range, (moments, BINS)."""
    counts = np.zeros((len(layers), BINS))
    for row, layer in enumerate(layers):
        counts[row] = rebinned(layer, low, high) / max(layer.looked_at, 1)
    return counts
