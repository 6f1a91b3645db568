"""Where the layers stand on the canvas of the step-through, and how much room each unit gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from bpstudio.ui.theme import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSizeF

    from bpstudio.runtime.studies.walk import Walked

ABOVE, BELOW = 64, 44  # px: the rails of the passes
LOSS_WIDTH, LOSS_HEIGHT = 92, 100
NAME, MOST_NAMED = 28.0, 120.0  # px that the name of a unit has in a row, and at most
ROOMY = 2.5  # times as wide as the view: so far one scrolls rather than look at less


class Style(Enum):
    """How the units of a layer are drawn: (width, height, space between), in px.

    A box has all numbers of a unit, a low one in fewer lines; a row z and δ; a cell two tints.
    """

    BOX = (136, 96, 20)
    LOW = (136, 62, 8)
    ROW = (156, 19, 0)
    CELL = (40, 16, 0)
    SLIM = (10, 16, 0)

    @property
    def is_box(self) -> bool:
        """Whether all numbers of a unit are in sight."""
        return self in (Style.BOX, Style.LOW)


ORDER = tuple(Style)
LEAST_GAP, FEW = 84.0, 6  # px: room for the numbers of a few weights, and how many these are
LEAST_END = 40.0  # px: room for none, before the loss
GAPS = {Style.BOX: 128, Style.LOW: 128, Style.ROW: 56, Style.CELL: 40, Style.SLIM: 3}


@dataclass(frozen=True)
class Column:
    """A layer as it is drawn.

    Parameters
    ----------
    layer
        From 0, the input.
    style
        How its units are drawn.
    units
        The place of each unit that is drawn.
    rect
        All of them.
    named
        How much room the name of a unit has in a row, in px.
    """

    layer: int
    style: Style
    units: tuple[QRectF, ...]
    rect: QRectF
    named: float = NAME

    def unit_at(self, at: QPointF) -> int | None:
        """Return the unit at a place."""
        if not self.rect.contains(at):
            return None
        found = (unit for unit, rect in enumerate(self.units) if rect.contains(at))
        return next(found, None)

    def left_of(self, unit: int) -> QPointF:
        """Return where edges come in."""
        rect = self.units[unit]
        return QPointF(rect.left(), rect.center().y())

    def right_of(self, unit: int) -> QPointF:
        """Return where edges go out."""
        rect = self.units[unit]
        return QPointF(rect.right(), rect.center().y())


@dataclass(frozen=True)
class Layout:
    """The places of all layers, input first, of the loss, and how large all of it is."""

    columns: tuple[Column, ...]
    loss: QRectF
    width: float
    height: float

    @property
    def is_closest(self) -> bool:
        """Whether each unit shows all that there is of it."""
        return all(column.style is Style.BOX for column in self.columns)

    @property
    def middle(self) -> float:
        """The height at which the layers have their middle."""
        return ABOVE + (self.height - ABOVE - BELOW) / 2


def arranged(walked: Walked, view: QSizeF, closer: float = 1.0, named: float = NAME) -> Layout:
    """Return the layout of a network for a view of this size, in px; it may be larger.

    It may be `closer` times as large, so that units have room for more of their numbers; the
    names of the classes want `named` px.
    """
    counts = [len(layer.z) for layer in walked.layers]
    room = max(view.height() - ABOVE - BELOW, 96.0) * closer
    styles = _fitting_styles(counts, room, view.width() * closer)
    widths = [_width(style, layer) for layer, style in enumerate(styles)]
    named = min(max(named, NAME), MOST_NAMED) if styles[-1] in (Style.LOW, Style.ROW) else NAME
    widths[-1] += named - NAME
    gaps = [_gap(before, style) for before, style in pairwise(styles)]
    gaps.append(_gap(styles[-1], styles[-1]) if styles[-1] is not Style.SLIM else 40.0)
    needed = sum(widths) + sum(gaps) + LOSS_WIDTH + 2 * MARGIN
    gaps = _sharing(view.width() - needed, gaps, _least(gaps, counts))
    needed = sum(widths) + sum(gaps) + LOSS_WIDTH + 2 * MARGIN
    tall = max(_tall(style, units, room) for style, units in zip(styles, counts, strict=True))
    height = max(view.height(), ABOVE + BELOW + tall)
    columns, x, middle = [], float(MARGIN), ABOVE + (height - ABOVE - BELOW) / 2
    for layer, (style, units, width, gap) in enumerate(
        zip(styles, counts, widths, gaps, strict=True)
    ):
        columns.append(_column(layer, style, units, QPointF(x, middle), width, room))
        x += width + gap
    columns[-1] = replace(columns[-1], named=named)
    loss = QRectF(x, middle - LOSS_HEIGHT / 2, LOSS_WIDTH, LOSS_HEIGHT)
    return Layout(tuple(columns), loss, max(view.width(), round(needed)), height)


def _least(gaps: list[float], counts: Sequence[int]) -> list[float]:
    """Return how narrow the gaps may be where room is scarce; the last is that before the loss."""
    between = zip(gaps[:-1], pairwise(counts), strict=True)
    return [LEAST_GAP if a * b <= FEW else gap for gap, (a, b) in between] + [LEAST_END]


def _sharing(spare: float, gaps: list[float], least: list[float]) -> list[float]:
    """Return the gaps with a share each of what is to spare, or of what lacks as far as can be."""
    if spare >= 0:
        return [gap + spare / len(gaps) for gap in gaps]
    rooms = [max(gap - low, 0.0) for gap, low in zip(gaps, least, strict=True)]
    taken = min(-spare / (sum(rooms) or 1.0), 1.0)
    return [gap - taken * room for gap, room in zip(gaps, rooms, strict=True)]


def _fitting_styles(counts: Sequence[int], room: float, width: float) -> list[Style]:
    """Return the most telling style of each layer that fits, with less for all where it doesn't."""
    for least in range(len(ORDER)):
        styles = [_style(units, room, least) for units in counts]
        pairs = zip(styles, [*styles[1:], styles[-1]], strict=True)
        needed = sum(_width(style, k) for k, style in enumerate(styles))
        needed += sum(_gap(*pair) for pair in pairs) + LOSS_WIDTH + 2 * MARGIN
        if needed <= (ROOMY if least < 3 else 1.0) * width:
            break
    return styles


def _style(units: int, room: float, least: int) -> Style:
    for style in ORDER[least:]:
        if style in (Style.CELL, Style.SLIM) or _tall(style, units, room) <= room:
            return style
    return Style.SLIM


def _tall(style: Style, units: int, room: float) -> float:
    """Return how tall a layer is; cells make do with what there is."""
    _, height, space = style.value
    if style in (Style.CELL, Style.SLIM):
        return min(units * height, room)
    return units * (height + space) - space


def _width(style: Style, layer: int) -> float:
    wide = float(style.value[0])
    return min(wide, 104.0) if layer == 0 else wide


def _gap(left: Style, right: Style) -> float:
    return float(
        min(GAPS[left], GAPS[right])
        if Style.SLIM in (left, right)
        else max(GAPS[left], GAPS[right])
    )


def _column(layer: int, style: Style, units: int, at: QPointF, width: float, room: float) -> Column:
    _, tallest, space = style.value
    height = float(tallest)
    if style in (Style.CELL, Style.SLIM):
        height = min(height, room / units)
    elif layer == 0 and style.is_box:
        height = 52.0
    tall = units * (height + space) - space
    top = at.y() - tall / 2
    rects = tuple(QRectF(at.x(), top + k * (height + space), width, height) for k in range(units))
    return Column(layer, style, rects, QRectF(at.x(), top, width, tall))
