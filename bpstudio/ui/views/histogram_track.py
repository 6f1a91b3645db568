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

MOST, FEWEST = 240, 32  # steps of a layer: fewer where there are many layers
ALL = 2**14  # steps of all layers

Range = tuple[float, float]


class LayerTrack:
    """One layer's histograms, over one range that grows when it has to.

    Attributes
    ----------
    steps
        (moments,), rising.
    shares
        The share of the values in each bin, (moments, BINS).
    range
        What the bins are even parts of.
    scale
        The layer's activation, and whether it has a skip: another one is another scale.
    """

    def __init__(self, scale: tuple[str, bool]) -> None:
        self.steps = np.empty(0, np.intp)
        self.shares: Array = np.empty((0, BINS), np.float32)
        self.range: Range = (0.0, 0.0)
        self.scale = scale
        self._stride = 1

    def add(self, step: int, layer: LayerHistogram, most: int) -> None:
        """Take down a step; later ones go, and of more than `most` every other one."""
        had = int(np.searchsorted(self.steps, step))
        # the newest always stands at the end; it stays if it is far enough from the one before
        if had > 1 and self.steps[had - 1] - self.steps[had - 2] < self._stride:
            had -= 1
        steps, shares = self.steps[:had], self.shares[:had]
        whole = joined(self.range, (layer.low, layer.high)) if had else (layer.low, layer.high)
        if had and whole != self.range:
            shares = shares @ _into(self.range, whole)
        row = rebinned(layer, *whole) / max(layer.looked_at, 1)
        self.range = whole
        self.steps = np.append(steps, step)
        self.shares = np.concatenate([shares, row[None].astype(np.float32)])
        if len(self.steps) > most:
            self.steps, self.shares = self.steps[::2], self.shares[::2]
            self._stride = max(int(self.steps[-1] - self.steps[0]) // len(self.steps), 1)

    def until(self, step: int) -> LayerTrack:
        """Return a copy with the moments up to `step`."""
        made, had = LayerTrack(self.scale), int(np.searchsorted(self.steps, step, "right"))
        made.steps, made.shares = self.steps[:had], self.shares[:had]
        made.range, made._stride = self.range, self._stride
        return made

    def over(self, low: float, high: float) -> Array:
        """Return the shares over a range that is as wide or wider, (moments, BINS)."""
        if not len(self.steps) or (low, high) == self.range:
            return self.shares
        return np.asarray(self.shares @ _into(self.range, (low, high)))


class HistogramTrack:
    """The histograms of one quantity at some steps of a run, thinned out as it goes on.

    Attributes
    ----------
    layers
        By the layer's id.
    first
        The step from which on there are some, None before.
    """

    def __init__(self) -> None:
        self.layers: dict[int, LayerTrack] = {}
        self.first: int | None = None

    def add(self, snapshot: Snapshot, found: tuple[LayerHistogram, ...]) -> None:
        """Take down the newest step."""
        step = snapshot.step
        self.first = step if self.first is None else min(self.first, step)
        most = max(min(MOST, ALL // max(len(found), 1)), FEWEST)
        present = {layer.id for layer in found}
        self.layers = {number: kept for number, kept in self.layers.items() if number in present}
        for layer in found:
            track = self.layers.get(layer.id)
            if track is None or track.scale != scale_of(layer):
                track = self.layers[layer.id] = LayerTrack(scale_of(layer))
            track.add(step, layer, most)

    def until(self, step: int) -> HistogramTrack:
        """Return a copy with what was taken down up to `step`."""
        made = HistogramTrack()
        kept = {number: track.until(step) for number, track in self.layers.items()}
        made.layers = {number: track for number, track in kept.items() if len(track.steps)}
        made.first = self.first if made.layers else None
        return made


def scale_of(layer: LayerHistogram) -> tuple[str, bool]:
    """Return what a layer's histograms have in common as long as they can be compared."""
    return layer.activation, layer.skip


def joined(one: Range, other: Range) -> Range:
    """Return the narrowest range that holds both, and into which the bins of both fit."""
    low, high = min(one[0], other[0]), max(one[1], other[1])
    if low < 0:
        high = max(high, -low)
        return -high, high
    return low, high


def _into(narrow: Range, wide: Range) -> Array:
    """Return the matrix (BINS, BINS) that brings counts over `narrow` to the bins of `wide`."""
    middles = narrow[0] + (np.arange(BINS) + 0.5) * (narrow[1] - narrow[0]) / BINS
    places = np.floor((middles - wide[0]) / (wide[1] - wide[0]) * BINS).astype(np.intp)
    made = np.zeros((BINS, BINS), np.float32)
    made[np.arange(BINS), np.clip(places, 0, BINS - 1)] = 1
    return made
