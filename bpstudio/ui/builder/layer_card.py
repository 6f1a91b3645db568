"""The card of a hidden layer: its units, how saturated it is, and the handle to pull."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.experiment.spec import LayerSpec
from bpstudio.ui.builder.card import Card, parameter_words
from bpstudio.ui.builder.cells import Cells, draw_cells
from bpstudio.ui.builder.forms import FOOTER
from bpstudio.ui.builder.ink import fitting, line, text_width, write
from bpstudio.ui.builder.marks import draw_decades, draw_saturated
from bpstudio.ui.builder.strip import (
    draw_cell_names,
    draw_strip_name,
    draw_strip_numbers,
    strip_cells,
)
from bpstudio.ui.builder.unit_marks import UnitMarks, draw_rows
from bpstudio.ui.builder.unit_rows import NumberRow, hidden_rows
from bpstudio.ui.builder.unit_tip import layer_tip, unit_tip
from bpstudio.ui.names import activation_words, counted, never_saturates, numbered_layer
from bpstudio.ui.numbers import count, rough_count
from bpstudio.ui.theme import BODY, BOLD, theme

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.chain import Column
    from bpstudio.ui.builder.scale import DecadeScale
    from bpstudio.ui.builder.tips import Row

HANDLE_REACH = 6  # px around the handle that still grip it


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
        panel, form = self.panel_rect(), self.column.form
        width = min(24, panel.width()) if form.is_strip else 40
        return QRectF(panel.center().x() - width / 2, panel.bottom() - 8, width, 16)

    def is_on_handle(self, at: QPointF) -> bool:
        """Whether a place in the scene grips the handle."""
        if self.column.form.is_map:
            return False
        reach = HANDLE_REACH
        beside = min(reach, self.column.form.gap / 2)  # up to the neighbour's
        return self.handle().adjusted(-beside, -2, beside, reach).contains(at)

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
            top = self.rect.bottom() - FOOTER
            self.draw_rule(painter, top)
            inset, radius = (6, 5.0) if self.column.form.is_wide else (4.5, 4.5)
            centre = QPointF(self.rect.left() + self._margin() + inset, top + 13)
            draw_saturated(painter, centre, radius)
        self._draw_handle(painter)

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
            self._draw_footer(painter)

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

    def _draw_footer(self, painter: QPainter) -> None:
        colors, margin = theme().colors, self._margin()
        top, left = self.rect.bottom() - FOOTER, self.rect.left() + margin
        indent, inset = (18, 8) if self.column.form.is_wide else (14, 3)
        place = line(left + indent, top + 13, self.rect.right() - left - indent - inset)
        number, rest = self._saturated_words(place.width())
        write(painter, place, number, colors.text, weight=BOLD)
        used = text_width(number, weight=BOLD)
        write(painter, place.adjusted(used, 0, 0, 0), rest, colors.text2)
        room = self.rect.right() - left - 4
        place = line(left, top + 28, room)
        write(painter, place, fitting(room, *self._below_saturated()), colors.text2)

    def _saturated_words(self, width: float) -> tuple[str, str]:
        """Return how many units are saturated and of how many, in `width` px."""
        if never_saturates(self.spec.activation):
            return "never", ""
        saturated = None if self.layer is None else int(self.layer.saturated.sum())
        units = self.column.slot.units
        for rounded in (count, rough_count):
            number = "–" if saturated is None else rounded(saturated)
            room = width - text_width(number, weight=BOLD)
            rest = fitting(room, f" of {rounded(units)}", f"/{rounded(units)}")
            if text_width(rest) <= room:
                return number, rest
        return number, ""

    def _below_saturated(self) -> tuple[str, ...]:
        """Return what stands below the number of saturated units, from long to short."""
        dead = 0 if self.layer is None else int(self.layer.dead.sum())
        if never_saturates(self.spec.activation):
            return ("saturated",)
        if dead:
            return (f"{count(dead)} dead", f"{rough_count(dead)} dead")
        return ("on this sample", "saturated")

    def _draw_handle(self, painter: QPainter) -> None:
        colors, handle = theme().colors, self.handle().adjusted(0.5, 0.5, -0.5, -0.5)
        ink = colors.on_accent if self.is_selected else colors.text2
        painter.setBrush(colors.accent if self.is_selected else colors.raised)
        painter.setPen(QPen(colors.accent if self.is_selected else colors.strong, 1))
        painter.drawRoundedRect(handle, 7.5, 7.5)
        centre = handle.center()
        x = centre.x() if self.column.form.is_strip else centre.x() - 6
        painter.setPen(QPen(ink, 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        for way in (-1, 1):
            tip = QPointF(x, centre.y() + 4.5 * way)
            foot = centre.y() + 1.5 * way
            painter.drawPolyline([QPointF(x - 3, foot), tip, QPointF(x + 3, foot)])
        if not self.column.form.is_strip:
            painter.setPen(QPen(ink, 1))
            for y in (-3, 0, 3):
                painter.drawLine(QPointF(x + 8, centre.y() + y), QPointF(x + 16, centre.y() + y))
