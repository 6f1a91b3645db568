"""Units that have no row of their own: four columns of cells, a cell a unit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from bpstudio.ui.builder.marks import SHADES, cross_lines
from bpstudio.ui.builder.unit_marks import FILLED_FROM, INKS, Ink, cells_image, stacked
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPainter

    from bpstudio.ui.builder.unit_marks import UnitMarks
    from bpstudio.ui.theme import Colors

    Array = NDArray[np.floating]

CROSSED_FROM = 7  # px: lower cells have no room for the mark of the dead
SPACE = 1  # px between columns that stand side by side
NARROW, PADDING = 24, 2  # px: a column as narrow as that has half the padding
LEAST_BIAS = 3  # px: a middle with a side for each sign


class Cells(NamedTuple):
    """The places of the columns, from left to right as a unit works: b, z, saturation, |delta|."""

    bias: QRectF
    value: QRectF
    saturation: QRectF
    delta: QRectF


def cells_within(area: QRectF) -> Cells:
    """Share the width of `area` out among the columns; that of the biases has a middle."""
    padding = PADDING if area.width() >= NARROW else PADDING / 2
    room = int(area.width() - 2 * padding) - 3 * SPACE
    bias = max(room // 4 | 1, LEAST_BIAS)
    widths = [bias, *((room - bias + extra) // 3 for extra in range(3))]
    left, places = area.left() + padding, []
    for width in widths:
        places.append(QRectF(left, area.top(), width, area.height()))
        left += width + SPACE
    return Cells(*places)


def draw_cells(painter: QPainter, marks: UnitMarks | None, units: int, cells: Cells) -> None:
    """Draw bias, z, saturated share and |delta| of each unit; without `marks` empty cells."""
    biases = None if marks is None else marks.bias
    bias, *others = cells
    painter.drawImage(bias, bias_image(biases, units, round(bias.width()), round(bias.height())))
    shown = (None, None, None) if marks is None else (marks.value, marks.saturation, marks.delta)
    for place, shares, ink in zip(others, shown, INKS, strict=True):
        width, height = round(place.width()), round(place.height())
        fill = ink is not Ink.VALUE and width >= FILLED_FROM
        image = cells_image(shares, units, width, height, ink, fill=fill)
        painter.drawImage(place, image)
    if marks is not None:
        _cross_dead(painter, marks.dead, cells.saturation)


def bias_image(shares: Array | None, units: int, width: int, height: int) -> QImage:
    """Return a column of cells of biases, -1 to 1: to the right of a middle line, or to its left.

    How far they go is their size; where there are few px for that, the shade is.
    """

    def lines(rows: Array) -> NDArray[np.uint32]:
        return bias_pixels(rows, width)

    return stacked(shares, units, width, height, lines)


def bias_pixels(shares: Array, width: int) -> NDArray[np.uint32]:
    """Return the colours of one line of each row, (rows, width), its middle at ``width // 2``."""
    middle = width // 2
    sizes = np.abs(shares)[:, np.newaxis]
    reach, levels = np.ceil(np.round(sizes * middle, 2)), np.full(sizes.shape, SHADES)
    colors = theme().colors
    line = colors.strong
    if width < FILLED_FROM:
        line = colors.border
        reach, levels = np.where(sizes > 0, middle, 0), np.rint(sizes * SHADES).astype(np.intp)
    place = np.arange(width) - middle
    is_inside = (place * np.sign(shares)[:, np.newaxis] > 0) & (np.abs(place) <= reach)
    shades = _bias_shades(theme().colors)
    signs = (shares < 0).astype(np.intp)[:, np.newaxis]
    ground = np.where(place == 0, line.rgb(), colors.sunken.rgb())
    return np.where(is_inside, shades[signs, levels], ground).astype(np.uint32)


def shows_dead(units: int, column: QRectF) -> bool:
    """Whether a column of so many cells has room for the mark of the dead."""
    return column.width() >= FILLED_FROM and column.height() / units >= CROSSED_FROM


def _cross_dead(painter: QPainter, dead: NDArray[np.bool_], column: QRectF) -> None:
    """Cross the saturation cells of the dead, which are full."""
    units, radius = len(dead), min(column.width(), CROSSED_FROM) - 1
    if not dead.any() or not shows_dead(units, column):
        return
    ys = (column.top() + (np.flatnonzero(dead) + 0.5) * column.height() / units).tolist()
    painter.setPen(QPen(theme().colors.raised, 1.5))
    x = column.left() + round(column.width()) / 2
    painter.drawLines([stroke for y in ys for stroke in cross_lines(QPointF(x, y), radius)])


@cache
def _bias_shades(in_colors: Colors) -> NDArray[np.uint32]:
    """Return the shades of positive and of negative biases, (2, SHADES + 1)."""
    colors = theme().colors
    levels = [level / SHADES for level in range(SHADES + 1)]
    return np.array(
        [
            [blend(colors.sunken, sign, level).rgb() for level in levels]
            for sign in (colors.positive, colors.negative)
        ],
        np.uint32,
    )
