"""The footer of a hidden layer's card: how many of its units are saturated, and how many dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from bpstudio.ui.builder.marks import draw_saturated
from bpstudio.ui.canvas.ink import fitting, line, text_width, write
from bpstudio.ui.names import never_saturates
from bpstudio.ui.numbers import NONE, count, rough_count
from bpstudio.ui.theme import BOLD, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.snapshot import LayerSnapshot


def draw_footer_mark(painter: QPainter, area: QRectF, is_wide: bool) -> None:
    """Draw the mark of the saturated, which the words stand beside."""
    inset, radius = (6, 5.0) if is_wide else (4.5, 4.5)
    draw_saturated(painter, QPointF(area.left() + inset, area.top() + 13), radius)


def draw_footer(
    painter: QPainter,
    area: QRectF,
    is_wide: bool,
    activation: str,
    units: int,
    layer: LayerSnapshot | None,
) -> None:
    """Write in `area` how many of so many `units` are saturated; a dash without numbers."""
    colors, left, top = theme().colors, area.left(), area.top()
    indent, inset = (18, 8) if is_wide else (14, 3)
    place = line(left + indent, top + 13, area.width() - indent - inset)
    number, rest = _saturated_words(activation, units, layer, place.width())
    write(painter, place, number, colors.text, weight=BOLD)
    used = text_width(number, weight=BOLD)
    write(painter, place.adjusted(used, 0, 0, 0), rest, colors.text2)
    room = area.width() - 4
    place = line(left, top + 28, room)
    write(painter, place, fitting(room, *_below_saturated(activation, layer)), colors.text2)


def _saturated_words(
    activation: str, units: int, layer: LayerSnapshot | None, width: float
) -> tuple[str, str]:
    """Return how many units are saturated and of how many, in `width` px."""
    if never_saturates(activation):
        return "never", ""
    saturated = None if layer is None else int(layer.saturated.sum())
    for rounded in (count, rough_count):
        number = NONE if saturated is None else rounded(saturated)
        room = width - text_width(number, weight=BOLD)
        rest = fitting(room, f" of {rounded(units)}", f"/{rounded(units)}")
        if text_width(rest) <= room:
            return number, rest
    return number, ""


def _below_saturated(activation: str, layer: LayerSnapshot | None) -> tuple[str, ...]:
    """Return what stands below the number of saturated units, from long to short."""
    dead = 0 if layer is None else int(layer.dead.sum())
    if never_saturates(activation):
        return ("saturated",)
    if dead:
        return (f"{count(dead)} dead", f"{rough_count(dead)} dead")
    return ("on this sample", "saturated")
