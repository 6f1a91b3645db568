"""The picture of the saturated units: a heat map of units over steps, and a bar a layer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, percent
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT, column_width
from bpstudio.ui.views.heat import BLANK, colored, draw_key, key_bar
from bpstudio.ui.views.levels import Levels, units_of_row
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.pointing import Pointing
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.rows import Band, share_height
from bpstudio.ui.views.saturation_bars import LEFT_SPACE, draw_name, draw_share
from bpstudio.ui.views.spread import readable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.thresholds import Threshold
    from bpstudio.runtime.track import Track
    from bpstudio.ui.views.unit_shares import UnitShares

    Array = NDArray[np.floating]

THREE_LINES = 44  # px: bands as tall have so many lines of text beside them
LABEL_APART = 12  # px
POINTER = 6  # px: the triangle at the row of a unit that is pointed at
KEY = "The share of the probe set (at most 512 training samples) on which a unit is saturated"


class SaturationMap(Pointing, Plot):
    """A row a unit, grouped by layer; a column is a moment; the colour is the unit's share."""

    def __init__(self) -> None:
        super().__init__("Saturation of each unit over the steps")
        self.layers: list[UnitShares] = []
        self.step = 0
        self.thresholds: tuple[Threshold, ...] = ()
        self._bands: list[Band] = []
        self._levels: dict[int, Levels] = {}  # by layer
        self._rows: list[tuple[QRectF, UnitShares]] = []
        self._image = QImage()
        self.frame.y_axis = False
        self.frame.left = LEFT_SPACE
        self.frame.top = 2 * GRID

    def set_layers(self, layers: list[UnitShares], last: int, step: int | None = None) -> None:
        """Show `layers`, layer 1 first, of a run that has come to step `last`.

        The bars beside them are of `step`, where it isn't that one.
        """
        self.layers = layers
        self._levels = {one.number: self._levels.get(one.number, Levels()) for one in layers}
        self.step = last if step is None else step
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
        steps = self.steps_across(width)
        for band in self._bands:
            layer = self.layers[band.layer]
            known = self._levels.setdefault(layer.number, Levels())
            rows = layer.pixels(steps, band.height, known)
            pixels[band.top : band.top + band.height] = rows
        self._image = colored(pixels)

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
        self._draw_thresholds(painter)
        for place in labelled:
            band, middle = self._bands[place], middles[place]
            layer = self.layers[band.layer]
            draw_name(painter, layer, middle, band.height)
            height = min(max(band.height, LABEL_APART), 2 * THREE_LINES)
            room = QRectF(left, middle - height / 2, right - left, height)
            self._rows.append((room, layer))
            draw_share(painter, layer, room, is_tall)
        draw_key(painter, self._key())
        self._draw_lit(painter)

    def _key(self) -> QRectF:
        """Return the place of the key, below the bars."""
        width, below = column_width(self.width()), self.frame.area.bottom() + 1.25 * GRID
        return QRectF(self.width() - 2 * GRID - width, below, width, LINE)

    def _draw_thresholds(self, painter: QPainter) -> None:
        """Draw a dashed line where another threshold was set, and write which."""
        colors, area = theme().colors, self.frame.area
        painter.setFont(font(HINT))
        for before, after in pairwise(self.thresholds):
            x = round(self.x_at(after.step))
            if area.left() <= x <= area.right():
                self._draw_halo(painter, x)
                painter.setPen(QPen(colors.text, 1, Qt.PenStyle.DashLine))
                painter.drawLine(QLineF(x, area.top() - LINE, x, area.bottom()))
                painter.setPen(colors.text2)
                line = QRectF(0, area.top() - LINE - 1, x - 4, LINE)
                painter.drawText(line, RIGHT, f"< {percent(before.share, 0)}")
                line = QRectF(x + 4, line.top(), self.width(), LINE)
                painter.drawText(line, LEFT, f"< {percent(after.share, 0)}")

    def draw_over(self, painter: QPainter) -> None:
        """Draw the line of the step that is looked at on a light one: the map may be dark."""
        if self.looked_at is not None:
            self._draw_halo(painter, round(self.x_at(self.looked_at)))
        super().draw_over(painter)

    def _draw_halo(self, painter: QPainter, x: float) -> None:
        area = self.frame.area
        if area.left() <= x <= area.right():
            painter.fillRect(QRectF(x - 1, area.top(), 3, area.height()), theme().colors.surface)

    def _draw_lit(self, painter: QPainter) -> None:
        """Point at the row of a unit that is pointed at, here or in the network."""
        rows = None if self.lit is None else self._rows_of(self.lit)
        if rows is None:
            return
        colors, area = theme().colors, self.frame.area
        row = QRectF(area.left(), area.top() + rows.start, area.width(), len(rows))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.surface, 1))
        painter.drawRect(row.adjusted(-1, -2, 0, 1))
        painter.setPen(QPen(colors.text, 1))
        painter.drawRect(row.adjusted(-2, -3, 1, 2))
        painter.setBrush(colors.text)
        foot, y = row.left() - 3 - POINTER, row.center().y()
        corners = [QPointF(row.left() - 3, y)]
        corners += [QPointF(foot, y + side * 0.6 * POINTER) for side in (-1, 1)]
        painter.drawPolygon(QPolygonF(corners))

    def _rows_of(self, asked: Asked) -> range | None:
        """Return the rows of the picture that show a unit."""
        for band in self._bands:
            layer = self.layers[band.layer]
            if layer.number == asked.layer and asked.unit < layer.units and not layer.never:
                rows = layer.rows_of_unit(asked.unit, band.height)
                return range(band.top + rows.start, band.top + rows.stop)
        return None

    def _band_at(self, at: QPointF) -> tuple[Band, int] | None:
        """Return the band at a place in the data, and the row of it; None between two of them."""
        row = int(at.y() - self.frame.area.top())
        bands = (band for band in self._bands if band.top <= row < band.top + band.height)
        return next(((band, row - band.top) for band in bands), None)

    def unit_at(self, at: QPointF) -> Asked | None:
        """Return the unit of the row at a place, the first where it has several."""
        found = None if self.message else self._band_at(at)
        if found is None or not self.frame.area.contains(at):
            return None
        band, row = found
        layer = self.layers[band.layer]
        if layer.never:
            return None
        return Asked(layer.number, layer.units_of_row(row, band.height).start)

    def read(self, at: QPointF) -> Readout | None:
        """Return layer, unit, step and share under the pointer."""
        found = self._band_at(at)
        if found is None:
            return None
        band, row = found
        layer, step = self.layers[band.layer], round(self.step_at(at.x()))
        if layer.never:
            return Readout(at.x(), layer.name, [("saturated", layer.words)])
        if (former := layer.stretch_at(step)) is not None:
            units = units_of_row(former.values.shape[1], row, band.height)
            return _read_former(at.x(), step, layer, former, units)
        units = layer.units_of_row(row, band.height)
        rows = _told_of(step, layer.at(np.array([float(step)]))[0], units)
        if len(units) == 1 and layer.is_dead(units.start):
            rows.append(("now", "dead"))
        return Readout(at.x(), f"{layer.name}, {_called(units)}", rows)

    def tip(self, at: QPointF) -> str:
        """Return what the bar at a place shows, exactly."""
        if self._key().contains(at):
            return self._key_tip(at)
        layer = next((layer for room, layer in self._rows if room.contains(at)), None)
        if layer is None:
            return ""
        if layer.never:
            return f"{layer.name}: its units never saturate"
        dead = f"; {counted(layer.deaths, 'unit')} dead" if layer.deaths else ""
        return (
            f"{layer.name}, mean of {counted(layer.units, 'unit')}: saturated on "
            f"{percent(layer.mean)} of the probe set, step {count(self.step)}{dead}"
        )

    def _key_tip(self, at: QPointF) -> str:
        """Return what the colours of the key mean, and the one under the pointer."""
        bar = key_bar(self._key())
        share = (at.x() - bar.left()) / bar.width()
        here = f"\nThis colour: {percent(share, 0)}" if 0 <= share <= 1 else ""
        return f"{KEY}{here}"


def _read_former(x: float, step: int, layer: UnitShares, former: Track, units: range) -> Readout:
    """Return what was known at `step` of `units` that the layer had then."""
    shares = former.values[int(np.abs(former.steps - step).argmin())]
    then = f"{_called(units)} of {count(len(shares))} then"
    return Readout(x, f"{layer.name}, {then}", _told_of(step, shares, units))


def _called(units: range) -> str:
    """Return what the units of a row, counted from 0, are called on the screen."""
    one = len(units) == 1
    return f"unit {units.start + 1}" if one else f"units {units.start + 1}–{units.stop}"


def _told_of(step: int, shares: Array, units: range) -> list[tuple[str, str]]:
    """Return what is read of `units`, of all whose `shares` are given: of several, the mean."""
    word = "saturated" if len(units) == 1 else "saturated, mean"
    share = float(shares[units.start : units.stop].mean())
    return [("step", count(step)), (word, f"{percent(share)} of probe")]
