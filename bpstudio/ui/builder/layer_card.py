"""The card of a hidden layer: its units, how saturated it is, and the handle to pull."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.experiment.spec import LayerSpec
from bpstudio.ui.builder.card import Card, parameter_words
from bpstudio.ui.builder.cells import Cells, draw_cells
from bpstudio.ui.builder.forms import FOOTER
from bpstudio.ui.builder.layer_footer import draw_footer, draw_footer_mark
from bpstudio.ui.builder.layer_handle import draw_handle, grips_handle, handle_of
from bpstudio.ui.builder.marks import draw_decades
from bpstudio.ui.builder.strip import (
    draw_cell_names,
    draw_strip_name,
    draw_strip_numbers,
    strip_cells,
)
from bpstudio.ui.builder.unit_marks import UnitMarks, draw_rows
from bpstudio.ui.builder.unit_rows import NumberRow, hidden_rows
from bpstudio.ui.builder.unit_tip import layer_tip, unit_tip
from bpstudio.ui.canvas.ink import fitting, line, write
from bpstudio.ui.names import activation_words, counted, numbered_layer
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BODY, BOLD, theme

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.chain import Column
    from bpstudio.ui.builder.scale import DecadeScale
    from bpstudio.ui.canvas.tips import Row


class LayerCard(Card):
    """A hidden layer, in any of the forms that the layout gives it."""

    def __init__(self, column: Column, scale: DecadeScale) -> None:
        super().__init__()
        self.column = column
        self.spec = LayerSpec()
        self.number = 1
        self.parameters = 0
        self.layer: LayerSnapshot | None = None
        self._scale = scale

    @property
    def layer_id(self) -> int:
        """The id of the layer."""
        return self.column.slot.id

    @property
    def units(self) -> int:
        """How many units there are."""
        return self.column.slot.units

    @property
    def name(self) -> str:
        """What the layer is called: ``"layer 1"``."""
        return numbered_layer(self.number)

    def set_structure(self, column: Column, spec: LayerSpec, number: int, parameters: int) -> None:
        """Show another structure; the numbers stay where they still fit."""
        self.put(column.rect)
        self.column, self.spec, self.number, self.parameters = column, spec, number, parameters
        self.set_layer(self.layer)
        self._show_or_hide()

    def mark(self, is_selected: bool, has_ring: bool) -> None:
        """Show whether the layer is selected, and whether the keyboard is on it."""
        super().mark(is_selected, has_ring)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        """Hide a card that the map draws already, unless it is selected: thousands cost time."""
        self.setVisible(not self.column.form.is_map or self.is_selected or self.has_ring)

    def set_layer(self, layer: LayerSnapshot | None) -> None:
        """Show the numbers of a step; those of another number of units aren't shown."""
        fits = layer is not None and len(layer.z) == self.column.slot.units
        self.layer = layer if fits else None
        if not self.column.form.is_map:
            self.update()

    def handle(self) -> QRectF:
        """Return the handle that is pulled for the number of units; a map has none."""
        return handle_of(self.column)

    def is_on_handle(self, at: QPointF) -> bool:
        """Whether a place in the scene grips the handle."""
        return grips_handle(self.column, at)

    def unit_at(self, at: QPointF) -> int | None:
        """Return the unit at a place in the scene."""
        return self.column.unit_at(at.y()) if self.rect.contains(at) else None

    def unit_centre(self, unit: int) -> QPointF:
        """Return the middle of a unit's disc or cell."""
        return QPointF(self._disc_x(), float(self.column.unit_ys()[unit]))

    def unit_title(self, unit: int) -> str:
        """Return what a unit is called."""
        return f"{self.name}, unit {unit + 1}"

    def unit_rows(self, unit: int) -> list[NumberRow]:
        """Return the numbers of a unit for its card."""
        return [] if self.layer is None else hidden_rows(self.layer, unit)

    def unit_tip(self, unit: int, terms: Sequence[Row]) -> str:
        """Return the tooltip of a unit; `terms` are the sum behind its logit."""
        if self.layer is None:
            return self.tip(self.unit_centre(unit))
        return unit_tip(self.unit_title(unit), self.layer, unit, terms)

    def panel_rect(self) -> QRectF:
        """Return the panel; a strip has its name above and its numbers below it."""
        return self.column.panel

    def tip(self, at: QPointF) -> str:
        """Return the numbers of the layer."""
        return layer_tip(self.name, self.spec, self.column.slot.units, self.parameters, self.layer)

    def still_key(self) -> tuple[Hashable, ...]:
        """Return the structure."""
        column = self.column
        structure = (column.form.name, column.slot.units, self.spec.activation, self.number)
        return (*structure, column.is_condensed, column.has_label, self.parameters)

    def draw_still(self, painter: QPainter) -> None:
        """Draw header, footer and handle."""
        if self.column.form.is_strip:
            draw_strip_name(painter, self.column, self.number)
        else:
            self._draw_header(painter)
            footer = self._footer()
            self.draw_rule(painter, footer.top())
            draw_footer_mark(painter, footer, self.column.form.is_wide)
        draw_handle(painter, self.column, self.is_selected)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw the axis, the units and how many are saturated."""
        if self.column.form.is_strip:
            cells = strip_cells(self.column)
            draw_cells(painter, self._marks(), self.column.slot.units, cells)
            draw_strip_numbers(painter, self.column, self.layer, self.parameters)
        else:
            track = self._track()
            draw_decades(painter, self._scale, track, self.column.body.top() - 9)
            self._draw_units(painter)
            is_wide, activation = self.column.form.is_wide, self.spec.activation
            draw_footer(painter, self._footer(), is_wide, activation, self.units, self.layer)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the card; of one that the map shows, that it is selected."""
        if not self.column.form.is_map:
            super().paint(painter, option, widget)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colors.accent, 2))
            painter.drawRect(self.panel_rect().adjusted(-1, 1, 1, -1))

    def _marks(self) -> UnitMarks | None:
        return None if self.layer is None else UnitMarks.of(self.layer, self._scale)

    def _margin(self) -> float:
        return 12 if self.column.form.is_wide else 8

    def _disc_x(self) -> float:
        if self.column.form.is_map:
            return self.rect.center().x()
        if self.column.form.is_strip:
            return strip_cells(self.column).value.center().x()
        return self.rect.left() + self._margin() + 8

    def _track(self) -> QRectF:
        """Return the horizontal place of the |delta| bars, with the height of the body."""
        if self.column.is_condensed:
            return self._cells().delta
        margin = self._margin()
        return self.column.body.adjusted(2 * margin + 12, 0, -margin, 0)

    def _footer(self) -> QRectF:
        """Return the place below the units, from their margin to the right edge."""
        return QRectF(
            QPointF(self.rect.left() + self._margin(), self.rect.bottom() - FOOTER),
            self.rect.bottomRight(),
        )

    def _cells(self) -> Cells:
        """Return the places of the cells of a condensed column."""
        margin, body = self._margin(), self.column.body
        width, pitch = (9, 12) if self.column.form.is_wide else (7, 9)
        first = QRectF(body.left() + margin, body.top(), width, body.height())
        track = body.adjusted(margin + 3 * pitch, 0, 2 - margin, 0)
        return Cells(first, first.translated(pitch, 0), first.translated(2 * pitch, 0), track)

    def _draw_header(self, painter: QPainter) -> None:
        colors = theme().colors
        units = self.column.slot.units
        activation = activation_words(self.spec.activation)
        if self.column.form.is_wide:
            self.draw_layer_title(painter, self.name, activation, units, self.parameters)
        else:
            self._draw_narrow_title(painter, activation, units)
        y = self.column.body.top() - 9
        if self.column.is_condensed:
            draw_cell_names(painter, self._cells(), y)
        else:
            place = line(self.rect.left() + self._margin(), y - 4, 20)
            write(painter, place, "|δ|", colors.backward_text)

    def _draw_narrow_title(self, painter: QPainter, activation: str, units: int) -> None:
        """Write name, activation and the numbers of units and parameters below each other."""
        colors, margin = theme().colors, self._margin()
        left, width = self.rect.left() + margin, self.rect.width() - 2 * margin
        top = self.rect.top()
        write(painter, line(left, top + 12, width), self.name, colors.text2)
        activation = fitting(width + 4, activation, activation.split()[0], size=BODY, weight=BOLD)
        write(painter, line(left, top + 26, width + 4), activation, colors.text, BODY, BOLD)
        words = fitting(width + 4, counted(units, "unit"), count(units))
        write(painter, line(left, top + 40, width + 4), words, colors.text)
        words = parameter_words(width + 4, self.parameters)
        write(painter, line(left, top + 54, width + 4), words, colors.text3)

    def _draw_units(self, painter: QPainter) -> None:
        track = self._track()
        if not self.column.is_condensed:
            draw_rows(painter, self._marks(), self.column.unit_ys(), self._disc_x(), track)
        else:
            draw_cells(painter, self._marks(), self.column.slot.units, self._cells())
