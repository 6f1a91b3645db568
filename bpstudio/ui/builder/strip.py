"""What stands above, in and below a strip: its name, its cells, its three numbers."""

from __future__ import annotations

from math import inf, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from bpstudio.ui.builder.cells import Cells, cells_within
from bpstudio.ui.builder.forms import LABEL
from bpstudio.ui.builder.marks import draw_saturated
from bpstudio.ui.builder.unit_tip import delta_norm, saturated_share
from bpstudio.ui.canvas.ink import CENTRE, fitting, line, text_width, write
from bpstudio.ui.numbers import NARROW, figure, power, rough_count
from bpstudio.ui.theme import BOLD, HINT, VALUE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.chain import Column

NAMED_CELLS = 30  # px: the cells of a narrower strip have no names
APART, NUMBER_SPACE = 2, 2  # px between what stands below two strips, or above them
WIDE_CELL = 12  # px: a column of such cells has an axis above it instead of a name
SHARE_LINE, SIZE_LINE, COUNT_LINE = 33, 18, 3  # px above the lower end of the column


def draw_strip_name(painter: QPainter, column: Column, number: int) -> None:
    """Write which layer it is, where there is room, and the names of the columns of cells."""
    colors, rect = theme().colors, column.rect
    if column.has_label:  # between two of them the number alone says what it is
        left = rect.center().x() - LABEL / 2
        write(painter, line(left, rect.top() + 10, LABEL), "layer", colors.text2, align=CENTRE)
    _draw_number(painter, column, number)
    if rect.width() >= NAMED_CELLS and not column.form.is_map:
        draw_cell_names(painter, strip_cells(column), column.panel.top() + 12)


def _draw_number(painter: QPainter, column: Column, number: int) -> None:
    """Write the number of the layer; where there is no label, as far as it fits."""
    words, size = str(number), VALUE if number < 1_000 else HINT
    room = LABEL if column.has_label else column.rect.width() + column.form.gap
    if column.has_label or text_width(words, size, BOLD) + NUMBER_SPACE <= room:
        place = line(column.rect.center().x() - room / 2, column.rect.top() + 27, room)
        write(painter, place, words, theme().colors.text, size, BOLD, CENTRE)


def strip_cells(column: Column) -> Cells:
    """Return the places of the cells, side by side."""
    return cells_within(column.body)


def draw_cell_names(painter: QPainter, cells: Cells, y: float) -> None:
    """Write the names of the columns of cells above them; |delta| has one only where it is thin."""
    colors = theme().colors
    named = [(cells.bias, "b", colors.text2), (cells.value, "z", colors.forward_text)]
    if cells.delta.width() < WIDE_CELL:
        named.append((cells.delta, "δ", colors.backward_text))
    for cell, words, color in named:
        write(painter, line(cell.center().x() - 5, y, 10), words, color, align=CENTRE)
    draw_saturated(painter, QPointF(cells.saturation.center().x(), y), 3)


def draw_strip_numbers(
    painter: QPainter, column: Column, layer: LayerSnapshot | None, parameters: int
) -> None:
    """Write the saturated share of the probe set, the order of delta, how many parameters."""
    if not column.has_label:
        return
    colors, bottom = theme().colors, column.rect.bottom()
    left = column.rect.center().x() - LABEL / 2 - 1
    number = line(left, bottom - COUNT_LINE, LABEL + 2)
    words = fitting(LABEL - APART, rough_count(parameters), rough_count(parameters, 4))
    write(painter, number, words, colors.text2, align=CENTRE)
    if layer is None:
        return
    share = line(left, bottom - SHARE_LINE, LABEL + 2)
    words = saturated_share(layer)
    words = fitting(LABEL - APART, words, words.replace(NARROW, ""))
    write(painter, share, words, colors.text2, align=CENTRE)
    size = line(left, bottom - SIZE_LINE, LABEL + 2)
    order = _order(delta_norm(layer))
    write(painter, size, order, colors.backward_text, weight=BOLD, align=CENTRE)


def _order(size: float) -> str:
    """Return a size as its power of ten; what has none as it stands elsewhere: 0, ∞, covered."""
    return f"10{power(round(log10(size)))}" if 0 < size < inf else figure(size)
