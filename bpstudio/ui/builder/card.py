"""A card of the chain: a panel with a title, drawn in the scene's own coordinates."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import RIGHT, fitting, line, text_width, write
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, rough_count
from bpstudio.ui.theme import BODY, BOLD, RADIUS_CARD, theme

if TYPE_CHECKING:
    from collections.abc import Hashable


def parameter_words(width: float, number: int) -> str:
    """Return in `width` px how many parameters there are."""
    full = (f"{count(number)} {words}" for words in ("parameters", "param.", "par."))
    return fitting(width, *full, f"{rough_count(number)} par.", f"{rough_count(number, 4)} par.")


LARGEST_PICTURE = 2_500  # device px: what is zoomed in further isn't kept as a picture
OVERHANG = 12  # px: the handle and the focus ring go beyond the card's rectangle
FOCUS_OFFSET = 4


class Card(QGraphicsItem):
    """One item for a whole card; `rect` is its place in the scene.

    Its position stays at the origin except while it is dragged.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rect = QRectF()
        self.is_selected = False
        self.has_ring = False
        self._key: tuple[Hashable, ...] = ()
        self._picture = QPixmap()

    def put(self, rect: QRectF) -> None:
        """Give the card its place."""
        self.prepareGeometryChange()
        self.rect = rect
        self.setPos(0, 0)

    def mark(self, is_selected: bool, has_ring: bool) -> None:
        """Show whether the card is selected, and whether the keyboard is on it."""
        self.is_selected, self.has_ring = is_selected, has_ring
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the card with its handle and its focus ring."""
        return self.rect.adjusted(-OVERHANG, -OVERHANG, OVERHANG, OVERHANG)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the card: what stands still from a picture of it, then the numbers.

        With no `widget` it is drawn for a file, where a text stays a text.
        """
        scale = painter.deviceTransform().m11()
        box = self.boundingRect()
        if widget is None or box.height() * scale > LARGEST_PICTURE:
            self._draw_all_still(painter)
        else:
            painter.drawPixmap(box.topLeft(), self._still_picture(scale))
        self.draw_numbers(painter)

    def _still_picture(self, scale: float) -> QPixmap:
        """Return what stands still, drawn anew only when something about it has changed."""
        size = self.boundingRect().size()
        marks = (self.is_selected, self.has_ring, theme().colors)
        key = (scale, size.width(), size.height(), *marks, *self.still_key())
        if key != self._key:
            self._key = key
            self._picture = QPixmap(ceil(size.width() * scale), ceil(size.height() * scale))
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.scale(scale, scale)
                painter.translate(-self.boundingRect().topLeft())
                self._draw_all_still(painter)
            self._picture.setDevicePixelRatio(scale)
        return self._picture

    def _draw_all_still(self, painter: QPainter) -> None:
        self.draw_panel(painter, self.panel_rect())
        self.draw_still(painter)

    def panel_rect(self) -> QRectF:
        """Return the part of the card that is a panel."""
        return self.rect

    def still_key(self) -> tuple[Hashable, ...]:
        """Return all that decides what `draw_still` draws."""
        raise NotImplementedError

    def draw_still(self, painter: QPainter) -> None:
        """Draw what doesn't change from step to step."""
        raise NotImplementedError

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw the numbers of the step."""

    def tip(self, at: QPointF) -> str:
        """Return what a tooltip says at a place in the scene."""
        raise NotImplementedError

    def draw_panel(self, painter: QPainter, panel: QRectF) -> None:
        """Draw the panel, heavier where it is selected, with a ring where the keyboard is."""
        colors = theme().colors
        painter.setBrush(colors.raised)
        if self.is_selected:
            painter.setPen(QPen(colors.accent, 2))
            inset = 1.0
        else:
            painter.setPen(QPen(colors.border, 1))
            inset = 0.5
        box = panel.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        if self.has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 1.5))
            ring = panel.adjusted(-FOCUS_OFFSET, -FOCUS_OFFSET, FOCUS_OFFSET, FOCUS_OFFSET)
            painter.drawRoundedRect(ring, RADIUS_CARD + 3, RADIUS_CARD + 3)

    def draw_title(
        self, painter: QPainter, name: str, words: str, number: int, thing: str = "unit"
    ) -> None:
        """Write the card's name, and below it in bold what it is and how many things it has.

        Where there is little room, what it is goes up beside the name, or where that is too long,
        the number: the number is never cut.
        """
        below = f"{words} · {count(number)}"
        width = self.rect.width() - 2 * self._title_margin(below)
        if text_width(below, BODY, BOLD) > width and text_width(f"{name} · {words}") <= width:
            name = f"{name} · {words}"
            below = fitting(width, counted(number, thing), count(number), size=BODY, weight=BOLD)
        elif text_width(below, BODY, BOLD) > width:
            name, below = f"{name} · {count(number)}", words
        self._write_title(painter, name, below)

    def draw_layer_title(
        self, painter: QPainter, name: str, words: str, units: int, parameters: int
    ) -> None:
        """Write the layer's name with its parameters, below it what it is with its units.

        Where there is little room, of what it is only the first word stands, and a large number
        of units is rounded: the name's line has the parameters at its right.
        """
        first = words.split()[0]
        numbers = (count(units), rough_count(units), rough_count(units, 3))
        candidates = [f"{kind} · {number}" for number in numbers for kind in (words, first)]
        candidates += [f"{first}·{number}" for number in numbers]
        width = self.rect.width() - 16
        self._write_title(painter, name, fitting(width, *candidates, size=BODY, weight=BOLD))
        width = self.rect.width() - 20
        words = parameter_words(width - text_width(name) - 4, parameters)
        place = line(self.rect.left() + 12, self.rect.top() + 14, width)
        write(painter, place, words, theme().colors.text3, align=RIGHT)

    def _title_margin(self, words: str) -> int:
        """Return how far from the edges a title stands: less for long ones."""
        return 12 if text_width(words, BODY, BOLD) <= self.rect.width() - 24 else 8

    def _write_title(self, painter: QPainter, name: str, below: str) -> None:
        colors, margin = theme().colors, self._title_margin(below)
        left, width = self.rect.left() + margin, self.rect.width() - 2 * margin
        write(painter, line(left, self.rect.top() + 14, width), name, colors.text2)
        place = line(left, self.rect.top() + 30, width)
        write(painter, place, below, colors.text, size=BODY, weight=BOLD)

    def draw_rule(self, painter: QPainter, y: float) -> None:
        """Draw a hairline across the panel."""
        painter.setPen(QPen(theme().colors.border, 1))
        box = self.panel_rect()
        painter.drawLine(QPointF(box.left() + 1, y + 0.5), QPointF(box.right() - 1, y + 0.5))
