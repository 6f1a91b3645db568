"""A chain of very many layers as one picture: four bands, across them the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.builder.cells import bias_pixels
from bpstudio.ui.builder.forms import LABEL
from bpstudio.ui.builder.marks import all_bias_shares
from bpstudio.ui.builder.scale import DecadeScale, value_shares
from bpstudio.ui.builder.strip import draw_strip_name, draw_strip_numbers
from bpstudio.ui.builder.unit_marks import INKS, binned, shaded
from bpstudio.ui.canvas.ink import line, text_width, write
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import RADIUS_CARD, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.chain import Column

    Array = NDArray[np.floating]

BAND_NAMES = (
    "bias, right +, left −",
    "z, this sample",
    "saturated, share of probe",
    "|δ|, batch, log axis",
)
THIN_BIASES = "bias, blue +, orange −"  # of layers that are too thin for two sides
BIAS_PIXELS = 3  # of the picture of the biases, for each layer: negative, middle, positive
PADDING = 3  # px around the columns


class LayerMap(QGraphicsItem):
    """Draws all columns of a map at once: a picture for each column would take 20 times as long.

    The cards of the layers stay for the mouse and the selection.
    """

    def __init__(self, scale: DecadeScale) -> None:
        super().__init__()
        self._scale = scale
        self._columns: tuple[Column, ...] = ()
        self._parameters: Sequence[int] = ()
        self._layers: list[LayerSnapshot | None] = []
        self.setZValue(-0.5)
        self.hide()

    def set_columns(self, columns: tuple[Column, ...], parameters: Sequence[int]) -> None:
        """Draw these columns of so many parameters each, where they are those of a map."""
        self.prepareGeometryChange()
        self._columns, self._parameters = columns, parameters
        self._layers = [None] * len(columns)
        self.setVisible(any(column.form.is_map for column in columns))

    def set_layers(self, layers: Mapping[int, LayerSnapshot]) -> None:
        """Show the numbers of the layers with these ids."""
        self._layers = [layers.get(column.slot.id) for column in self._columns]
        self.update()

    def boundingRect(self) -> QRectF:
        """Return all columns with the names at their ends."""
        if not self._columns:
            return QRectF()
        ends = self._columns[0].rect.united(self._columns[-1].rect)
        return ends.adjusted(-LABEL, 0, LABEL, 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the panel, the bands, and the names and numbers that there is room for."""
        closed = next(column for column in self._columns if column.form.is_map)
        images = self._images(max(round(closed.bands[0].height()), 1))
        for start, end in self._runs():
            self._draw_run(painter, images, start, end)
        for number, (column, layer) in enumerate(zip(self._columns, self._layers, strict=True), 1):
            if column.has_label:
                draw_strip_name(painter, column, number)
                draw_strip_numbers(painter, column, layer, self._parameters[number - 1])

    @property
    def _has_sides(self) -> bool:
        """Whether a column is wide enough to show a bias at its right or at its left."""
        widths = (column.rect.width() for column in self._columns if column.form.is_map)
        return next(widths) >= BIAS_PIXELS

    def _runs(self) -> list[tuple[int, int]]:
        """Return where columns begin, and end, that stand without an open one among them."""
        is_map = [column.form.is_map for column in self._columns]
        edges = [False, *is_map, False]
        changes = [place for place in range(len(edges) - 1) if edges[place] != edges[place + 1]]
        return list(zip(changes[::2], changes[1::2], strict=True))

    def _draw_run(self, painter: QPainter, images: Sequence[QImage], start: int, end: int) -> None:
        """Draw the panel and the bands of the columns from `start` to before `end`."""
        first, last = self._columns[start], self._columns[end - 1]
        painter.setBrush(theme().colors.raised)
        painter.setPen(QPen(theme().colors.border, 1))
        panel = first.panel.united(last.panel).adjusted(-PADDING - 0.5, 0.5, PADDING + 0.5, -0.5)
        painter.drawRoundedRect(panel, RADIUS_CARD, RADIUS_CARD)
        bands = [one.united(other) for one, other in zip(first.bands, last.bands, strict=True)]
        names = BAND_NAMES if self._has_sides else (THIN_BIASES, *BAND_NAMES[1:])
        for band, image, words in zip(bands, images, names, strict=True):
            if text_width(words) <= band.width() - 6:
                above = line(band.left() + 3, band.top() - 10, band.width() - 6)
                write(painter, above, words, theme().colors.text2)
            across = image.width() / len(self._columns)
            part = QRectF(start * across, 0, (end - start) * across, image.height())
            painter.drawImage(band, image, part)

    def _images(self, height: int) -> list[QImage]:
        """Return a picture for each band, a pixel for each layer, or of its bias three."""
        empty = np.uint32(theme().colors.sunken.rgb())
        biases = np.full((height, len(self._layers), BIAS_PIXELS), empty, np.uint32)
        pixels = np.full((len(INKS), height, len(self._layers)), empty, np.uint32)
        for places in self._alike():
            layers = [layer for place in places if (layer := self._layers[place]) is not None]
            rows = min(len(layers[0].z), height)
            of_pixel = np.arange(height) * rows // height
            signed = binned(all_bias_shares(layers), rows)
            sides = bias_pixels(signed.ravel(), BIAS_PIXELS).reshape(*signed.shape, BIAS_PIXELS)
            if not self._has_sides:  # the whole width has the colour
                sides[:] = np.where(signed < 0, sides[..., 0], sides[..., -1])[..., np.newaxis]
            biases[:, places] = sides[:, of_pixel].swapaxes(0, 1)
            for band, ink, shares in zip(pixels, INKS, self._shares(layers), strict=True):
                band[:, places] = shaded(binned(shares, rows), ink)[:, of_pixel].T
        return [image_of(biases.reshape(height, -1)), *(image_of(band) for band in pixels)]

    def _alike(self) -> list[list[int]]:
        """Return the places of the layers with numbers, in groups that can be stacked."""
        groups: dict[tuple[str, bool, int, int], list[int]] = {}
        for place, layer in enumerate(self._layers):
            if layer is not None:
                key = (layer.activation, layer.skip, len(layer.z), len(layer.saturation))
                groups.setdefault(key, []).append(place)
        return list(groups.values())

    def _shares(self, layers: Sequence[LayerSnapshot]) -> tuple[Array, Array, Array]:
        """Return what the bands show, 0 to 1, of layers that are alike; (layers, units) each."""
        z, like = np.stack([layer.z for layer in layers]), layers[0]
        values = value_shares(z, like.activation, like.skip)
        saturation = np.stack([layer.saturation for layer in layers])
        if saturation.shape != values.shape:
            saturation = np.zeros(values.shape)
        deltas = self._scale.shares(np.stack([layer.batch_delta for layer in layers]))
        return values, saturation, deltas
