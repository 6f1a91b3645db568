"""The picture of how large the gradients of single weights are: over the steps, and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from bpstudio.runtime.studies.gradient_histogram import BINS, LOWEST, PER_DECADE
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, column_width
from bpstudio.ui.views.gradient_now import draw_title
from bpstudio.ui.views.gradient_sizes import shares
from bpstudio.ui.views.heat import BLANK, colored
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.gradient_histogram import GradientSizes
    from bpstudio.runtime.track import Track

    Array = NDArray[np.floating]

SEEN = 5e-4  # of the weights: bins with fewer at all times don't widen the axis
BESIDE = 2  # bins above and below those with weights


class SpreadPlot(Plot):
    """Steps across, powers of ten upwards; the colour is the share of the weights in there.

    In a column at the right, on the same axis, the newest batch's as bars.
    """

    def __init__(self) -> None:
        super().__init__("Sizes of the gradients of single weights over the steps")
        self._steps: Array = np.empty(0)
        self._shares: Array = np.empty((0, BINS))
        self._now: Array = np.zeros(BINS)
        self._sizes: GradientSizes | None = None
        self._step = 0
        self._bins = slice(0, BINS)
        self._image = QImage()

    @property
    def sizes(self) -> GradientSizes | None:
        """What the bars show."""
        return self._sizes

    @property
    def known_from(self) -> int:
        """The first step that was looked at."""
        return int(self._steps[0]) if len(self._steps) else self._step

    def set_sizes(self, track: Track, sizes: GradientSizes, step: int, last: int) -> None:
        """Show what `track` has, and `sizes` of `step`, of a run that has come to `last`."""
        self._steps, self._shares = track.steps, track.values
        self._now, self._sizes, self._step = shares(sizes), sizes, step
        self.steps.grow(last)
        self.changed()

    def prepare(self) -> None:
        """Fit the axis to the bins with weights, and compose the map, a pixel a bin."""
        self.frame.right = column_width(self.width()) + 3 * GRID
        most = np.maximum(self._shares.max(axis=0, initial=0), self._now)
        used = np.flatnonzero(most >= SEEN)
        low, high = (int(used[0]), int(used[-1]) + 1) if len(used) else (BINS // 2, BINS // 2 + 4)
        self._bins = slice(max(low - BESIDE, 0), min(high + BESIDE, BINS))
        self.frame.y = Scale(_edge(self._bins.start), _edge(self._bins.stop), log=True)
        self.frame.y_name = f"|∂L/∂w|, from step {count(self.known_from)} on"
        self.frame.arrange(self.width(), self.height())
        self._image = self._map(max(int(self.frame.area.width()), 1))

    def _map(self, width: int) -> QImage:
        if not len(self._steps):
            return QImage()
        steps = self.steps_across(width)
        nearest = np.searchsorted((self._steps[1:] + self._steps[:-1]) / 2, steps)
        found = self._shares[:, self._bins]
        levels = np.rint(found / max(float(found.max()), 1e-9) * (BLANK - 1)).astype(np.uint8)
        levels[found == 0] = BLANK
        pixels = levels[nearest]
        pixels[(steps < self._steps[0]) | (steps > self._steps[-1] + 1)] = BLANK
        return colored(np.ascontiguousarray(pixels.T[::-1]))

    def draw(self, painter: QPainter) -> None:
        """Draw the map and the bars."""
        area = self.frame.area
        painter.drawImage(area, self._image)
        column = self._column()
        title = draw_title(painter, QRectF(column.left(), 0, column.width(), 0), self._step)
        shown = self._now[self._bins]
        height, most = area.height() / len(shown), max(float(shown.max()), 1e-9)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in np.flatnonzero(shown).tolist():
            top = area.bottom() - (place + 1) * height
            width = max(float(shown[place]) / most * column.width(), 1.0)
            bar = QRectF(column.left(), top, width, max(height - 1, 1))
            painter.fillRect(bar, theme().colors.backward)
        painter.fillRect(
            QRectF(column.left() - 1, area.top(), 1, area.height()), theme().colors.strong
        )
        painter.setFont(font(HINT))
        painter.setPen(theme().colors.text2)
        below = title.translated(0, area.bottom() + 1.25 * GRID - title.top())
        painter.drawText(below, LEFT, self._zero_words())

    def _column(self) -> QRectF:
        width = column_width(self.width())
        area = self.frame.area
        return QRectF(self.width() - 2 * GRID - width, area.top(), width, area.height())

    def _zero_words(self) -> str:
        sizes = self._sizes
        if sizes is None or not sizes.zeros:
            return "share of weights"
        return f"exactly 0: {percent(sizes.zeros / sizes.looked_at, 0)}"

    def read(self, at: QPointF) -> Readout | None:
        """Return the share of the weights in the bin under the pointer."""
        if not len(self._steps):
            return None
        step = round(self.step_at(at.x()))
        if step < self._steps[0]:
            return Readout(at.x(), f"step {count(step)}", [("not looked at", "")])
        nearest = int(np.abs(self._steps - step).argmin())
        place = self._bin_at(at.y())
        share = percent(float(self._shares[nearest, place]))
        return Readout(
            at.x(),
            f"step {count(int(self._steps[nearest]))}",
            [(_range(place), f"{share} of weights")],
        )

    def tip(self, at: QPointF) -> str:
        """Return what the bar at a place shows, exactly."""
        sizes, column = self._sizes, self._column()
        if sizes is None or not column.adjusted(0, 0, 0, 3 * LINE).contains(at):
            return ""
        words = [f"batch, step {count(self._step)}"]
        if column.contains(at):
            place = self._bin_at(at.y())
            words.append(f"|∂L/∂w| {_range(place)}: {percent(float(self._now[place]))} of weights")
        words.append(f"exactly 0: {percent(sizes.zeros / max(sizes.looked_at, 1))}")
        if sizes.looked_at < sizes.weights:
            some, every = count(sizes.looked_at), count(sizes.weights)
            words.append(f"{some} of {every} weights stand for all")
        return "\n".join(words)

    def _bin_at(self, y: float) -> int:
        area, bins = self.frame.area, self._bins
        place = int((area.bottom() - y) / area.height() * (bins.stop - bins.start))
        return min(max(bins.start + place, bins.start), bins.stop - 1)

    def rows(self) -> list[list[str]]:
        """Return the bins with weights now: from, to, percent of the weights."""
        return [
            [cell(_edge(place)), cell(_edge(place + 1)), cell(100 * float(self._now[place]))]
            for place in np.flatnonzero(self._now).tolist()
        ]


def _edge(place: int) -> float:
    """Return the size at which bin `place` begins."""
    return float(10.0 ** (LOWEST + place / PER_DECADE))


def _range(place: int) -> str:
    return f"{figure(_edge(place), 2)} to {figure(_edge(place + 1), 2)}"
