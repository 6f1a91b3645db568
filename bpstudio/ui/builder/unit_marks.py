"""The units of a layer on its card: rows where there is room, thin cells where there isn’t."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from bpstudio.ui.builder.discs import DEAD, EMPTY, PLAIN, SATURATED, draw_discs
from bpstudio.ui.builder.marks import SHADES, draw_bars
from bpstudio.ui.builder.scale import DecadeScale, value_shares
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QPainter

    from bpstudio.runtime.snapshot import LayerSnapshot

    Array = NDArray[np.floating]

GAP_FROM = 4  # px: lower cells stand without gaps
LARGEST_DISC = 7.5


@dataclass(frozen=True, eq=False)
class UnitMarks:
    """What is drawn of each unit, all (units,); shares are from 0 to 1."""

    value: Array
    saturation: Array
    delta: Array
    saturated: NDArray[np.bool_]
    dead: NDArray[np.bool_]

    @classmethod
    def of(cls, layer: LayerSnapshot, scale: DecadeScale) -> UnitMarks:
        """Return the marks of a layer's numbers."""
        return cls(
            value=value_shares(layer.z, layer.activation),
            saturation=np.asarray(layer.saturation),
            delta=scale.shares(layer.batch_delta),
            saturated=layer.saturated,
            dead=layer.dead,
        )


def draw_rows(
    painter: QPainter, marks: UnitMarks | None, ys: Array, x: float, track: QRectF
) -> None:
    """Draw a disc at `x` for each unit, and beside it its |delta| bar as wide as `track`.

    Without `marks`, empty discs and empty tracks.
    """
    pitch = float(ys[1] - ys[0]) if len(ys) > 1 else 3 * LARGEST_DISC
    radius = min(0.35 * pitch, LARGEST_DISC)
    values: Array = np.zeros(len(ys))
    deltas, looks = values, np.full(len(ys), EMPTY)
    if marks is not None:
        values, deltas = marks.value, marks.delta
        looks = np.where(marks.dead, DEAD, np.where(marks.saturated, SATURATED, PLAIN))
    draw_bars(painter, ys - 2, deltas, track, 4, theme().colors.backward)
    draw_discs(painter, x, ys.tolist(), radius, values.tolist(), looks.tolist())


def draw_cells(
    painter: QPainter, marks: UnitMarks | None, units: int, columns: tuple[QRectF, QRectF, QRectF]
) -> None:
    """Draw z, saturated share and |delta| of each unit as cells in three columns of one height."""
    height = round(columns[0].height())
    shown = (None, None, None) if marks is None else (marks.value, marks.saturation, marks.delta)
    colors = theme().colors
    for place, shares, color in zip(
        columns, shown, (None, colors.text, colors.backward), strict=True
    ):
        image = cells_image(shares, units, round(place.width()), height, color)
        painter.drawImage(place, image)


def cells_image(
    shares: Array | None, units: int, width: int, height: int, fill: QColor | None
) -> QImage:
    """Return a column of cells, one a unit, or one for several where there are too many.

    A cell is filled from its left by its share in the colour `fill`; without one it has the
    forward colour's shade. Without `shares` the cells are empty.
    """
    rows = min(units, max(height // 2, 1))
    of_pixel = np.arange(height) * rows // height
    colors = theme().colors
    if shares is None or len(shares) != units:
        pixels = np.full((height, width), colors.sunken.rgb(), np.uint32)
    else:
        pixels = _filled(_binned(shares, rows), width, fill)[of_pixel]
    if height / rows >= GAP_FROM:
        pixels[np.flatnonzero(np.diff(of_pixel))] = colors.raised.rgb()
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the copy owns its pixels


def _filled(shares: Array, width: int, fill: QColor | None) -> NDArray[np.uint32]:
    """Return the pixels of one line of each row, (rows, width)."""
    colors = theme().colors
    if fill is None:
        palette = _shade_palette(theme().is_dark)
        levels = np.rint(shares * SHADES).astype(np.intp)
        return np.repeat(palette[levels][:, np.newaxis], width, axis=1)
    # what isn't nothing shows at least one pixel
    filled = np.arange(width) < np.ceil(np.round(shares * width, 2))[:, np.newaxis]
    return np.where(filled, np.uint32(fill.rgb()), np.uint32(colors.sunken.rgb()))


@cache
def _shade_palette(dark: bool) -> NDArray[np.uint32]:
    colors = theme().colors
    levels = range(SHADES + 1)
    shades = [blend(colors.raised, colors.forward, level / SHADES).rgb() for level in levels]
    return np.array(shades, np.uint32)


def _binned(shares: Array, rows: int) -> Array:
    """Return the means of `shares` in `rows` even groups, (rows,)."""
    if len(shares) == rows:
        return np.asarray(shares)
    starts = np.arange(rows) * len(shares) // rows
    counts = np.diff(starts, append=len(shares))
    return np.asarray(np.add.reduceat(shares, starts) / counts)
