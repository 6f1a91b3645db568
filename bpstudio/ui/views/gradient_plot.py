"""The picture of the gradient magnitudes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.depth import FEW, depth_pen
from bpstudio.ui.views.frame import column_width
from bpstudio.ui.views.gradient_now import draw_bars, draw_labels
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale, log_span
from bpstudio.ui.views.spread import thinned
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

RECENT = 1 / 3  # of the steps in sight: what the axis follows
MORE = 0.4  # of the axis, at either end, may go to what is older
MANY = 12  # layers
MOST_READ = 6  # layers in a readout
EMPTY_SCALE = Scale(1e-3, 1, log=True)


@dataclass(frozen=True, slots=True)
class LayerCurve:
    """A layer's gradient magnitude: `values` at `steps`, each (samples,), the last one now.

    `logs` are their logarithms, NaN where there is none.
    """

    name: str
    steps: Array
    values: Array
    logs: Array

    @property
    def now(self) -> float:
        """The newest value."""
        return float(self.values[-1])

    def at(self, step: float) -> float:
        """Return the value sampled nearest to `step`."""
        return float(self.values[np.abs(self.steps - step).argmin()])


class GradientPlot(Plot):
    """A curve a layer, and in a column at the right the newest numbers.

    Up to three layers have bars there; more have labels at the ends of their curves.
    """

    def __init__(self) -> None:
        super().__init__("Gradient magnitude of each layer over the steps")
        self.curves: list[LayerCurve] = []
        self._last = 0

    def set_curves(self, curves: list[LayerCurve], last: int) -> None:
        """Show `curves`, from layer 1 to the output, of a run that has come to step `last`."""
        self.curves = curves
        self._last = last
        self.steps.grow(last)
        self.changed()

    def prepare(self) -> None:
        """Let the axis follow what is recent: else an old peak fakes a vanishing gradient."""
        self.frame.right = column_width(self.width()) + 2 * GRID * (
            2 if len(self.curves) <= FEW else 1.5
        )
        first, last = self.steps.visible
        recent = self._decades(last - RECENT * (last - first), last)
        if recent is None:
            self.frame.y = EMPTY_SCALE
            return
        older = self._decades(first, last) or recent
        more = MORE * max(recent[1] - recent[0], 1)
        low, high = max(older[0], recent[0] - more), min(older[1], recent[1] + more)
        self.frame.y = log_span(10**low, 10**high)

    def _decades(self, first: float, last: float) -> tuple[float, float] | None:
        """Return the lowest and highest logarithm from step `first` to `last`."""
        seen = [
            curve.logs[slice(*np.searchsorted(curve.steps, [first, last + 1]))]
            for curve in self.curves
        ]
        logs = np.concatenate([[], *seen])
        logs = logs[np.isfinite(logs)]
        return (float(logs.min()), float(logs.max())) if len(logs) else None

    def draw(self, painter: QPainter) -> None:
        """Draw the curves, the last layer's first, and the newest numbers beside them."""
        area, many = self.frame.area, len(self.curves)
        painter.save()
        painter.setClipRect(area.adjusted(0, -1, 1, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, xs, ys in reversed(self._lines()):
            painter.setPen(depth_pen(place, many))
            draw_line(painter, xs, ys)
        painter.restore()
        right = self.width() - 2 * GRID
        column = QRectF(
            right - column_width(self.width()), 0, column_width(self.width()), self.height()
        )
        if many <= FEW:
            draw_bars(painter, self.curves, self.frame.y, column, self._last)
        else:
            ends = self.y_of(np.array([curve.now for curve in self.curves]))
            draw_labels(painter, self.curves, ends, self.frame, column)

    def _lines(self) -> list[tuple[int, Array, Array]]:
        """Return each curve's place and points in px, worked out for all at once."""
        # A point every other pixel is all that can be seen; many layers cost less with fewer.
        apart = 2 if len(self.curves) <= MANY else 4
        most = max(int(self.frame.area.width() / apart), 1)
        kept = [thinned(len(curve.steps), most) for curve in self.curves]
        pairs = list(zip(self.curves, kept, strict=True))
        xs = self.x_of(np.concatenate([[], *(curve.steps[some] for curve, some in pairs)]))
        logs = np.concatenate([[], *(curve.logs[some] for curve, some in pairs)])
        area = self.frame.area
        ys = area.bottom() - self.frame.y.log_places(logs) * area.height()
        ends = np.cumsum([len(some) for some in kept])[:-1]
        places = range(len(self.curves))
        return list(zip(places, np.split(xs, ends), np.split(ys, ends), strict=False))

    def read(self, at: QPointF) -> Readout | None:
        """Return the step, and the magnitudes of the layers nearest to the pointer."""
        step = round(self.step_at(at.x()))
        values = np.array([curve.at(step) for curve in self.curves])
        shown = list(range(len(values)))
        if len(shown) > MOST_READ:
            off = np.nan_to_num(np.abs(self.y_of(values) - at.y()), nan=np.inf)
            shown = sorted(np.argsort(off, kind="stable")[:MOST_READ].tolist())
        rows = [(self.curves[place].name, figure(float(values[place]))) for place in shown]
        x = float(self.x_of(np.array(float(step))))
        return Readout(x, f"step {count(step)}", rows)
