"""The picture of the attribution: a waterfall from the output back to layer 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QFontMetricsF, QPainter, QPen

from bpstudio.ui.names import OUTPUT_NAME
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import BOLD, GRID, HINT, MEDIUM, REGULAR, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT, TICK
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale, log_span
from bpstudio.ui.views.spread import readable
from bpstudio.ui.views.waterfall import Stage, sentences, stages

if TYPE_CHECKING:
    from bpstudio.runtime.studies.attribution import Attributed

NAMES, FACTOR, SIZE = 60, 50, 58  # px: the columns of names, of each factor, of the deltas
LEAST_WIDTH = 300  # px: narrower pictures have no factors in figures
TOP, BOTTOM = 2 * LINE + 9, LINE + 9  # px: sentence and headings, axis
THINNEST, TALLEST = 2.0, 26.0  # px, of a row
HATCHED = 5  # px: in a thinner bar a hatch can't be seen
LABEL_APART = 12.0  # px
APART_TICKS = 36  # px


class WaterfallPicture(Picture):
    """A row a layer, the output on top; bars on a log axis lead from its delta to layer 1's.

    In each row, the hatched bar is what the gain makes of it, the full one what the slope takes.
    """

    def __init__(self) -> None:
        super().__init__("Attribution: how gain and slope change the gradient, layer by layer")
        self._found: Attributed | None = None
        self._stages: list[Stage] = []
        self._scale = Scale(1e-3, 1, log=True)
        self._pitch = TALLEST
        self._area = QRectF()

    @property
    def area(self) -> QRectF:
        """Where the bars are."""
        return self._area

    @property
    def stages(self) -> list[Stage]:
        """What the rows below the output's show."""
        return self._stages

    @property
    def sentence(self) -> str:
        """The longest sentence that fits."""
        return self._fitting(sentences(self._found)) if self._found else ""

    def set_found(self, found: Attributed) -> None:
        """Show what a study has found."""
        self._found = found
        self.changed()

    def prepare(self) -> None:
        """Share the height among the layers and fit the axis."""
        columns = SIZE + (2 * FACTOR if self._has_factors else 0)
        left = NAMES + 2 * GRID
        width = self.width() - left - columns - 2.5 * GRID
        height = max(self.height() - TOP - BOTTOM, 1)
        if self._found is None:
            return
        most = max(int(height // THINNEST) - 1, 1)
        self._stages = stages(self._found, most)
        self._pitch = min(height / (len(self._stages) + 1), TALLEST)
        self._area = QRectF(left, TOP, max(width, 1), self._pitch * (len(self._stages) + 1))
        ends = [self._found.deltas[-1]]
        ends += [size for stage in self._stages for size in (stage.between, stage.delta)]
        ends = [size for size in ends if 0 < size < np.inf]
        if ends:
            self._scale = log_span(min(ends), max(ends))

    @property
    def _has_factors(self) -> bool:
        return self.width() >= LEAST_WIDTH

    def _x(self, size: float) -> float:
        place = self._scale.place(size)
        return self._area.left() + min(max(place, 0.0), 1.0) * self._area.width()

    def draw(self, painter: QPainter) -> None:
        """Draw sentence, axis, bars, names and numbers."""
        if self._found is None:
            return
        self._draw_head(painter)
        self._draw_axis(painter)
        self._draw_output(painter)
        for place, stage in enumerate(self._stages, start=1):
            self._draw_stage(painter, stage, place)
        middles = [self._middle(place) for place in range(len(self._stages) + 1)]
        for place in readable(middles, LABEL_APART):
            self._draw_row(painter, place, middles[place])

    def _middle(self, place: int) -> float:
        return self._area.top() + (place + 0.5) * self._pitch

    def _fitting(self, texts: list[str]) -> str:
        advance = QFontMetricsF(font(HINT, MEDIUM)).horizontalAdvance
        room = self.width() - 3 * GRID
        return next((text for text in texts if advance(text) <= room), texts[-1])

    def _draw_head(self, painter: QPainter) -> None:
        colors = theme().colors
        painter.setFont(font(HINT, MEDIUM))
        painter.setPen(colors.text)
        line = QRectF(2 * GRID, 6, self.width() - 3 * GRID, LINE)
        painter.drawText(line, LEFT, self.sentence)
        painter.setFont(font(HINT))
        painter.setPen(colors.text2)
        line = QRectF(self._area.left(), 6 + LINE, self._area.width(), LINE)
        painter.drawText(line, LEFT, self._of_which(painter.fontMetrics(), line.width()))
        for name, right in zip(("‖δ‖", "slope", "gain"), self._rights(), strict=False):
            place = QRectF(right - FACTOR, line.top(), FACTOR, LINE)
            painter.setPen(colors.text2)
            painter.drawText(place, RIGHT, name)
            if name != "‖δ‖":
                wide = painter.fontMetrics().horizontalAdvance(name)
                swatch = QRectF(right - wide - 12, place.center().y() - 4, 8, 8)
                _fill(painter, swatch, is_gain=name == "gain")

    def _of_which(self, metrics: QFontMetrics, room: float) -> str:
        """Return of which samples it is, as long as there is `room`."""
        if self._found is None:
            return ""
        many = self._found.samples
        long = f"of {many} training samples"
        return long if metrics.horizontalAdvance(long) <= room else f"{many} samples"

    def _rights(self) -> list[float]:
        """Return the right ends of the columns: deltas, slopes and gains."""
        right = self.width() - 1.5 * GRID
        factors = [right - SIZE, right - SIZE - FACTOR] if self._has_factors else []
        return [right, *factors]

    def _draw_axis(self, painter: QPainter) -> None:
        colors, area = theme().colors, self._area
        ticks = self._scale.ticks(max(int(area.width() // APART_TICKS), 1))
        painter.setFont(font(HINT))
        for tick in ticks:
            x = round(area.left() + tick.place * area.width())
            painter.setPen(QPen(colors.grid, 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            painter.setPen(QPen(colors.strong, 1))
            painter.drawLine(QLineF(x, area.bottom(), x, area.bottom() + TICK))
            painter.setPen(colors.text3)
            text = QRectF(x - APART_TICKS / 2, area.bottom() + TICK + 1, APART_TICKS, LINE)
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, tick.text)
        painter.setPen(QPen(colors.strong, 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))

    def _draw_output(self, painter: QPainter) -> None:
        """Mark how large the delta of the output is, from which everything comes."""
        delta = self._found.deltas[-1] if self._found else 0.0
        if 0 < delta < np.inf:
            height = max(self._pitch - 2, 1)
            top = self._middle(0) - height / 2
            painter.fillRect(QRectF(self._x(delta) - 1, top, 3, height), theme().colors.text)

    def _draw_stage(self, painter: QPainter, stage: Stage, place: int) -> None:
        """Draw the bar of the gain, below it that of the slope, and the step down to them."""
        if not (0 < stage.before < np.inf and 0 < stage.between < np.inf):
            return
        top = self._area.top() + place * self._pitch
        inset = 1.0 if self._pitch >= 6 else 0.0
        height = (self._pitch - 2 * inset) / 2
        before, between = self._x(stage.before), self._x(stage.between)
        painter.setPen(QPen(theme().colors.text3, 1))
        painter.drawLine(QLineF(before, top - self._pitch / 2, before, top + inset))
        _fill(painter, _bar(before, between, top + inset, height), is_gain=True)
        if 0 < stage.delta < np.inf:
            bar = _bar(between, self._x(stage.delta), top + inset + height, height)
            _fill(painter, bar, is_gain=False)

    def _draw_row(self, painter: QPainter, place: int, middle: float) -> None:
        """Write the name of a row and its numbers."""
        colors = theme().colors
        stage = self._stages[place - 1] if place else None
        at_end = place in (0, len(self._stages))
        painter.setFont(font(HINT, MEDIUM if at_end else REGULAR))
        painter.setPen(colors.text)
        line = QRectF(GRID, middle - LINE / 2, self._area.left() - 2 * GRID, LINE)
        name = stage.name if stage else OUTPUT_NAME
        if painter.fontMetrics().horizontalAdvance(name) > line.width():
            name = name.rpartition(" ")[2]
        painter.drawText(line, RIGHT, name)
        size, *factors = self._rights()
        number = QRectF(size - SIZE, line.top(), SIZE, LINE)
        delta = stage.delta if stage else self._found.deltas[-1] if self._found else 0.0
        painter.drawText(number, RIGHT, figure(delta))
        if stage is None:
            return
        painter.setFont(font(HINT))
        for right, factor in zip(factors, (stage.slope, stage.gain), strict=False):
            place_of = QRectF(right - FACTOR, line.top(), FACTOR, LINE)
            is_slope = right == factors[0]
            painter.setPen(colors.backward_text if is_slope else colors.text2)
            painter.setFont(font(HINT, BOLD if is_slope else REGULAR))
            painter.drawText(place_of, RIGHT, _factor(factor))

    def read(self, at: QPointF) -> Readout | None:
        """Return the factors of the layer under the pointer."""
        place = int((at.y() - self._area.top()) / self._pitch)
        if place == 0 or not self._stages or self._found is None:
            size = figure(self._found.deltas[-1], 4) if self._found else ""
            return Readout(at.x(), OUTPUT_NAME, [("‖δ‖", size), self._of_row])
        stage = self._stages[min(place, len(self._stages)) - 1]
        rows = [
            ("comes in, ‖δ‖", figure(stage.before, 4)),
            ("gain ‖Wᵀδ‖ / ‖δ‖", f"× {figure(stage.gain, 4)}"),
            ("slope ‖Wᵀδ ∘ f′‖ / ‖Wᵀδ‖", f"× {figure(stage.slope, 4)}"),
            ("goes out, ‖δ‖", figure(stage.delta, 4)),
            self._of_row,
        ]
        return Readout(at.x(), stage.name, rows)

    @property
    def _of_row(self) -> tuple[str, str]:
        return "of training samples", str(self._found.samples if self._found else 0)

    def tip(self, at: QPointF) -> str:
        """Return the whole sentence, and what it is of."""
        if self._found is None:
            return ""
        return (
            f"{sentences(self._found)[0]}\nBoth passes on {self._found.samples} training samples, "
            "with the parameters as they are: always the same samples, so that what "
            "changes is the network’s doing.\n‖δ‖: the length of ∂L/∂a over a layer’s units and "
            "these samples, L being their mean loss. (The canvas shows the step’s own batch: of "
            "each unit the mean of |δ| over its samples.)\ngain: what the weights (and a skip) "
            "make of the delta that comes back\nslope: what the activation’s slope lets through"
        )


def _bar(start: float, end: float, top: float, height: float) -> QRectF:
    left, right = min(start, end), max(start, end)
    return QRectF(left, top, max(right - left, 1.0), max(height, 1.0))


def _fill(painter: QPainter, bar: QRectF, *, is_gain: bool) -> None:
    """Fill a bar: that of a slope is full, that of a gain hatched and framed."""
    colors = theme().colors
    if not is_gain:
        painter.fillRect(bar, colors.backward)
        return
    painter.fillRect(bar, colors.backward_fill)
    if bar.height() >= HATCHED:
        painter.fillRect(bar, QBrush(colors.backward, Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(colors.backward, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar.adjusted(0, 0, -1, -1) if bar.height() > 2 else bar)


def _factor(factor: float) -> str:
    return f"×{figure(factor, 2 if factor < 0.1 else 3)}" if np.isfinite(factor) else "–"
