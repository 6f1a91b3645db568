"""The picture of distributions: a heat map of values over steps a layer, and bars for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LINE, RIGHT, column_width
from bpstudio.ui.views.heat import draw_strips, heats
from bpstudio.ui.views.histogram_rows import bins_of_rows, bins_within, merged
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.rows import Band, share_height
from bpstudio.ui.views.spread import readable
from bpstudio.ui.views.strokes import draw_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.histograms import Quantity
    from bpstudio.ui.views.histogram_rows import LayerRows

    Array = NDArray[np.floating]

LEFT_SPACE = 9.5 * GRID  # px, for names and the ends of the values
LABEL_APART = 12  # px
ZONED_FROM = 8  # px: in lower bands nothing could be told apart
ENDS_FROM = 3 * LINE  # px: bands as tall have the ends of their values beside them
WORDS_FROM = 2 * LINE  # px: so tall, what is saturated is told
KEY, SATURATED = 40, 7 * GRID  # px: of the key, and of the words beside the bars


class HistogramMap(Plot):
    """A band a layer: right are steps, up are values, the colour is the share of the values."""

    def __init__(self) -> None:
        super().__init__("Distribution of values in each layer over the steps")
        self.layers: list[LayerRows] = []
        self.quantity: Quantity = "activations"
        self._bands: list[Band] = []
        self._image = QImage()
        self._largest = 1.0
        self.frame.y_axis = False
        self.frame.left = LEFT_SPACE

    def set_layers(self, layers: list[LayerRows], last: int) -> None:
        """Show `layers`, layer 1 first, of a run up to step `last`."""
        self.layers = layers
        self.steps.grow(last)
        self.changed()

    def prepare(self) -> None:
        """Share the height among the layers and compose the picture, a pixel a point."""
        self.frame.right = column_width(self.width()) + 3 * GRID
        self.frame.arrange(self.width(), self.height())
        area = self.frame.area
        width, height = int(area.width()), int(area.height())
        self._bands = share_height([1] * len(self.layers), height)
        shown = [
            merged(self.layers[band.layer].shares, bins_within(band.height)) for band in self._bands
        ]
        self._largest = max((float(part.max(initial=0.0)) for part in shown), default=0.0) or 1.0
        pixels = np.full((height, width), _ground(), np.uint32)
        steps = self.steps_across(width)
        moments: NDArray[np.intp] = np.empty(0, np.intp)
        known, where = moments, slice(0)
        for band, shares in zip(self._bands, shown, strict=True):
            own = self.layers[band.layer].steps
            if not len(own):
                continue
            if not np.array_equal(own, moments):  # most often all layers have the same
                moments = own
                where, known = _moments_at(own, steps)
            colors = heats(np.sqrt(shares / self._largest)).T
            rows = pixels[band.top : band.top + band.height]
            rows[:, where] = colors[bins_of_rows(band.height)[:, None], known]
        self._image = image_of(pixels)

    def draw(self, painter: QPainter) -> None:
        """Draw the map, and beside it names, ends of the values and the bars for now."""
        area = self.frame.area
        painter.drawImage(area.topLeft(), self._image)
        self._draw_key(painter)
        middles = [area.top() + band.top + band.height / 2 for band in self._bands]
        labelled, bars = set(readable(middles, LABEL_APART)), self.bars
        for place, band in enumerate(self._bands):
            layer = self.layers[band.layer]
            if place in labelled:
                self._draw_names(painter, layer, band)
            self._draw_zones(painter, layer, band, bars)
            self._draw_bars(painter, layer, band, bars)

    def _draw_key(self, painter: QPainter) -> None:
        """Draw what the colours mean, above the bars."""
        right = self.bars.right()
        words = percent(self._largest, 0)
        painter.setFont(font(HINT))
        painter.setPen(theme().colors.text3)
        line = QRectF(self.bars.left() - 2 * GRID, self.area.top() - LINE - 4, 0, LINE)
        line.setRight(right)
        painter.drawText(line, RIGHT, words)
        left = right - painter.fontMetrics().horizontalAdvance(words) - 4 - KEY
        draw_strips(painter, QRectF(left, line.top() + 3, KEY, 8), power=0.5)
        line.setRight(left - 4)
        painter.drawText(line, RIGHT, "0")

    @property
    def bars(self) -> QRectF:
        """Where the bars for now are."""
        right = self.width() - GRID
        area = self.frame.area
        left = right - column_width(self.width())
        return QRectF(left, area.top(), right - left, area.height())

    def _draw_names(self, painter: QPainter, layer: LayerRows, band: Band) -> None:
        colors, area = theme().colors, self.frame.area
        painter.setFont(font(HINT))
        line = QRectF(0, 0, area.left() - GRID / 2 - 2, LINE)
        line.moveTop(area.top() + band.top + band.height / 2 - LINE / 2)
        painter.setPen(colors.text)
        painter.drawText(line, RIGHT, layer.now.name)
        if band.height >= ENDS_FROM:
            painter.setPen(colors.text3)
            line.moveTop(area.top() + band.top - 2)
            painter.drawText(line, RIGHT, figure(layer.high, 2))
            line.moveTop(area.top() + band.top + band.height - LINE + 2)
            painter.drawText(line, RIGHT, figure(layer.low, 2))

    def _draw_zones(self, painter: QPainter, layer: LayerRows, band: Band, bars: QRectF) -> None:
        """Hatch where a unit is saturated, and mark the ends of that in the map."""
        colors, area = theme().colors, self.frame.area
        bottom = bars.top() + band.top + band.height
        painter.fillRect(
            QRectF(bars.left(), bars.top() + band.top, bars.width(), band.height), colors.sunken
        )
        for low, high in layer.zones if band.height >= ZONED_FROM else ():
            top = bottom - layer.place(high) * band.height
            height = max((layer.place(high) - layer.place(low)) * band.height, 2)
            hatch = QBrush(colors.strong, Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(bars.left(), top, bars.width(), height), hatch)
            edge = low if low > layer.low else high
            y = bottom - layer.place(edge) * band.height
            painter.setPen(QPen(QColor(255, 255, 255, 150), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _draw_bars(self, painter: QPainter, layer: LayerRows, band: Band, bars: QRectF) -> None:
        colors = theme().colors
        bins = bins_within(band.height)
        counts = layer.now_counts(bins)
        most = max(int(counts.max(initial=0)), 1)
        top = bars.top() + band.top
        told = layer.now.saturated is not None and band.height >= WORDS_FROM
        width = bars.width() - 2 - (SATURATED if told else 0)
        bin_of_row = bins_of_rows(band.height)
        lengths = np.where(counts > 0, np.maximum(counts / most * width, 1), 0.0)[bin_of_row]
        parts = [(colors.forward, lengths > 0)]
        if self.quantity == "weights":
            middles = layer.low + (np.arange(bins) + 0.5) * (layer.high - layer.low) / bins
            below = (middles < 0)[bin_of_row]
            parts = [
                (colors.negative, below & (lengths > 0)),
                (colors.positive, ~below & (lengths > 0)),
            ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for color, chosen in parts:
            painter.setBrush(color)
            draw_rows(painter, bars.left(), top + np.flatnonzero(chosen), lengths[chosen])
        if told:
            painter.setFont(font(HINT))
            painter.setPen(colors.text)
            line = QRectF(bars.left(), top + band.height / 2 - LINE / 2, bars.width() - 2, LINE)
            painter.drawText(line, RIGHT, f"{percent(layer.now.saturated, 0)} sat.")

    def _layer_at(self, y: float) -> tuple[LayerRows, int, int] | None:
        """Return the layer at a height in px, the bin, and how many bins there are."""
        row = int(y - self.frame.area.top())
        for band in self._bands:
            if band.top <= row < band.top + band.height:
                number = int(bins_of_rows(band.height)[row - band.top])
                return self.layers[band.layer], number, bins_within(band.height)
        return None

    def read(self, at: QPointF) -> Readout | None:
        """Return layer, step, values and their share under the pointer."""
        found = self._layer_at(at.y())
        if found is None:
            return None
        layer, number, bins = found
        place = int(np.searchsorted(layer.steps, np.ceil(self.step_at(at.x())), "right")) - 1
        if not 0 <= place < len(layer.steps):
            return None
        share = float(merged(layer.shares[place], bins)[number])
        rows = [
            ("step", count(int(layer.steps[place]))),
            ("values", layer.range_words(number, bins)),
            ("share", percent(share, 2)),
        ]
        return Readout(at.x(), layer.now.name, rows)

    def tip(self, at: QPointF) -> str:
        """Return what a bar shows, exactly."""
        found = self._layer_at(at.y())
        if found is None or at.x() < self.frame.area.right():
            return ""
        layer, number, bins = found
        now = layer.now
        inside = int(layer.now_counts(bins)[number])
        some = f"{count(now.looked_at)} of " if now.looked_at < now.of else ""
        words = [
            f"{now.name}, values {layer.range_words(number, bins)}: {count(inside)} of "
            f"{count(now.looked_at)}, {percent(inside / max(now.looked_at, 1), 2)}",
            f"mean {figure(now.mean)}, standard deviation {figure(now.deviation)}, "
            f"of {some}{count(now.of)} values",
        ]
        if now.saturated is not None:
            words.append(f"saturated: {percent(now.saturated)}")
        if now.outside:
            words.append(f"not finite: {count(now.outside)}")
        return "\n".join(words)


def _moments_at(moments: NDArray[np.intp], steps: Array) -> tuple[slice, NDArray[np.intp]]:
    """Return which of `steps`, rising, lie among `moments`, and the last moment by each of them."""
    place = np.searchsorted(moments, np.ceil(steps), "right") - 1
    first = int(np.searchsorted(place, 0))
    stop = int(np.searchsorted(np.floor(steps), moments[-1], "right"))
    where = slice(first, max(first, stop))
    return where, place[where]


def _ground() -> int:
    return theme().colors.surface.rgb()
