"""The units of a layer on its card: what is drawn of each, in rows or as thin cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.builder.discs import DEAD, EMPTY, PLAIN, SATURATED, draw_discs
from bpstudio.ui.builder.marks import SHADES, bias_shares, draw_bars, draw_biases
from bpstudio.ui.builder.scale import DecadeScale, value_shares
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.theme import Colors

    Array = NDArray[np.floating]
    Lines = Callable[[Array], NDArray[np.uint32]]  # (rows,) -> (rows, width)

GAP_FROM = 4  # px: lower cells stand without gaps
LARGEST_DISC, BIAS_GAP = 7.5, 4.5  # px; from the largest disc to the middle of a bias
FILLED_FROM = 6  # px: of a narrower cell one sees the shade, not how far it is filled


class Ink(Enum):
    """What a cell shows, and so its colour."""

    VALUE = "z"
    SATURATION = "saturation"
    DELTA = "delta"


INKS = (Ink.VALUE, Ink.SATURATION, Ink.DELTA)


@dataclass(frozen=True, eq=False)
class UnitMarks:
    """What is drawn of each unit, all (units,); shares are from 0 to 1, those of biases from -1."""

    value: Array
    saturation: Array
    delta: Array
    saturated: NDArray[np.bool_]
    dead: NDArray[np.bool_]
    bias: Array
    covered: NDArray[np.bool_]

    @classmethod
    def of(cls, layer: LayerSnapshot, scale: DecadeScale) -> UnitMarks:
        """Return the marks of a layer's numbers."""
        covered = np.isnan(layer.z)
        return cls(
            value=np.where(covered, 0.0, value_shares(layer.z, layer.activation, layer.skip)),
            saturation=np.asarray(layer.saturation),
            delta=scale.shares(layer.batch_delta),
            saturated=layer.saturated,
            dead=layer.dead,
            bias=bias_shares(layer),
            covered=covered,
        )


def draw_rows(
    painter: QPainter, marks: UnitMarks | None, ys: Array, x: float, track: QRectF
) -> None:
    """Draw a disc at `x` for each unit, its bias before and its |delta| bar after it, in `track`.

    Without `marks`, empty discs and empty tracks.
    """
    pitch = float(ys[1] - ys[0]) if len(ys) > 1 else 3 * LARGEST_DISC
    radius = min(0.35 * pitch, LARGEST_DISC)
    values: Array = np.zeros(len(ys))
    deltas, looks = values, np.full(len(ys), EMPTY)
    if marks is not None:
        values, deltas = marks.value, marks.delta
        looks = np.where(marks.dead, DEAD, np.where(marks.saturated, SATURATED, PLAIN))
        looks = np.where(marks.covered, EMPTY, looks)
        draw_biases(painter, ys, marks.bias, x - LARGEST_DISC - BIAS_GAP, pitch)
    draw_bars(painter, ys - 2, deltas, track, 4, theme().colors.backward)
    draw_discs(painter, x, ys.tolist(), radius, values.tolist(), looks.tolist())


def cells_image(
    shares: Array | None, units: int, width: int, height: int, ink: Ink, *, fill: bool
) -> QImage:
    """Return a column of cells, one a unit, or one for several where there are too many.

    A cell shows its share as a shade of its ink, or with `fill` as the part of it, from its
    left, that has the ink's colour. Without `shares` the cells are empty.
    """

    def lines(rows: Array) -> NDArray[np.uint32]:
        if fill:
            return _filled(rows, width, ink)
        return np.repeat(shaded(rows, ink)[:, np.newaxis], width, axis=1)

    return stacked(shares, units, width, height, lines)


def stacked(shares: Array | None, units: int, width: int, height: int, lines: Lines) -> QImage:
    """Return a column of cells; `lines` makes from the share of each row the pixels of one line."""
    rows = min(units, max(height // 2, 1))
    of_pixel = np.arange(height) * rows // height
    colors = theme().colors
    if shares is None or len(shares) != units:
        pixels = np.full((height, width), colors.sunken.rgb(), np.uint32)
    else:
        pixels = lines(binned(shares, rows))[of_pixel]
    if height / rows >= GAP_FROM:
        pixels[np.flatnonzero(np.diff(of_pixel))] = colors.raised.rgb()
    return image_of(pixels)


def shaded(shares: Array, ink: Ink) -> NDArray[np.uint32]:
    """Return the shade of each share; arrays of one shape."""
    levels = np.rint(np.where(np.isnan(shares), 0.0, shares) * SHADES).astype(np.intp)
    shades: NDArray[np.uint32] = _shades(ink, theme().colors)[levels]
    return shades


def binned(shares: Array, rows: int) -> Array:
    """Return the means of `shares`, (units,) or (layers, units), in `rows` even groups of units."""
    units = shares.shape[-1]
    if units == rows:
        return np.asarray(shares)
    starts = np.arange(rows) * units // rows
    counts = np.diff(starts, append=units)
    return np.asarray(np.add.reduceat(shares, starts, axis=-1) / counts)


def _filled(shares: Array, width: int, ink: Ink) -> NDArray[np.uint32]:
    """Return the pixels of one line of each row, (rows, width)."""
    shades = _shades(ink, theme().colors)
    # what isn't nothing shows at least one pixel
    filled = np.arange(width) < np.ceil(np.round(shares * width, 2))[:, np.newaxis]
    return np.where(filled, shades[-1], np.uint32(theme().colors.sunken.rgb()))


@cache
def _shades(ink: Ink, in_colors: Colors) -> NDArray[np.uint32]:
    colors = theme().colors
    none, all_of_it = {
        Ink.VALUE: (colors.raised, colors.forward),
        Ink.SATURATION: (colors.sunken, colors.text),
        Ink.DELTA: (colors.sunken, colors.backward),
    }[ink]
    levels = range(SHADES + 1)
    shades = [blend(none, all_of_it, level / SHADES).rgb() for level in levels]
    return np.array(shades, np.uint32)
