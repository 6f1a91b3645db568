"""The picture of the saturated units: a heat map of units over steps, and a bar a layer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, qRgb, qRgba

from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, percent
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT, column_width
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.rows import Band, share_height
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.spread import readable
from bpstudio.ui.views.unit_shares import BLANK, UnitShares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

LEFT_SPACE = 9.5 * GRID  # px, for names and numbers of units
BAR = 6  # px
THREE_LINES = 44  # px: bands as tall have so many lines of text beside them
LABEL_APART = 12  # px


class SaturationMap(Plot):
    """A row a unit, grouped by layer; a column is a moment; the colour is the unit's share."""

    def __init__(self) -> None:
        super().__init__("Saturation of each unit over the steps")
        self.layers: list[UnitShares] = []
        self._bands: list[Band] = []
        self._rows: list[tuple[QRectF, UnitShares]] = []
        self._image = QImage()
        self.frame.y_axis = False
        self.frame.left = LEFT_SPACE
        self.frame.top = 1.5 * GRID

    def set_layers(self, layers: list[UnitShares], last: int) -> None:
        """Show `layers`, layer 1 first, of a run that has come to step `last`."""
        self.layers = layers
        self.steps.grow(last)
        self.changed()

    def prepare(self) -> None:
        """Share the height among the layers and compose the picture, a pixel a point."""
        self.frame.right = column_width(self.width()) + 4 * GRID
        self.frame.arrange(self.width(), self.height())
        area = self.frame.area
        width, height = int(area.width()), int(area.height())
        self._bands = share_height([layer.units for layer in self.layers], height)
        pixels = np.full((height, width), BLANK, np.uint8)
        window = Scale(*self.steps.visible)
        steps = window.low + (np.arange(width) + 0.5) / width * (window.high - window.low)
        for band in self._bands:
            rows = self.layers[band.layer].pixels(steps, band.height)
            pixels[band.top : band.top + band.height] = rows
        self._image = _colored(pixels)

    def draw(self, painter: QPainter) -> None:
        """Draw the map at once, and beside it names, numbers of units, and mean shares."""
        area = self.frame.area
        painter.drawImage(area.topLeft(), self._image)
        right = self.width() - 2 * GRID
        left = right - column_width(self.width())
        middles = [area.top() + band.top + band.height / 2 for band in self._bands]
        labelled = readable(middles, LABEL_APART)
        is_tall = all(self._bands[place].height >= THREE_LINES for place in labelled)
        self._rows = []
        for place in labelled:
            band, middle = self._bands[place], middles[place]
            layer = self.layers[band.layer]
            self._draw_name(painter, layer, middle, band.height)
            height = min(max(band.height, LABEL_APART), 2 * THREE_LINES)
            room = QRectF(left, middle - height / 2, right - left, height)
            self._rows.append((room, layer))
            self._draw_share(painter, layer, room, is_tall)

    def _draw_name(self, painter: QPainter, layer: UnitShares, middle: float, height: int) -> None:
        painter.setFont(font(HINT))
        width = LEFT_SPACE - GRID
        units = [counted(layer.units, "unit")]
        if painter.fontMetrics().horizontalAdvance(units[0]) > width:
            units = [count(layer.units), "units"]
        lines = [layer.name, *units][: max(height // LINE, 1)]
        line = QRectF(0, middle - len(lines) * LINE / 2, width, LINE)
        painter.setPen(theme().colors.text)
        for words in lines:
            painter.drawText(line, RIGHT, words)
            painter.setPen(theme().colors.text3)
            line.translate(0, LINE)

    def _draw_share(
        self, painter: QPainter, layer: UnitShares, room: QRectF, is_tall: bool
    ) -> None:
        colors = theme().colors
        number = layer.words
        line = QRectF(room.left(), room.center().y() - LINE / 2, room.width(), LINE)
        bar = QRectF(room.left(), room.center().y() - BAR / 2, room.width(), BAR)
        painter.setFont(font(HINT))
        painter.setPen(colors.text)
        if is_tall:
            above = line.translated(0, -LINE)
            painter.drawText(above, LEFT, layer.name)
            painter.setPen(colors.text3)
            below = "saturated" if layer.never else "of probe"
            painter.drawText(line.translated(0, LINE), LEFT, below)
            painter.setPen(colors.text)
            painter.setFont(font(BODY, BOLD))
            painter.drawText(above, RIGHT, number)
        else:
            painter.drawText(line, RIGHT, number)
            bar.setWidth(room.width() - QFontMetricsF(font(HINT)).horizontalAdvance("100 %") - GRID)
        painter.fillRect(bar, colors.sunken)
        if np.isfinite(layer.mean) and not layer.never:
            bar.setWidth(bar.width() * layer.mean)
            painter.fillRect(bar, theme().heat(layer.mean))

    def read(self, at: QPointF) -> Readout | None:
        """Return layer, unit, step and share under the pointer."""
        row = int(at.y() - self.frame.area.top())
        step = round(self.step_at(at.x()))
        for band in self._bands:
            if band.top <= row < band.top + band.height:
                layer = self.layers[band.layer]
                units = layer.units_of_row(row - band.top, band.height)
                if layer.never:
                    return Readout(at.x(), layer.name, [("saturated", layer.words)])
                share = float(layer.at(np.array([float(step)]))[0, units.start : units.stop].mean())
                one = len(units) == 1
                name = f"unit {units.start + 1}" if one else f"units {units.start + 1}–{units.stop}"
                word = "saturated" if one else "saturated, mean"
                rows = [("step", count(step)), (word, f"{percent(share)} of probe")]
                return Readout(at.x(), f"{layer.name}, {name}", rows)
        return None

    def tip(self, at: QPointF) -> str:
        """Return what the bar at a place shows, exactly."""
        layer = next((layer for room, layer in self._rows if room.contains(at)), None)
        if layer is None:
            return ""
        if layer.never:
            return f"{layer.name}: its units never saturate"
        return (
            f"{layer.name}, mean of {counted(layer.units, 'unit')}: saturated on "
            f"{percent(layer.mean)} of the probe set, step {count(int(layer.steps[-1]))}"
        )


def _colored(pixels: NDArray[np.uint8]) -> QImage:
    """Return the picture of the colour numbers `pixels`, (height, width)."""
    height, width = pixels.shape
    data = pixels.tobytes()  # Qt reads it where it is: it must live until it has been converted
    numbers = QImage(data, width, height, width, QImage.Format.Format_Indexed8)
    numbers.setColorTable(_color_table())
    return numbers.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


@cache
def _color_table() -> list[int]:
    """Return cividis, the same in both themes, for 0 to 254, and see-through for `BLANK`."""
    heats = [theme().heat(k / (BLANK - 1)) for k in range(BLANK)]
    return [*(qRgb(heat.red(), heat.green(), heat.blue()) for heat in heats), qRgba(0, 0, 0, 0)]
