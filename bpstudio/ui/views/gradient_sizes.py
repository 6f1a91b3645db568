"""What has been counted of the sizes of gradients, while somebody looked."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bpstudio.runtime.studies.gradient_histogram import BINS
from bpstudio.runtime.track import Track

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.gradient_histogram import GradientSizes

    Array = NDArray[np.floating]

MOST_LAYERS = 6  # whose histograms are kept


class SizesSoFar:
    """Histograms of one run by step, of the layers that were looked at last."""

    def __init__(self) -> None:
        self._tracks: OrderedDict[int, Track] = OrderedDict()

    def add(self, step: int, layer: int, sizes: GradientSizes) -> None:
        """Take down what `layer` has at `step`; what a run that goes back had is forgotten."""
        for track in self._tracks.values():
            if len(track.steps) and track.steps[-1] > step:
                track.truncate(step)
        self.track(layer).append(step, shares(sizes))

    def track(self, layer: int) -> Track:
        """Return the shares of the weights in each bin, (samples, BINS), by step."""
        track = self._tracks.pop(layer, None) or Track(BINS)
        self._tracks[layer] = track
        while len(self._tracks) > MOST_LAYERS:
            self._tracks.popitem(last=False)
        return track

    def until(self, step: int) -> SizesSoFar:
        """Return a copy with what was taken down up to `step`."""
        made = SizesSoFar()
        made._tracks.update({layer: track.until(step) for layer, track in self._tracks.items()})
        return made


def shares(sizes: GradientSizes) -> Array:
    """Return the share of the weights in each bin, (BINS,)."""
    found: Array = sizes.counts / max(sizes.looked_at, 1)
    return found
