"""How activations, logits and weights are distributed in each layer, now and over time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.runtime.studies.histograms import BINS, HistogramsStudy, rebinned, saturated_zones
from bpstudio.ui.cover import Kind
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.views.histogram_map import HistogramMap
from bpstudio.ui.views.histogram_rows import LayerRows
from bpstudio.ui.views.histogram_track import HistogramTrack, LayerTrack, joined, scale_of
from bpstudio.ui.views.seen import Seen
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import PictureView, side_by_side
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.histograms import LayerHistogram, Quantity
    from bpstudio.runtime.study import Study

NOTHING_YET = "No distributions yet: press Train, or Update for a single step."
WAITING = "Counting: Train, or Update, goes on meanwhile."
QUANTITIES: dict[str, Quantity] = {"z": "activations", "a": "logits", "W": "weights"}
HINTS = {
    "z": "Activations z = f(a) over the probe set (at most 512 training samples)",
    "a": "Logits a = W z + b over the probe set, before the activation",
    "W": "Weights, biases aside",
}
NAMES = {"z": "z, probe set", "a": "a, probe set", "W": "weights"}


class HistogramView(PictureView):
    """A heat map of values over steps for each layer, and the newest histogram beside it."""

    title = "Distributions"
    object_name = "histogramView"
    tells = frozenset({Kind.VALUES, Kind.WEIGHTS})

    def __init__(self, parent: QWidget | None = None) -> None:
        self._map = HistogramMap()
        super().__init__(self._map, parent)
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._tracks = {quantity: Seen(HistogramTrack) for quantity in QUANTITIES.values()}
        self._studies = {quantity: HistogramsStudy(quantity) for quantity in QUANTITIES.values()}
        self._choice = Segmented("distribution of", HINTS)
        self._choice.changed.connect(self._refresh_again)
        self._header = side_by_side(self._choice)
        self._map.say(NOTHING_YET)

    @property
    def _quantity(self) -> Quantity:
        return QUANTITIES[self._choice.chosen]

    def header(self) -> QWidget:
        """Return the choice of what is counted."""
        return self._header

    def studies(self) -> Iterable[Study[Any]]:
        """Return the histograms of what is chosen."""
        return (self._studies[self._quantity],)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the histograms of `snapshot`, and those recorded while one looked."""
        self._newest = snapshot, recorder
        quantity = self._quantity
        found = snapshot.answer(self._studies[quantity])
        track = self._tracks[quantity].of(snapshot.run, recorder)
        if found is not None and not snapshot.is_past:
            track.add(snapshot, found)
        if not found:
            self._map.layers = []
            self._map.say(WAITING if snapshot.layers else NOTHING_YET)
            self.describe("")
            return
        layers = [_rows(layer, track, quantity) for layer in found]
        self._map.say("")
        self._map.quantity = quantity
        self._map.look_at(snapshot.timeline)
        first = snapshot.step if track.first is None else track.first
        self._map.frame.y_name = f"{NAMES[self._choice.chosen]}, from step {count(first)}"
        since = f"{self._choice.chosen}, from {count(first)}"
        self._map.frame.short_names = (since, self._choice.chosen)
        newest = max(snapshot.timeline.newest, snapshot.step)
        self._map.set_layers(layers, newest)
        ends = layers[:1] + layers[1:][-1:]
        words = "; ".join(_words(layer) for layer in ends)
        self.describe(f"{NAMES[self._choice.chosen]}, step {count(snapshot.step)}: {words}")

    def _refresh_again(self) -> None:
        if self._newest is not None:
            self.refresh(*self._newest)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return each layer's newest histogram: a row a bin, with its count."""
        rows = []
        for layer in self._map.layers:
            counts = rebinned(layer.now, layer.low, layer.high).tolist()
            edges = np.linspace(layer.low, layer.high, BINS + 1).tolist()
            for low, high, number in zip(edges, edges[1:], counts, strict=False):
                rows.append([layer.now.name, cell(low), cell(high), str(number)])
        return ["layer", "from", "to", "values"], rows


def _rows(now: LayerHistogram, track: HistogramTrack, quantity: Quantity) -> LayerRows:
    """Return a layer's histograms over one range, and where it saturates."""
    known = track.layers.get(now.id)
    if known is None or known.scale != scale_of(now):  # of a step that is looked back at
        known = LayerTrack(scale_of(now))
    own = (now.low, now.high)
    low, high = joined(known.range, own) if len(known.steps) else own
    zoned = now if (low, high) == own else replace(now, low=low, high=high)
    return LayerRows(
        now=now,
        low=low,
        high=high,
        steps=known.steps,
        shares=known.over(low, high),
        zones=saturated_zones(zoned, quantity),
    )


def _words(layer: LayerRows) -> str:
    now = layer.now
    told = f"{now.name} mean {figure(now.mean)}, deviation {figure(now.deviation)}"
    return told if now.saturated is None else f"{told}, {percent(now.saturated)} saturated"
