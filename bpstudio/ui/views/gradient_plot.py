"""The picture of the gradient magnitudes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.ui.drawable import drawable
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.cuts import Cut, draw_mark, find_cuts, is_near, mark_place, rows_of
from bpstudio.ui.views.depth import FEW, depth_color, depth_pen
from bpstudio.ui.views.frame import column_width
from bpstudio.ui.views.gradient_now import Row, draw_bars, draw_labels
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.run_plot import RunPlot
from bpstudio.ui.views.scale import Scale, log10, log_span
from bpstudio.ui.views.spread import thinned
from bpstudio.ui.views.strokes import FAR, draw_line, polygon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

RECENT = 1 / 3  # of the steps in sight: the axis follows the peaks there
MORE = 0.4  # of the axis may go to older peaks
DEEP = 6  # decades below the recent peak: older lows there are shown
FEW_POINTS = 12  # fewer are marked, as the samples that they are
DOT = 3.5  # px
MANY = 12  # layers
MOST_DRAWN = 50  # layers: more curves can't be told apart, but cost time
MOST_READ = 6  # layers in a readout
MOST_DECADES = 300.0  # beyond it powers of ten overflow
BEYOND = "beyond the axis"
EMPTY_SCALE = Scale(1e-3, 1, log=True)


@dataclass(frozen=True, slots=True)
class LayerCurve:
    """A layer's gradient magnitude: `values` at `steps`, each (samples,), the last one now.

    `logs` are their logarithms, NaN where there is none. While one looks back, `shown` is the
    number of the step that is looked at.
    """

    name: str
    steps: Array
    values: Array
    logs: Array
    shown: float | None = None

    @property
    def now(self) -> float:
        """The newest value, or that of the step which is looked at."""
        return float(self.values[-1]) if self.shown is None else self.shown

    def between(self, first: float, last: float) -> LayerCurve:
        """Return the part from step `first` to `last`."""
        part = slice(*np.searchsorted(self.steps, [first, last + 1]))
        return LayerCurve(self.name, self.steps[part], self.values[part], self.logs[part])

    def at(self, step: float) -> float:
        """Return the value sampled nearest to `step`."""
        return float(self.values[np.abs(self.steps - step).argmin()])


def axis(seen: Array, recent: Array) -> Scale:
    """Return the axis for logarithms of which `recent` are the newest part; NaNs don't count.

    It follows the recent peaks, or an old one would fake a vanishing gradient; but it goes down
    to every low of the last third, and to older ones `DEEP` below the peak: a gradient that
    vanishes is what one is here to see.
    """
    seen, recent = seen[np.isfinite(seen)], recent[np.isfinite(recent)]
    if not len(recent):
        return EMPTY_SCALE
    peak = float(recent.max())
    low = min(float(recent.min()), max(float(seen.min()), peak - DEEP))
    high = min(float(seen.max()), peak + MORE * max(peak - low, 1))
    widen = max(1 - (high - low), 0) / 2  # to a decade
    return log_span(10 ** (low - widen), 10 ** min(high + widen, MOST_DECADES))


def _logs(curves: list[LayerCurve]) -> Array:
    return np.concatenate([[], *(curve.logs for curve in curves)])


class GradientPlot(RunPlot):
    """A curve a layer, and in a column at the right the newest numbers.

    Up to three layers have bars there; more have labels at the ends of their curves. Of other
    runs there is layer 1's curve, in ink.
    """

    def __init__(self) -> None:
        super().__init__("Gradient magnitude of each layer over the steps")
        self.curves: list[LayerCurve] = []
        self.cuts: list[Cut] = []
        self._last = self._step = 0
        self._rows: list[Row] = []

    def set_curves(self, curves: list[LayerCurve], last: int, step: int | None = None) -> None:
        """Show `curves`, from layer 1 to the output, of a run that has come to step `last`.

        The numbers beside them are of `step`, where it isn't that one.
        """
        self.curves = curves
        self._last, self._step = last, last if step is None else step
        self.steps.grow(last)
        self.changed()

    @property
    def _drawn(self) -> list[int]:
        """The places of the curves that are drawn: of very many some, evenly."""
        return thinned(len(self.curves), MOST_DRAWN)

    def prepare(self) -> None:
        """Fit the axis, and find the curves that leave it."""
        self.frame.right = column_width(self.width()) + 2 * GRID * (
            2 if len(self.curves) <= FEW else 1.5
        )
        first, last = self.steps.visible
        seen = [curve.between(first, last) for curve in self.curves]
        newest = min(last, max(self._last, first))  # the axis of steps may reach beyond
        since = newest - RECENT * (newest - first)
        recent = [curve.between(since, newest) for curve in self.curves]
        beside = [log10(values) for values in self.values_in_sight()]
        self.frame.y = axis(
            np.concatenate([_logs(seen), *beside]), np.concatenate([_logs(recent), *beside])
        )
        self.cuts = [
            cut
            for place in self._drawn
            for cut in find_cuts(place, seen[place].steps, seen[place].logs, self.frame.y)
        ]

    def draw(self, painter: QPainter) -> None:
        """Draw the curves, the last layer's first, and the newest numbers beside them."""
        area, many = self.frame.area, len(self.curves)
        painter.save()
        painter.setClipRect(area.adjusted(0, -1, 1, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beside = self.draw_beside(painter)
        lines = self._lines()
        for place, xs, ys in reversed(lines):
            painter.setPen(depth_pen(place, many))
            draw_line(painter, xs, ys)
            self._draw_dots(painter, xs, ys, depth_color(place, many))
        for cut in reversed(self.cuts):
            draw_mark(painter, self._tip(cut), cut.above, depth_color(cut.place, many))
        self.draw_names_within(painter, beside, [(xs, ys) for _, xs, ys in lines])
        painter.restore()
        right = self.width() - 2 * GRID
        column = QRectF(
            right - column_width(self.width()), 0, column_width(self.width()), self.height()
        )
        if many <= FEW:
            self._rows = draw_bars(painter, self.curves, self.frame.y, column, self._step)
        else:
            ends = self.y_of(np.array([curve.now for curve in self.curves]))
            self._rows = draw_labels(painter, self.curves, ends, self.frame, column, self._step)

    def tip(self, at: QPointF) -> str:
        """Return what the bar at a place shows, exactly."""
        place = next((row.place for row in self._rows if row.rect.contains(at)), None)
        if place is None or place >= len(self.curves):
            return ""
        curve = self.curves[place]
        number = f"{self.frame.y_name}, step {count(self._step)}: {figure(curve.now, 4)}"
        return f"{curve.name}: {number}\nThe bar is as long as this is high on the axis."

    def _draw_dots(self, painter: QPainter, xs: Array, ys: Array, color: QColor) -> None:
        """Mark the points in sight where they are so few that the line between them is a guess."""
        if len(xs) >= FEW_POINTS and not self.steps.is_part:
            return
        area = self.frame.area
        fit = np.isfinite(ys) & (xs >= area.left()) & (xs <= area.right())
        if fit.sum() < FEW_POINTS:
            painter.setPen(QPen(color, DOT, c=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(polygon(xs[fit], np.clip(ys[fit], -FAR, FAR)))

    def _tip(self, cut: Cut) -> QPointF:
        return mark_place(self.x_at(cut.step), cut.above, self.frame.area)

    def _lines(self) -> list[tuple[int, Array, Array]]:
        """Return each curve's place and points in px, worked out for all at once."""
        # A point every other pixel is all that can be seen; many layers cost less with fewer.
        apart = 2 if len(self.curves) <= MANY else 4
        most = max(int(self.frame.area.width() / apart), 1)
        places = self._drawn
        curves = [self.curves[place] for place in places]
        kept = [thinned(len(curve.steps), most) for curve in curves]
        pairs = list(zip(curves, kept, strict=True))
        xs = self.x_of(np.concatenate([[], *(curve.steps[some] for curve, some in pairs)]))
        logs = np.concatenate([[], *(curve.logs[some] for curve, some in pairs)])
        area = self.frame.area
        ys = area.bottom() - self.frame.y.log_places(logs) * area.height()
        ends = np.cumsum([len(some) for some in kept])[:-1]
        return list(zip(places, np.split(xs, ends), np.split(ys, ends), strict=False))

    def read(self, at: QPointF) -> Readout | None:
        """Return the step, and the magnitudes of the layers nearest to the pointer.

        On a triangle at an edge: how far the curves go beyond it.
        """
        cuts = [cut for cut in self.cuts if is_near(self._tip(cut), at)]
        if cuts:
            names = [curve.name for curve in self.curves]
            return Readout(self._tip(cuts[0]).x(), BEYOND, rows_of(cuts[:MOST_READ], names))
        if self.is_beyond(at):
            return Readout(at.x(), self.title_beside(at), self.rows_beside(at))
        step = round(self.step_at(at.x()))
        values = np.array([curve.at(step) for curve in self.curves])
        shown = list(range(len(values)))
        if len(shown) > MOST_READ:
            off = drawable(np.abs(self.y_of(values) - at.y()), nan=np.inf)
            shown = sorted(np.argsort(off, kind="stable")[:MOST_READ].tolist())
        rows = [(self.curves[place].name, figure(float(values[place]))) for place in shown]
        return Readout(self.x_at(step), self.step_title(step), rows + self.rows_beside(at))
