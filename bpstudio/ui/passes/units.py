"""The units of a layer as the step-through draws them: boxes, rows or cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from bpstudio.runtime.walking.names import Kind, Name
from bpstudio.ui.canvas.ink import RIGHT, text_width, write
from bpstudio.ui.numbers import figure
from bpstudio.ui.passes.cells import draw_cells
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.passes.places import (
    LINE,
    draw_frame,
    draw_ground,
    number_of,
    places,
    value_of,
)
from bpstudio.ui.passes.words import unit_title
from bpstudio.ui.theme import BODY, BOLD, HINT, REGULAR, VALUE, theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QPainter

    from bpstudio.runtime.studies.walk import WalkLayer
    from bpstudio.ui.passes.layout import Column
    from bpstudio.ui.passes.state import PassesState

    Array = NDArray[np.floating]

HATCH = Qt.BrushStyle.BDiagPattern


class UnitPainter:
    """Draws the units of one layer after the other."""

    def __init__(self, painter: QPainter, state: PassesState) -> None:
        self._painter, self._state = painter, state

    def draw(self, column: Column, sight: QRectF) -> None:
        """Draw the units of a layer that are in sight."""
        walked = self._state.walked
        if walked is None:
            return
        layer = walked.layers[column.layer]
        if column.style in (Style.CELL, Style.SLIM):
            draw_cells(self._painter, self._state, column, layer)
            return
        if column.style is Style.ROW:
            draw_ground(self._painter, column.rect)
        for unit, rect in enumerate(column.units):
            if rect.adjusted(0, -20, 0, 0).intersects(sight):
                self._draw_unit(column, layer, unit)
        if column.style is Style.ROW:
            draw_frame(self._painter, column.rect)

    def _draw_unit(self, column: Column, layer: WalkLayer, unit: int) -> None:
        rect, is_box = column.units[unit], column.style.is_box
        if is_box:
            draw_ground(self._painter, rect)
        self._draw_name(column, layer, unit)
        for kind, place in places(self._state, column, unit):
            if kind in (Kind.A, Kind.B):
                self._draw_small(column, layer, unit, kind, place)
            else:
                self._draw_value(column, layer, unit, kind, place)
        if is_box:
            draw_frame(self._painter, rect)
        self._draw_state(column, layer, unit)
        for kind, place in places(self._state, column, unit):
            self._mark(column.layer, unit, kind, place)

    def _draw_name(self, column: Column, layer: WalkLayer, unit: int) -> None:
        colors, rect, state = theme().colors, column.units[unit], self._state
        if state.walked is None:
            return
        words = unit_title(state.walked, state.data, column.layer, unit)
        if column.style is Style.ROW:
            words = words.removeprefix("unit ").removeprefix("input ").removeprefix("class ")
            place = QRectF(rect.left() + 6, rect.top(), column.named, rect.height())
            is_target = self._is_target(column.layer, unit)
            weight = BOLD if is_target else REGULAR
            words = f"▸{words}" if is_target else words
            write(self._painter, place, words, colors.text2, HINT, weight)
            return
        place = QRectF(rect.left() + 8, rect.top() + 7, rect.width() - 70, LINE)
        if column.style is Style.LOW and column.layer > 0:
            place = QRectF(rect.left() + 8, rect.top() + 4, column.named, LINE)
            words = words.removeprefix("unit ").removeprefix("class ")
        elif column.layer == 0:
            place = QRectF(rect.left() + 8, rect.top(), rect.width() - 12, 26)
        write(self._painter, place, words, colors.text, HINT, BOLD)

    def _draw_state(self, column: Column, layer: WalkLayer, unit: int) -> None:
        """Say that a unit is saturated, or that it is the target."""
        colors, rect = theme().colors, column.units[unit]
        if column.style.is_box and self._is_target(column.layer, unit):
            place = QRectF(rect.left(), rect.top() - 17, rect.width(), 16)
            write(self._painter, place, "▸ target", colors.text2)
        if layer.saturated is None or not layer.saturated[unit]:
            return
        if not self._state.is_made(Name(Kind.Z, column.layer)):
            return
        low = column.style is Style.LOW
        at = QPointF(rect.left() + (26 if low else 13), rect.top() + (32 if low else 31))
        if column.style is Style.ROW:
            at = QPointF(rect.left() + 27, rect.center().y())
        self._painter.setPen(QPen(colors.text, 1.2))
        for fill in (colors.forward, HATCH):
            self._painter.setBrush(fill)
            self._painter.drawEllipse(at, 4.5, 4.5)
        if column.style is Style.BOX:
            place = QRectF(rect.left() + 21, rect.top() + 24, rect.width() - 80, LINE)
            write(self._painter, place, "saturated", colors.text2)

    def _is_target(self, layer: int, unit: int) -> bool:
        walked = self._state.walked
        return (
            walked is not None
            and layer == len(walked.layers) - 1
            and self._state.data is not None
            and not self._state.data.is_regression
            and unit == int(walked.target)
        )

    def _draw_small(
        self, column: Column, layer: WalkLayer, unit: int, kind: Kind, place: QRectF
    ) -> None:
        if not self._state.is_made(Name(kind, column.layer)):
            return
        value = value_of(layer, kind, unit)
        new = Name(Kind.NEW_B, column.layer)
        if kind is Kind.B and self._state.walked is not None and self._state.is_made(new):
            value = self._state.walked.excerpts[new].at(unit, 0)
        words = f"{kind.value} {figure(value)}"
        if text_width(words) > place.width():
            words = f"{kind.value} {figure(value, 1)}"
        write(self._painter, place, words, theme().colors.text2, align=RIGHT)

    def _draw_value(
        self, column: Column, layer: WalkLayer, unit: int, kind: Kind, place: QRectF
    ) -> None:
        colors, is_back = theme().colors, kind is Kind.DELTA
        is_box = column.style.is_box
        if not self._state.is_made(Name(kind, column.layer)):
            if is_box:
                self._painter.setPen(QPen(colors.border, 1))
                self._painter.drawLine(place.topLeft(), place.topRight())
            return
        inner = place.adjusted(1, 0, -1, -1) if is_box else place.adjusted(0, 1, -1, -1)
        self._painter.fillRect(inner, colors.backward_fill if is_back else colors.forward_fill)
        ink = colors.backward_text if is_back else colors.forward_text
        words = figure(value_of(layer, kind, unit))
        text = place.adjusted(8, 0, -8, 0) if is_box else place.adjusted(2, 0, -4, 0)
        if is_box:
            write(self._painter, text, Name(kind, column.layer).text[:1], ink, BODY)
        size = VALUE if column.style is Style.BOX else BODY if is_box else HINT
        write(self._painter, text, words, ink, size, BOLD if is_box else REGULAR, RIGHT)

    def _mark(self, layer: int, unit: int, kind: Kind, place: QRectF) -> None:
        """Frame what the instruction has just made, and what is opened."""
        state, colors = self._state, theme().colors
        is_opened = state.number == number_of(state, kind, layer, unit)
        if is_opened:
            color: QColor = colors.accent
        elif state.is_making(Name(kind, layer)) and kind is not Kind.B:
            color = colors.backward if kind is Kind.DELTA else colors.forward
        else:
            return
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(color, 2))
        out = 3 if kind in (Kind.A, Kind.B) else 0
        self._painter.drawRoundedRect(place.adjusted(-out, -1, out, 1), 3, 3)
