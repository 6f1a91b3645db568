"""The size of the gradient in every layer, over the steps and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bpstudio.ui.numbers import figure
from bpstudio.ui.views.gradient_plot import GradientPlot, LayerCurve
from bpstudio.ui.views.scale import log10
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import View
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot
    from bpstudio.runtime.track import Track

    Array = NDArray[np.floating]

NORM, MEAN = "L2 norm", "mean |·|"
NAMES = {NORM: "‖∂L/∂W‖ of the batch", MEAN: "mean |∂L/∂w| of the batch"}
NOTHING_YET = "No gradient yet: press Train, or Update for a single step."


class GradientView(View):
    """A curve a layer on a logarithmic axis, and beside it the newest numbers."""

    title = "Gradient magnitude"
    object_name = "gradientView"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._plot = GradientPlot()
        super().__init__(self._plot, parent)
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._measure = Segmented(
            "gradient measure",
            {
                NORM: "The length of the gradient: the root of the sum of squares over all weights",
                MEAN: "The mean size of the gradient of one weight: layers of any size compare",
            },
        )
        self._measure.changed.connect(self._refresh_again)
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch()
        row.addWidget(self._measure)
        self._plot.say(NOTHING_YET)

    def header(self) -> QWidget:
        """Return the choice between the norm and the mean."""
        return self._header

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show a curve for each layer of `snapshot`, from the recorder's track of it."""
        self._newest = snapshot, recorder
        column = 0 if self._measure.chosen == NORM else 1
        curves = [
            _curve(layer, recorder.gradients.get(layer.id), snapshot.step, column)
            for layer in snapshot.layers
        ]
        self._plot.say("" if curves else NOTHING_YET)
        self._plot.frame.y_name = NAMES[self._measure.chosen]
        self._plot.set_curves(curves, snapshot.step)
        ends = curves[:1] + curves[1:][-1:]
        words = "; ".join(f"{curve.name} {figure(curve.now)}" for curve in ends)
        self.describe(f"{self._measure.chosen}, step {snapshot.step}: {words or 'no layers'}")

    def _refresh_again(self) -> None:
        if self._newest:
            self.refresh(*self._newest)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each sampled step, with a column for each layer."""
        curves = self._plot.curves
        steps = sorted({step for curve in curves for step in curve.steps.tolist()})
        known = [
            dict(zip(curve.steps.tolist(), curve.values.tolist(), strict=True)) for curve in curves
        ]
        rows = [
            [f"{step:.0f}", *(cell(values.get(step, np.nan)) for values in known)] for step in steps
        ]
        return ["step", *(f"{curve.name}, {self._measure.chosen}" for curve in curves)], rows


def _curve(layer: LayerSnapshot, track: Track | None, step: int, column: int) -> LayerCurve:
    """Return what is recorded of `layer`, with the newest number at the end."""
    now = layer.gradient_mean if column else layer.gradient_norm
    steps, values = np.array([float(step)]), np.array([now])
    if track is not None:
        before = track.steps < step
        steps = np.concatenate([track.steps[before], steps])
        values = np.concatenate([track.values[before, column], values])
    return LayerCurve(layer.name, steps, values, log10(values))
