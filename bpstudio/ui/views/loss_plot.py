"""The picture of the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.runtime.loss_curve import LossCurve, smoothed_over
from bpstudio.ui.numbers import count, finite
from bpstudio.ui.theme import blend, theme
from bpstudio.ui.views.beyond import Beyond, draw_beyond, near
from bpstudio.ui.views.buckets import Buckets, buckets, close_up
from bpstudio.ui.views.loss_band import band_color, draw_band_key
from bpstudio.ui.views.loss_beside import Beside, beside_of, fine_of
from bpstudio.ui.views.noted_plot import LINE_WIDTH, RADIUS, NotedPlot, last_before, nearest
from bpstudio.ui.views.overlay import drawn
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.run_plot import MAIN_WIDTH
from bpstudio.ui.views.scale import Scale, log_span, span
from bpstudio.ui.views.strokes import FAR, draw_band, draw_line, polygon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.ui.views.marks import Event
    from bpstudio.ui.views.overlay import Overlay

    Array = NDArray[np.floating]

BUCKET_WIDTH = 4  # px
SMOOTH_WIDTH = 2  # px
MORE = 1  # bucket beyond either end of what is in sight: the lines lead out of it
DIVERGED = "diverged"  # what the timeline says of it
NEAR = 6  # px: from so near a loss beyond the axis is read
CLOSE_UP = 2**18  # steps: of so many in sight each is looked at anew, within a millisecond
FEW, DOT = 8, 3.5  # so few points are marked, with dots as wide (px)
SINGLE = 0.1  # of a single value: the axis goes so far around it
FAINT_SHARE = 0.45  # of the text's colour, in the ground's


class LossPlot(NotedPlot):
    """Band and mean of the batch loss, and the test loss, on a linear or logarithmic axis.

    `buckets` are those of the picture: coarser, where there are more steps than room; `smoothed`
    is the smoothed loss at the last step of each, None where nobody wants it. A last loss that is
    `beyond` all others has no part in them, but a mark at the edge of the axis.
    """

    def __init__(self) -> None:
        super().__init__("Loss over the steps")
        self._losses = LossCurve()
        self._fine = self.buckets = buckets(self._losses.envelope())
        self.smoothed: Array | None = None
        self.beyond: Beyond | None = None
        self._test_steps: Array = np.empty(0)
        self._test: Array = np.empty(0)
        self._log = self._smooth = False
        self._curves_beside: list[Beside] = []

    def set_run(self, recorder: Recorder, last: int) -> None:
        """Show what `recorder` holds of a run that has come to step `last`."""
        self._losses = recorder.losses
        self._fine, self.beyond = fine_of(recorder.losses)
        self._test_steps = recorder.test.steps.copy()
        self._test = recorder.test.values[:, 0].astype(float)
        self._curves_beside = [beside_of(*one) for one in drawn(recorder.overlays)]
        self.show_beside(recorder.name, [beside.overlay for beside in self._curves_beside])
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

    def newest(self, step: int | None = None) -> tuple[float, int, bool]:
        """Return the newest mean, of how many steps it is, and whether it is the smoothed loss.

        With a `step`, where that is the smoothed loss, return it as it was then.
        """
        last = len(self._losses) if step is None else min(step, len(self._losses))
        if last and self.beyond is not None and last == self.beyond.step:
            return self.beyond.loss, 1, False
        if last and self._smooth:
            return self.smoothed_at(last), int(smoothed_over(np.array(last))), True
        some = self._merged((0.0, self.steps.last)) if self.steps.is_part else self.buckets
        if not len(some.last):
            return float("nan"), 0, False
        return float(some.mean[-1]), int(some.steps[-1]), False

    def smoothed_at(self, step: int) -> float:
        """Return the smoothed loss at `step`; NaN where there was no loss."""
        if not 1 <= step <= len(self._losses):
            return float("nan")
        return float(self._losses.smoothed(np.array([step]))[0])

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
            before = None if self.beyond is None else self.beyond.step - 1
            self.buckets = close_up(self._losses, visible, self._most, MORE, before)
        else:
            self.buckets = self._merged(visible)
        self.smoothed = self._losses.smoothed(self.buckets.last) if self._smooth else None
        self.overlays = [self._merged_beside(beside) for beside in self._curves_beside]
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

    def _merged_beside(self, beside: Beside) -> Overlay:
        """Return the curve of another run with as many points as there is room for."""
        ends = np.array([self.frame.x.low, self.frame.x.high])
        first, last = beside.overlay.clock.steps(ends, self.steps.ruler.unit).tolist()
        return beside.curve(self._most, (first, last), smooth=self._smooth)

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
            draw_band_key(painter, area, self.frame.y_name)
        xs, ys = self.x_of(self.buckets.middle), self.y_of(self.buckets.mean)
        test = self.x_of(self._test_steps), self.y_of(self._test)
        painter.setClipRect(area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        if self.has_band:
            self._draw_band(painter, xs)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beside = self.draw_beside(painter)
        self._draw_train(painter, xs, ys)
        self.draw_dotted(painter, *test)
        painter.setClipping(False)
        room = self.room_beside((xs, ys), test)
        draw_beyond(painter, room, self._placed_beyond())
        self.draw_notes(painter, room)  # where there is no room, over a piece of a curve
        self.draw_names(painter, beside, (xs, ys))

    def placed_events(self) -> list[tuple[Event, float]]:
        """Return the events with their places, in px, but for what has a mark of its own."""
        gone = None if self.beyond is None else self.beyond.step
        placed = super().placed_events()
        return [
            (one, x) for one, x in placed if (one.mark.step, one.mark.words) != (gone, DIVERGED)
        ]

    def _placed_beyond(self) -> list[tuple[Beyond, float]]:
        """Return the losses beyond the axis with their places, in px."""
        placed = [] if self.beyond is None else [(self.beyond, self.x_at(self.beyond.step))]
        unit = self.steps.ruler.unit
        for beside in self._curves_beside:
            if beside.beyond is not None:
                along = beside.overlay.clock.of(np.array([float(beside.beyond.step)]), unit)
                placed.append((beside.beyond, float(self.x_of_values(along)[0])))
        return placed

    def _draw_train(self, painter: QPainter, xs: Array, ys: Array) -> None:
        """Draw the mean of each bucket, and upon it the smoothed line where it is wanted."""
        colors = theme().colors
        faint = blend(colors.surface, colors.text, FAINT_SHARE)
        is_smooth = self.smoothed is not None
        width = MAIN_WIDTH if self.overlays and not is_smooth else LINE_WIDTH
        painter.setPen(QPen(faint if is_smooth else colors.text, width))
        draw_line(painter, xs, ys)
        if len(xs) <= FEW:
            painter.setPen(QPen(colors.text, DOT, c=Qt.PenCapStyle.RoundCap))
            fit = np.isfinite(ys)
            painter.drawPoints(polygon(xs[fit], np.clip(ys[fit], -FAR, FAR)))
        if self.smoothed is not None:
            painter.setPen(QPen(colors.text, SMOOTH_WIDTH))
            draw_line(painter, self.x_of(self.buckets.last), self.y_of(self.smoothed))

    def _draw_band(self, painter: QPainter, xs: Array) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band_color())
        # On a logarithmic axis a loss of 0 lies below the picture: the band runs down to there.
        lows = np.maximum(self.buckets.low, self.frame.y.low) if self._log else self.buckets.low
        draw_band(painter, xs, self.y_of(lows), self.y_of(self.buckets.high))

    def read(self, at: QPointF) -> Readout | None:
        """Return step, its loss, the means around it, the nearest test loss, and a mark's words."""
        if self.is_beyond(at):
            return Readout(at.x(), self.title_beside(at), self._rows_beside(at))
        step = round(self.step_at(at.x()))
        rows = []
        if len(self._losses):
            step = min(max(step, 1), len(self._losses))
            rows.append(("batch", finite(self._losses.value(step), 4)))
            rows += self._rows_of_means(step)
        place = nearest(self._test_steps, step)
        if place is not None:
            name = f"test, step {count(int(self._test_steps[place]))}"
            rows.append((name, finite(float(self._test[place]), 4)))
        rows += self._rows_beside(at) + self.rows_of_notes(at)
        return Readout(self.x_at(step), self.step_title(step), rows)

    def _rows_beside(self, at: QPointF) -> list[tuple[str, str]]:
        """Return the numbers of other runs, and the losses beyond the axis near to `at`, in px."""
        beyond = [one.row for one in near(self._placed_beyond(), at, NEAR)]
        return self.rows_beside(at) + beyond

    def _rows_of_means(self, step: int) -> list[tuple[str, str]]:
        """Return the mean of the bucket that holds `step`, and the smoothed loss at `step`."""
        found = []
        bucket = self.buckets.at(step)
        if bucket is not None and (steps := int(self.buckets.steps[bucket])) > 1:
            found.append((f"mean of {count(steps)}", float(self.buckets.mean[bucket])))
        if self.smoothed is not None:
            name = f"smoothed, last {count(int(smoothed_over(np.array(step))))}"
            found.append((name, self.smoothed_at(step)))
        return [(name, finite(mean, 4)) for name, mean in found]


def _within(steps: Array, values: Array, visible: tuple[float, float]) -> Array:
    """Return the `values` whose `steps` are in sight."""
    return values[(steps >= visible[0]) & (steps <= visible[1])]
