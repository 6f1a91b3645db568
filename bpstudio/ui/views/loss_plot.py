"""The picture of the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, blend, font, theme
from bpstudio.ui.views.buckets import buckets
from bpstudio.ui.views.frame import LINE, RIGHT
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale, log_span, span
from bpstudio.ui.views.strokes import draw_band, draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Recorder

    Array = NDArray[np.floating]

BUCKET_WIDTH = 4  # px
MOST_MARKERS = 12
RADIUS = 2.5  # px, of a marker
SINGLE = 0.1  # of a single value: the axis goes so far around it
SWATCH = 20  # px, of the band's key
BAND_WORDS = "lowest to highest"
LINE_WIDTH = 1  # px: a wider antialiased line is 50 times as slow
BAND_SHARE = 0.16  # of the text's colour, in the ground's


class LossPlot(Plot):
    """Band and mean of the batch loss, and the test loss, on a linear or logarithmic axis.

    `buckets` are those of the picture: coarser, where there are more steps than room.
    """

    def __init__(self) -> None:
        super().__init__("Loss over the steps")
        self._losses = LossCurve()
        self._fine = self.buckets = buckets(self._losses.envelope())
        self._test_steps: Array = np.empty(0)
        self._test: Array = np.empty(0)
        self._log = False

    def set_run(self, recorder: Recorder, last: int) -> None:
        """Show what `recorder` holds of a run that has come to step `last`."""
        self._losses = recorder.losses
        self._fine = buckets(recorder.losses.envelope())
        self._test_steps = recorder.test.steps.copy()
        self._test = recorder.test.values[:, 0].astype(float)
        self.steps.grow(last)
        self.changed()

    def set_log(self, on: bool) -> None:
        """Take a logarithmic axis, or a linear one."""
        self._log = on
        self.changed()

    def test_before(self, step: float) -> float:
        """Return the test loss evaluated last, up to `step`; NaN where there is none."""
        place = int(np.searchsorted(self._test_steps, step, "right")) - 1
        return float(self._test[place]) if place >= 0 else float("nan")

    def prepare(self) -> None:
        """Merge the buckets to the room there is; fit the axis to what is in sight."""
        visible = self.steps.visible
        self.buckets = self._fine.merged(max(self.width() // BUCKET_WIDTH, 1), visible)
        values = np.concatenate(
            [
                _within(self.buckets.last, self.buckets.low, visible),
                _within(self.buckets.first, self.buckets.high, visible),
                _within(self._test_steps, self._test, visible),
            ]
        )
        self.frame.y = self._fitted(values[np.isfinite(values) & ((values > 0) | (not self._log))])

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
        return len(self.buckets.last) < len(self._losses)

    def draw(self, painter: QPainter) -> None:
        """Draw the band, the mean line upon it, and the test loss."""
        colors, area = theme().colors, self.frame.area
        if self.has_band and not self.steps.is_part:
            self._draw_band_key(painter)
        painter.setClipRect(area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        if self.has_band:
            self._draw_band(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.text, LINE_WIDTH))
        draw_line(painter, self.x_of(self.buckets.middle), self.y_of(self.buckets.mean))
        self._draw_test(painter)

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

    def _draw_band(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_band())
        # On a logarithmic axis a loss of 0 lies below the picture: the band runs down to there.
        lows = np.maximum(self.buckets.low, self.frame.y.low) if self._log else self.buckets.low
        draw_band(
            painter, self.x_of(self.buckets.middle), self.y_of(lows), self.y_of(self.buckets.high)
        )

    def _draw_test(self, painter: QPainter) -> None:
        colors = theme().colors
        xs, ys = self.x_of(self._test_steps), self.y_of(self._test)
        pen = QPen(colors.text, LINE_WIDTH)
        pen.setDashPattern([1.6, 1.6])
        painter.setPen(pen)
        every = max(1, len(xs) // (self.width() // 2))
        draw_line(painter, xs[::every], ys[::every])
        # A marker on the axis itself is whole; what is out of sight has none.
        reach = RADIUS + 1
        painter.setClipRect(self.frame.area.adjusted(-reach, -reach, reach, reach))
        painter.setPen(QPen(colors.text, LINE_WIDTH))
        painter.setBrush(colors.surface)
        for x, y in self._markers(xs, ys):
            painter.drawEllipse(QPointF(x, y), RADIUS, RADIUS)

    def _markers(self, xs: Array, ys: Array) -> list[tuple[float, float]]:
        """Return a few of the points in sight; every second one goes when they become many."""
        area = self.frame.area
        seen = np.isfinite(ys) & (xs >= area.left()) & (xs <= area.right())
        stride = 1
        while seen[::stride].sum() > MOST_MARKERS:
            stride *= 2
        places = np.flatnonzero(seen[::stride]) * stride
        return list(zip(xs[places].tolist(), ys[places].tolist(), strict=True))

    def read(self, at: QPointF) -> Readout | None:
        """Return step, its loss, the mean of its bucket, and the test loss nearest to it."""
        step = round(self.step_at(at.x()))
        rows = []
        if len(self._losses):
            step = min(max(step, 1), len(self._losses))
            rows.append(("batch", figure(self._losses.value(step), 4)))
            bucket = self.buckets.at(step)
            steps = 0 if bucket is None else int(self.buckets.steps[bucket])
            if steps > 1:
                rows.append(
                    (f"mean of {count(steps)}", figure(float(self.buckets.mean[bucket]), 4))
                )
        if len(self._test_steps):
            nearest = int(np.abs(self._test_steps - step).argmin())
            name = f"test, step {count(int(self._test_steps[nearest]))}"
            rows.append((name, figure(float(self._test[nearest]), 4)))
        x = float(self.x_of(np.array(float(step))))
        return Readout(x, f"step {count(step)}", rows)


def _band() -> QColor:
    colors = theme().colors
    return blend(colors.surface, colors.text, BAND_SHARE)


def _within(steps: Array, values: Array, visible: tuple[float, float]) -> Array:
    """Return the `values` whose `steps` are in sight."""
    return values[(steps >= visible[0]) & (steps <= visible[1])]
