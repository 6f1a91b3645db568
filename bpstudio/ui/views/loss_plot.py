"""The picture of the loss."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, blend, font, theme
from bpstudio.ui.views.buckets import Buckets, buckets, close_up
from bpstudio.ui.views.frame import LINE, RIGHT
from bpstudio.ui.views.noted_plot import LINE_WIDTH, RADIUS, NotedPlot, last_before, nearest
from bpstudio.ui.views.overlay import Overlay, drawn, last_of
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.run_plot import MAIN_WIDTH
from bpstudio.ui.views.scale import Scale, log_span, span
from bpstudio.ui.views.strokes import FAR, draw_band, draw_line, polygon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Record, Recorder

    Array = NDArray[np.floating]

BUCKET_WIDTH = 4  # px
SMOOTH = 9  # buckets: a smoothed point is the mean of so many
SMOOTH_WIDTH = 2  # px
CLOSE_UP = 2**18  # steps: of so many in sight each is looked at anew, within a millisecond
FEW, DOT = 8, 3.5  # so few points are marked, with dots as wide (px)
SINGLE = 0.1  # of a single value: the axis goes so far around it
SWATCH = 20  # px, of the band's key
BAND_WORDS = "lowest to highest"
BAND_SHARE, FAINT_SHARE = 0.16, 0.45  # of the text's colour, in the ground's


class LossPlot(NotedPlot):
    """Band and mean of the batch loss, and the test loss, on a linear or logarithmic axis.

    `buckets` are those of the picture: coarser, where there are more steps than room; `smoothed`
    are the mean and the number of the steps around each, None where nobody wants them.
    """

    def __init__(self) -> None:
        super().__init__("Loss over the steps")
        self._losses = LossCurve()
        self._fine = self.buckets = buckets(self._losses.envelope())
        self.smoothed: tuple[Array, Array] | None = None
        self._test_steps: Array = np.empty(0)
        self._test: Array = np.empty(0)
        self._log = self._smooth = False
        self._curves_beside: list[tuple[Overlay, Buckets]] = []

    def set_run(self, recorder: Recorder, last: int) -> None:
        """Show what `recorder` holds of a run that has come to step `last`."""
        self._losses = recorder.losses
        self._fine = buckets(recorder.losses.envelope())
        self._test_steps = recorder.test.steps.copy()
        self._test = recorder.test.values[:, 0].astype(float)
        self._curves_beside = [_beside(*one) for one in drawn(recorder.overlays)]
        self.show_beside(recorder.name, [one for one, _ in self._curves_beside])
        self.steps.grow(last)
        self.changed()

    def set_log(self, on: bool) -> None:
        """Take a logarithmic axis, or a linear one."""
        self._log = on
        self.changed()

    def set_smooth(self, on: bool) -> None:
        """Draw a moving mean of the batch loss, or not."""
        self._smooth = on
        self.changed()

    def test_before(self, step: float) -> float:
        """Return the test loss evaluated last, up to `step`; NaN where there is none."""
        return last_before(self._test_steps, self._test, step)

    def newest(self) -> tuple[float, int, bool]:
        """Return the newest mean, of how many steps it is, and whether it is smoothed."""
        some = self._merged((0.0, self.steps.last)) if self.steps.is_part else self.buckets
        if not len(some.last):
            return float("nan"), 0, False
        if self._smooth:
            means, steps = some.around(SMOOTH)
            return float(means[-1]), int(steps[-1]), True
        return float(some.mean[-1]), int(some.steps[-1]), False

    def _merged(self, visible: tuple[float, float]) -> Buckets:
        return self._fine.merged(self._most, visible)

    @property
    def _most(self) -> int:
        """How many buckets there is room for."""
        return max(self.width() // BUCKET_WIDTH, 1)

    def prepare(self) -> None:
        """Merge the buckets to the room there is; fit the axis to what is in sight."""
        visible = self.steps.visible
        steps = visible[1] - visible[0]
        if steps < self._most * self._losses.width and 1 < self._losses.width and steps <= CLOSE_UP:
            self.buckets = close_up(self._losses, visible, self._most, SMOOTH // 2)
        else:
            self.buckets = self._merged(visible)
        self.smoothed = self.buckets.around(SMOOTH) if self._smooth else None
        self.overlays = [self._merged_beside(*both) for both in self._curves_beside]
        self.leave_room()
        values = np.concatenate(
            [
                _within(self.buckets.last, self.buckets.low, visible),
                _within(self.buckets.first, self.buckets.high, visible),
                _within(self._test_steps, self._test, visible),
                *self.values_in_sight(),
            ]
        )
        self.frame.y = self._fitted(values[np.isfinite(values) & ((values > 0) | (not self._log))])

    def _merged_beside(self, one: Overlay, fine: Buckets) -> Overlay:
        """Return the curve of another run with as many points as there is room for."""
        ends = np.array([self.frame.x.low, self.frame.x.high])
        first, last = one.clock.steps(ends, self.steps.ruler.unit).tolist()
        some = fine.merged(self._most, (first, last))
        values = some.around(SMOOTH)[0] if self._smooth else some.mean
        return replace(one, steps=some.middle, values=values)

    def _fitted(self, values: Array) -> Scale:
        """Return an axis for these values, with room around a single one."""
        if not len(values):
            return Scale(0.1, 1, self._log)
        low, high = float(values.min()), float(values.max())
        if low == high:
            low, high = low - SINGLE * abs(low), high + SINGLE * abs(high)
        return log_span(low, high) if self._log else span(low, high)

    @property
    def has_band(self) -> bool:
        """Whether there are more steps than points in the picture, and so a band around them."""
        return not self.buckets.are_single

    def draw(self, painter: QPainter) -> None:
        """Draw the band, the mean line upon it, the smoothed one, and the test loss."""
        area = self.frame.area
        if self.has_band and not self.steps.is_part:
            self._draw_band_key(painter)
        xs, ys = self.x_of(self.buckets.middle), self.y_of(self.buckets.mean)
        test = self.x_of(self._test_steps), self.y_of(self._test)
        painter.setClipRect(area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        if self.has_band:
            self._draw_band(painter, xs)
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_notes(painter, (xs, ys), test)
        painter.setClipRect(area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        beside = self.draw_beside(painter)
        self._draw_train(painter, xs, ys)
        self.draw_dotted(painter, *test)
        painter.setClipping(False)
        self.draw_names(painter, beside, (xs, ys))

    def _draw_train(self, painter: QPainter, xs: Array, ys: Array) -> None:
        """Draw the mean of each bucket, and upon it the smoothed line where it is wanted."""
        colors = theme().colors
        faint = blend(colors.surface, colors.text, FAINT_SHARE)
        width = MAIN_WIDTH if self.overlays and not self.smoothed else LINE_WIDTH
        painter.setPen(QPen(faint if self.smoothed else colors.text, width))
        draw_line(painter, xs, ys)
        if len(xs) <= FEW:
            painter.setPen(QPen(colors.text, DOT, c=Qt.PenCapStyle.RoundCap))
            fit = np.isfinite(ys)
            painter.drawPoints(polygon(xs[fit], np.clip(ys[fit], -FAR, FAR)))
        if self.smoothed:
            painter.setPen(QPen(colors.text, SMOOTH_WIDTH))
            draw_line(painter, xs, self.y_of(self.smoothed[0]))

    def _draw_band_key(self, painter: QPainter) -> None:
        """Say above the picture what the band is, where its name leaves room."""
        area = self.frame.area
        painter.setFont(font(HINT))
        advance = painter.fontMetrics().horizontalAdvance
        line = QRectF(area.left(), area.top() - LINE - 4, area.width(), LINE)
        left = line.right() - advance(BAND_WORDS)
        if left - SWATCH - 2 * GRID < line.left() + advance(self.frame.y_name):
            return
        painter.fillRect(QRectF(left - SWATCH - GRID, line.center().y() - 4, SWATCH, 8), _band())
        painter.setPen(theme().colors.text2)
        painter.drawText(line, RIGHT, BAND_WORDS)

    def _draw_band(self, painter: QPainter, xs: Array) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_band())
        # On a logarithmic axis a loss of 0 lies below the picture: the band runs down to there.
        lows = np.maximum(self.buckets.low, self.frame.y.low) if self._log else self.buckets.low
        draw_band(painter, xs, self.y_of(lows), self.y_of(self.buckets.high))

    def read(self, at: QPointF) -> Readout | None:
        """Return step, its loss, the means around it, the nearest test loss, and a mark's words."""
        if self.is_beyond(at):
            return Readout(at.x(), self.title_beside(at), self.rows_beside(at))
        step = round(self.step_at(at.x()))
        rows = []
        if len(self._losses):
            step = min(max(step, 1), len(self._losses))
            rows.append(("batch", figure(self._losses.value(step), 4)))
            rows += self._rows_of_means(step)
        place = nearest(self._test_steps, step)
        if place is not None:
            name = f"test, step {count(int(self._test_steps[place]))}"
            rows.append((name, figure(float(self._test[place]), 4)))
        rows += self.rows_beside(at) + self.rows_of_notes(at)
        return Readout(self.x_at(step), self.step_title(step), rows)

    def _rows_of_means(self, step: int) -> list[tuple[str, str]]:
        """Return the mean of the bucket that holds `step`, and of those around it."""
        bucket = self.buckets.at(step)
        if bucket is None:
            return []
        found, steps = [], int(self.buckets.steps[bucket])
        if steps > 1:
            found.append((steps, "", float(self.buckets.mean[bucket])))
        if self.smoothed:
            means, counted = self.smoothed
            found.append((int(counted[bucket]), " around", float(means[bucket])))
        return [(f"mean of {count(of)}{where}", figure(mean, 4)) for of, where, mean in found]


def _beside(record: Record, dashes: tuple[float, ...]) -> tuple[Overlay, Buckets]:
    """Return another run without its points, and the buckets of which they are made."""
    none: Array = np.empty(0)
    one = Overlay(record.name, dashes, record.clock, last_of(record), none, none)
    return one, buckets(record.losses.envelope())


def _band() -> QColor:
    colors = theme().colors
    return blend(colors.surface, colors.text, BAND_SHARE)


def _within(steps: Array, values: Array, visible: tuple[float, float]) -> Array:
    """Return the `values` whose `steps` are in sight."""
    return values[(steps >= visible[0]) & (steps <= visible[1])]
