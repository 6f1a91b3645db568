"""The card of a clicked unit: its numbers, tied to the unit by a dotted line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.ui.builder.card import Card
from bpstudio.ui.builder.marks import draw_saturated
from bpstudio.ui.builder.room import steps_within
from bpstudio.ui.builder.scale import value_shares
from bpstudio.ui.builder.unit_tip import state_words, unit_share
from bpstudio.ui.canvas.ink import RIGHT, line, text_width, write
from bpstudio.ui.canvas.tips import table
from bpstudio.ui.names import never_saturates
from bpstudio.ui.theme import BODY, BOLD, MEDIUM, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.room import Room
    from bpstudio.ui.builder.unit_rows import NumberRow
    from bpstudio.ui.canvas.tips import Row

WIDTH, HEIGHT = 224, 186
DISTANCE, MARGIN, ROW = 24, 12, 20
ABOVE = 86  # px of the card above the height of its unit, where nothing is in the way
LEAST_TIED = 16  # px from the ends of the card to where the line to its unit meets it
RING = 9.5
CLOSE, CROSS = 16, 3.5  # px: the button, and half of its cross


class UnitHolder(Protocol):
    """A card with units that can be asked about: a hidden layer's, or the output's."""

    rect: QRectF

    @property
    def layer_id(self) -> int:
        """The id of the layer."""

    @property
    def units(self) -> int:
        """How many units there are."""

    @property
    def layer(self) -> LayerSnapshot | None:
        """Its numbers, where they fit."""

    def unit_at(self, at: QPointF) -> int | None:
        """Return the unit at a place in the scene."""

    def unit_centre(self, unit: int) -> QPointF:
        """Return the middle of its mark."""

    def unit_title(self, unit: int) -> str:
        """Return what it is called."""

    def unit_rows(self, unit: int) -> list[NumberRow]:
        """Return its numbers for the card."""

    def unit_tip(self, unit: int, terms: Sequence[Row]) -> str:
        """Return its tooltip; `terms` are the sum behind its logit."""


class UnitCard(Card):
    """The numbers of one unit on the shown sample and in the batch; follows its layer."""

    def __init__(self) -> None:
        super().__init__()
        self.of: tuple[int, int] | None = None  # layer id, unit
        self._card: UnitHolder | None = None
        self._number = ""
        self.setZValue(3)
        self.hide()

    def open(self, card: UnitHolder, unit: int, bounds: QRectF, room: Room) -> None:
        """Show a unit of `card`, beside it: within `bounds`, covering little of what is there."""
        self.of, self._card = (card.layer_id, unit), card
        self.put(_place_beside(card.rect, card.unit_centre(unit).y(), bounds, room))
        self.show()

    def close(self) -> None:
        """Hide the card."""
        self.of = self._card = None
        self.hide()

    def close_button(self) -> QRectF:
        """Return the button that closes the card."""
        return QRectF(self.rect.right() - CLOSE - 8, self.rect.top() + 8, CLOSE, CLOSE)

    def is_on_close(self, at: QPointF) -> bool:
        """Whether a place in the scene is on the button that closes the card."""
        return self.isVisible() and self.close_button().contains(at)

    def set_number(self, sample: str) -> None:
        """Say which sample the numbers are of: ``"sample 126"``."""
        self._number = sample
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the card with the line to its unit and the ring around that."""
        box = super().boundingRect()
        if self._card is None or self.of is None:
            return box
        centre = self._card.unit_centre(self.of[1])
        reach = RING + 2
        ring = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
        return box.united(ring)

    def tip(self, at: QPointF) -> str:
        """Return what the button does."""
        if self.is_on_close(at):
            return table("Close", (), "key: Esc")
        return ""

    def draw_panel(self, painter: QPainter, panel: QRectF) -> None:
        """Draw the ring around the unit, the line to it, and the panel."""
        if self._card is None or self.of is None:
            return
        colors, centre = theme().colors, self._card.unit_centre(self.of[1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.text, 1))
        painter.drawEllipse(centre, RING, RING)
        is_left = panel.left() < centre.x()
        near = panel.right() if is_left else panel.left()
        painter.setPen(QPen(colors.text, 1, Qt.PenStyle.DotLine))
        end = centre.x() - RING if is_left else centre.x() + RING
        painter.drawLine(QPointF(near, centre.y()), QPointF(end, centre.y()))
        painter.setBrush(colors.raised)
        painter.setPen(QPen(colors.strong, 1))
        painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._draw_cross(painter)

    def _draw_cross(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme().colors.text2, 1.5, c=Qt.PenCapStyle.RoundCap))
        middle, arm = self.close_button().center(), QPointF(CROSS, CROSS)
        other = QPointF(CROSS, -CROSS)
        painter.drawLine(middle - arm, middle + arm)
        painter.drawLine(middle - other, middle + other)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw panel, title and the rows of numbers."""
        self.draw_panel(painter, self.panel_rect())
        self.draw_numbers(painter)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw the title and the rows of numbers."""
        if self._card is None or self.of is None:
            return
        colors, unit = theme().colors, self.of[1]
        left = self.rect.left() + MARGIN
        head = line(left, self.rect.top() + 16, self.close_button().left() - left - 4)
        title = self._card.unit_title(unit)
        write(painter, head, title, colors.text, BODY, BOLD)
        if self._has_number_aside():
            write(painter, head, self._number, colors.text2, align=RIGHT)
        if self._card.layer is None:
            below = line(left, self.rect.top() + 40, WIDTH - 2 * MARGIN)
            write(painter, below, "press Train or Update", colors.text3)
        else:
            self._draw_rows(painter, self._card.layer, unit)

    def _has_number_aside(self) -> bool:
        """Whether the sample's number fits beside the title; the input's card says it as well."""
        if self._card is None or self.of is None:
            return False
        used = text_width(self._card.unit_title(self.of[1]), BODY, BOLD) + 8
        room = self.close_button().left() - self.rect.left() - MARGIN - 4
        return used + text_width(self._number) <= room

    def _draw_rows(self, painter: QPainter, layer: LayerSnapshot, unit: int) -> None:
        colors = theme().colors
        left, width = self.rect.left() + MARGIN, WIDTH - 2 * MARGIN
        y = self.rect.top() + 39
        for row in [] if self._card is None else self._card.unit_rows(unit):
            if row.is_batch:
                self.draw_rule(painter, round(y) - 6)
                y += 6
            where = line(left, y, width)
            room = width - text_width(row.number, weight=MEDIUM) - 8
            write(painter, line(left, y, room), row.name, colors.text2)
            color: QColor = getattr(colors, row.color)
            write(painter, where, row.number, color, weight=MEDIUM, align=RIGHT)
            y += ROW
        if not len(layer.saturated):  # the output's
            if not self._has_number_aside():
                write(painter, line(left, y, width), self._number, colors.text2)
        else:
            self._draw_state(painter, layer, unit, line(left, y, width))

    def _draw_state(
        self, painter: QPainter, layer: LayerSnapshot, unit: int, place: QRectF
    ) -> None:
        colors = theme().colors
        if layer.saturated[unit]:
            share = float(value_shares(layer.z, layer.activation, layer.skip)[unit])
            draw_saturated(painter, QPointF(place.left() + 6, place.center().y()), 5, share)
            place.adjust(18, 0, 0, 0)
        write(painter, place, state_words(layer, unit), colors.text, weight=BOLD)
        words = unit_share(layer, unit)
        if not never_saturates(layer.activation):
            words += " of probe"
        write(painter, place, words, colors.text2, align=RIGHT)


def _place_beside(column: QRectF, y: float, bounds: QRectF, room: Room) -> QRectF:
    """Return the place to the left or the right of `column` that fits and covers least.

    The card is as high as the line at `y` that ties it to its unit.
    """
    lefts = np.round([column.left() - DISTANCE - WIDTH, column.right() + DISTANCE])
    beyond = np.maximum(bounds.left() - lefts, lefts + WIDTH - bounds.right()).clip(0)
    lefts = lefts[beyond == beyond.min()]
    highest = max(bounds.top(), min(y - HEIGHT + LEAST_TIED, bounds.bottom() - HEIGHT))
    lowest = max(min(y - LEAST_TIED, bounds.bottom() - HEIGHT), highest)
    tops = np.round(steps_within(highest, lowest))
    middle = QPointF(column.center().x(), y - ABOVE + HEIGHT / 2)
    return QRectF(room.best(lefts, tops, QSizeF(WIDTH, HEIGHT), middle), QSizeF(WIDTH, HEIGHT))
