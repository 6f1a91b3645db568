"""Where the numbers of a unit stand, and what is below and around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from bpstudio.runtime.studies.walk import WalkLayer
    from bpstudio.ui.passes.layout import Column
    from bpstudio.ui.passes.state import PassesState

RADIUS = 4.0
LINE = 14.0  # px: of a and b


def output_kind(state: PassesState, layer: int) -> Kind:
    """Return what a layer puts out: z, or y of the output."""
    walked = state.walked
    return Kind.Y if walked is not None and layer == len(walked.layers) - 1 else Kind.Z


def places(state: PassesState, column: Column, unit: int) -> Iterator[tuple[Kind, QRectF]]:
    """Yield where the numbers of a unit stand."""
    rect, layer = column.units[unit], column.layer
    has_delta, out = layer > 0, output_kind(state, layer)
    if column.style.is_box:
        tall = 26.0 if column.style is Style.BOX or not has_delta else 20.0
        bottom = rect.bottom()
        if has_delta:
            bottom -= tall
            yield Kind.DELTA, QRectF(rect.left(), bottom, rect.width(), tall)
        yield out, QRectF(rect.left(), bottom - tall, rect.width(), tall)
        if has_delta:
            yield from _head_places(column, rect)
        return
    lead = column.named + 6.0 if column.style is Style.ROW else 0.0
    share = (rect.width() - lead) / (1 + has_delta)
    yield out, QRectF(rect.left() + lead, rect.top(), share, rect.height())
    if has_delta:
        yield Kind.DELTA, QRectF(rect.left() + lead + share, rect.top(), share, rect.height())


def _head_places(column: Column, rect: QRectF) -> Iterator[tuple[Kind, QRectF]]:
    right = rect.right() - 6
    if column.style is Style.BOX:
        yield Kind.A, QRectF(right - 60, rect.top() + 7, 60, LINE)
        yield Kind.B, QRectF(right - 60, rect.top() + 7 + LINE + 2, 60, LINE)
    else:
        yield Kind.A, QRectF(right - 114, rect.top() + 4, 62, LINE)
        yield Kind.B, QRectF(right - 50, rect.top() + 4, 50, LINE)


def number_of(state: PassesState, kind: Kind, layer: int, unit: int) -> Number:
    """Return where a number of the shown sample stands; of a bias, of the layer.

    Once the update has made it, the new bias stands in the place of the old one.
    """
    walked = state.walked
    if kind is Kind.B and state.is_made(Name(Kind.NEW_B, layer)):
        kind = Kind.NEW_B
    is_bias = kind in (Kind.B, Kind.NEW_B)
    return Number(Name(kind, layer), unit, 0 if walked is None or is_bias else walked.column)


def value_of(layer: WalkLayer, kind: Kind, unit: int) -> float | None:
    """Return a number of a layer."""
    arrays = {Kind.A: layer.a, Kind.B: layer.b, Kind.DELTA: layer.delta}
    array = arrays.get(kind, layer.z)
    return None if array is None else float(array[unit])


def draw_ground(painter: QPainter, rect: QRectF) -> None:
    """Fill what is below a box, or below a layer of rows or cells."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colors.raised)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)


def draw_frame(painter: QPainter, rect: QRectF) -> None:
    """Draw the line around it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colors.strong, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
