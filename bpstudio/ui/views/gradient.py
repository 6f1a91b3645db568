"""The gradient in every layer: its size over the steps, how it spreads, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.studies.attribution import AttributionStudy
from bpstudio.runtime.studies.gradient_histogram import ALL, GradientHistogram
from bpstudio.runtime.track import Track
from bpstudio.ui.cover import Kind
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.gradient_plot import GradientPlot, LayerCurve
from bpstudio.ui.views.gradient_sizes import SizesSoFar
from bpstudio.ui.views.gradient_spread import SpreadPlot
from bpstudio.ui.views.overlay import AROUND, Overlay, drawn, last_of, medians
from bpstudio.ui.views.scale import log10
from bpstudio.ui.views.seen import Seen
from bpstudio.ui.views.steps import newest_step
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import PictureView, side_by_side
from bpstudio.ui.views.waterfall import sentences
from bpstudio.ui.views.waterfall_picture import WaterfallPicture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.picture import Picture

    Array = NDArray[np.floating]

NORM, MEAN, RATIO = "L2 norm", "mean |·|", "update / W"
SPREAD, ATTRIBUTION = "single weights", "attribution"
MEASURES = (NORM, MEAN, RATIO)  # the columns of the recorder's track
NAMES = {
    NORM: "‖∂L/∂W‖ of the batch",
    MEAN: "mean |∂L/∂w| of the batch",
    RATIO: "‖ΔW‖ / ‖W‖, last update",
}
CHOICES = {
    NORM: "The length of the gradient: the root of the sum of squares over all weights",
    MEAN: "The mean size of the gradient of one weight: layers of any size compare",
    RATIO: "How far the last update has moved the weights, for their size",
    SPREAD: "How large the gradients of single weights are: a histogram of powers of ten, "
    "now and while you look",
    ATTRIBUTION: "Why a layer gets so much gradient: what weights (gain) and slopes make of it "
    "on the way back from the output",
}
EVERY_LAYER = "all layers"
NOTHING_YET = "No gradient yet: press Train, or Update for a single step."
LOOKING = "Looking …"


class GradientView(PictureView):
    """A curve a layer on a logarithmic axis; or how one layer's spreads, or where it gets lost."""

    title = "Gradient magnitude"
    object_name = "gradientView"
    tells = frozenset({Kind.GRADIENTS})

    def __init__(self, parent: QWidget | None = None) -> None:
        self._curves, self._spread = GradientPlot(), SpreadPlot()
        self._waterfall = WaterfallPicture()
        super().__init__(self._curves, parent, self._spread, self._waterfall)
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._sizes = Seen(SizesSoFar)
        self._ids = {EVERY_LAYER: ALL}
        self._shown = Choice("gradient", CHOICES)
        self._layer = Choice("layer", {EVERY_LAYER: "The weights of all layers together"})
        self._layer.hide()
        for choice in (self._shown, self._layer):
            choice.changed.connect(self._choose)
        self._header = side_by_side(self._layer, self._shown)
        self._curves.say(NOTHING_YET)

    def header(self) -> QWidget:
        """Return what is shown, and of which layer."""
        return self._header

    def studies(self) -> Iterable[Study[Any]]:
        """Return what the chosen picture needs; curves need nothing but the recorder."""
        if self._shown.chosen == SPREAD:
            return (self._histogram,)
        return (AttributionStudy(),) if self._shown.chosen == ATTRIBUTION else ()

    @property
    def _histogram(self) -> GradientHistogram:
        return GradientHistogram(self._ids.get(self._layer.chosen, ALL))

    def _choose(self) -> None:
        pictures: dict[str, Picture] = {SPREAD: self._spread, ATTRIBUTION: self._waterfall}
        self._layer.setVisible(self._shown.chosen == SPREAD)
        self.show_picture(pictures.get(self._shown.chosen, self._curves))
        if self._newest:
            self.refresh(*self._newest)
        else:
            self.plot.say(NOTHING_YET)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the layers of `snapshot`, each with the recorder's track of it."""
        self._newest = snapshot, recorder
        self._offer(snapshot.layers)
        if not snapshot.layers:
            self._curves.set_curves([], snapshot.step)
            self.plot.say(NOTHING_YET)
            self.describe(f"{self._shown.chosen}, step {snapshot.step}: no layers")
        elif self._shown.chosen == SPREAD:
            self._show_spread(snapshot, recorder)
        elif self._shown.chosen == ATTRIBUTION:
            self._show_attribution(snapshot)
        else:
            self._show_curves(snapshot, recorder)

    def _offer(self, layers: tuple[LayerSnapshot, ...]) -> None:
        """Let the user choose among these layers."""
        self._ids = {EVERY_LAYER: ALL} | {layer.name: layer.id for layer in layers}
        hints = {name: f"The weights that come into {name}" for name in self._ids}
        self._layer.set_choices(hints | {EVERY_LAYER: "The weights of all layers together"})

    def _show_curves(self, snapshot: Snapshot, recorder: Recorder) -> None:
        measure = self._shown.chosen
        curves = [
            _curve(layer, recorder.gradients.get(layer.id), snapshot, MEASURES.index(measure))
            for layer in snapshot.layers
        ]
        self._curves.say("")
        self._curves.frame.y_name = NAMES[measure]
        self._curves.look_at(snapshot.timeline)
        self._curves.follow(recorder.clock)
        pinned = [_beside(*one, MEASURES.index(measure)) for one in drawn(recorder.overlays)]
        self._curves.show_beside(recorder.name, [one for one in pinned if len(one.steps)])
        self._curves.set_curves(curves, newest_step(snapshot), snapshot.step)
        ends = curves[:1] + curves[1:][-1:]
        words = "; ".join(
            [f"{curve.name} {figure(curve.now)}" for curve in ends]
            + [f"{one.name} {figure(one.newest)}" for one in self._curves.overlays]
        )
        self.describe(f"{measure}, step {snapshot.step}: {words}")

    def _show_spread(self, snapshot: Snapshot, recorder: Recorder) -> None:
        histogram = self._histogram
        sizes = snapshot.answer(histogram)
        if sizes is None:
            self._spread.say(LOOKING)
            return
        seen = self._sizes.of(snapshot.run, recorder)
        if not snapshot.is_past:
            seen.add(snapshot.step, histogram.layer, sizes)
        self._spread.say("")
        self._spread.look_at(snapshot.timeline)
        track = seen.track(histogram.layer)
        self._spread.set_sizes(track, sizes, snapshot.step, newest_step(snapshot))
        zeros = percent(sizes.zeros / max(sizes.looked_at, 1))
        self.describe(
            f"gradients of single weights, {self._layer.chosen}, step {snapshot.step}: "
            f"{zeros} are exactly 0; looked at from step {count(self._spread.known_from)} on"
        )

    def _show_attribution(self, snapshot: Snapshot) -> None:
        found = snapshot.answer(AttributionStudy())
        if found is None or len(found.deltas) != len(snapshot.layers):
            self._waterfall.say(LOOKING)
            return
        self._waterfall.say("")
        self._waterfall.set_found(found)
        what = f"attribution, {found.samples} training samples"
        self.describe(f"{what}, step {snapshot.step}: {sentences(found)[0]}")

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return what is shown: a row for each step, each size, or each layer."""
        if self._shown.chosen == SPREAD:
            return ["|∂L/∂w| from", "to", "% of the weights"], self._spread.rows()
        if self._shown.chosen == ATTRIBUTION:
            return self._attribution_table()
        curves = self._curves.curves
        steps = sorted({step for curve in curves for step in curve.steps.tolist()})
        known = [
            dict(zip(curve.steps.tolist(), curve.values.tolist(), strict=True)) for curve in curves
        ]
        rows = [
            [f"{step:.0f}", *(cell(values.get(step, np.nan)) for values in known)] for step in steps
        ]
        for row in rows:
            row += map(cell, self._curves.beside_at(float(row[0])))
        names = [curve.name for curve in curves] + [one.name for one in self._curves.overlays]
        return ["step", *(f"{name}, {self._shown.chosen}" for name in names)], rows

    def _attribution_table(self) -> tuple[list[str], list[list[str]]]:
        snapshot = self._newest[0] if self._newest else None
        found = snapshot.answer(AttributionStudy()) if snapshot else None
        rows = []
        if snapshot is not None and found is not None:
            factors = [*zip(found.gains, found.slopes, strict=True), (np.nan, np.nan)]
            rows = [
                [layer.name, *map(cell, (delta, *both))]
                for layer, delta, both in zip(snapshot.layers, found.deltas, factors, strict=False)
            ]
        size = f"‖δ‖, {found.samples} training samples" if found else "‖δ‖"
        return ["layer", size, "gain from the next layer", "slope"], rows[::-1]


def _curve(
    layer: LayerSnapshot, track: Track | None, snapshot: Snapshot, column: int
) -> LayerCurve:
    """Return what is recorded of `layer`, and the number of the step that is looked at."""
    now = (layer.gradient_norm, layer.gradient_mean, layer.update_ratio)[column]
    steps, values = np.array([float(snapshot.step)]), np.array([now])
    if track is not None and snapshot.is_past and len(track.steps):
        steps, values = track.steps, track.values[:, column]
    elif track is not None:
        before = track.steps < snapshot.step
        steps = np.concatenate([track.steps[before], steps])
        values = np.concatenate([track.values[before, column], values])
    return LayerCurve(layer.name, steps, values, log10(values), float(now))


def _beside(record: Record, dashes: tuple[float, ...], column: int) -> Overlay:
    """Return what is recorded of the first layer of another run, without its ups and downs."""
    layers = record.experiment.hidden if record.experiment else ()
    layer = layers[0].id if layers else OUTPUT
    name = f"{record.name}, layer 1" if layers else f"{record.name}, output"
    track = record.gradients.get(layer, Track(len(MEASURES)))
    values = medians(track.values[:, column].astype(float))
    kind = f", median of {AROUND} samples"
    return Overlay(name, dashes, record.clock, last_of(record), track.steps.copy(), values, kind)
