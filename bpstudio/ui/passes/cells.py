"""The units of a layer that has too many for rows: two tints each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPen

from bpstudio.runtime.walking.names import Kind, Name
from bpstudio.ui.drawable import drawable
from bpstudio.ui.passes.places import draw_frame, draw_ground, places
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.studies.walk import WalkLayer
    from bpstudio.ui.passes.layout import Column
    from bpstudio.ui.passes.state import PassesState

    Array = NDArray[np.floating]

SHOWS_SIGN = 7.0  # px: from this height on a cell has a mark where its number is negative


def draw_cells(painter: QPainter, state: PassesState, column: Column, layer: WalkLayer) -> None:
    """Draw a tint for z and one for delta of each unit; a dash says that a number is negative."""
    draw_ground(painter, column.rect)
    kinds = [kind for kind, _ in places(state, column, 0)]
    for kind in kinds:
        array = layer.delta if kind is Kind.DELTA else layer.z
        if array is not None and state.is_made(Name(kind, column.layer)):
            _draw_tints(painter, column, dict(places(state, column, 0))[kind], kind, array)
    draw_frame(painter, column.rect)
    _mark_made(painter, state, column, kinds)
    _mark_opened(painter, state, column)


def _draw_tints(painter: QPainter, column: Column, first: QRectF, kind: Kind, array: Array) -> None:
    colors, is_back = theme().colors, kind is Kind.DELTA
    low = colors.backward_fill if is_back else colors.forward_fill
    high = colors.backward if is_back else colors.forward
    for unit, share in enumerate(_shares(array).tolist()):
        rect = column.units[unit]
        place = QRectF(first.left(), rect.top(), first.width(), rect.height())
        painter.fillRect(place, blend(low, high, share))
        if array[unit] < 0 and rect.height() >= SHOWS_SIGN:
            middle, y = place.center().x(), place.center().y()
            painter.setPen(QPen(colors.text, 1))
            painter.drawLine(QLineF(middle - 2.5, y, middle + 2.5, y))


def _mark_made(painter: QPainter, state: PassesState, column: Column, kinds: list[Kind]) -> None:
    """Frame what the instruction has just made."""
    colors = theme().colors
    for kind in kinds:
        if state.is_making(Name(kind, column.layer)):
            first = dict(places(state, column, 0))[kind]
            last = dict(places(state, column, len(column.units) - 1))[kind]
            painter.setPen(QPen(colors.backward if kind is Kind.DELTA else colors.forward, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(first.united(last))


def _mark_opened(painter: QPainter, state: PassesState, column: Column) -> None:
    """Frame the number that is opened."""
    number = state.number
    if number and number.name.layer == column.layer and number.row < len(column.units):
        place = dict(places(state, column, number.row)).get(number.name.kind)
        if place is not None:
            painter.setPen(QPen(theme().colors.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(-1, -1, 1, 1))


def _shares(array: Array) -> Array:
    """Return how large each number is beside the largest, 0 to 1."""
    sizes = np.abs(drawable(array))
    largest = sizes.max(initial=0.0)
    return np.asarray(sizes / largest if largest else sizes)
