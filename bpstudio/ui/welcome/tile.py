"""A tile of the start screen: a picture, what it is called, what one will see."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from bpstudio.refusal import Refusal
from bpstudio.ui.theme import (
    BOLD,
    GRID,
    HINT,
    RADIUS_CARD,
    RADIUS_FIELD,
    REGULAR,
    VALUE,
    blend,
    font,
    theme,
)
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.welcome.pictures import PICTURES
from bpstudio.ui.widgets.card import HEIGHT, PADDING, PICTURE, TITLE_LINE, WORDS

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from bpstudio.ui.welcome.catalogue import Offer

log = logging.getLogger(__name__)

WIDTH, KEY = 240, 16  # px
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Tile(QAbstractButton):
    """A button with a picture; its number is the key that presses it, too."""

    def __init__(self, offer: Offer, number: int) -> None:
        super().__init__()
        self.offer, self._number = offer, number
        self.setObjectName(f"start_{offer.name}")
        self.setAccessibleName(offer.title)
        self.setAccessibleDescription(offer.sentence)
        self.setToolTip(fitted(f"{offer.title} ({number})\n{offer.sentence}"))
        self.setFixedSize(WIDTH, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(WIDTH, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the screen, which knows what lies beside: Qt takes them for Tab."""
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all of it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_ground(painter)
            inner = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING, -PADDING)
            picture = QRectF(inner.left(), inner.top(), inner.width(), PICTURE)
            self._draw_words(painter, inner.adjusted(0, PICTURE + GRID, 0, 0))
            painter.save()
            try:
                PICTURES[self.offer.name](painter, picture)
            except Refusal as refusal:  # the tile can do without
                log.warning("no picture of %s: %s", self.offer.name, refusal)
            painter.restore()

    def _draw_ground(self, painter: QPainter) -> None:
        colors = theme().colors
        is_marked = self.hasFocus() or self.isDown()
        width = 2 if is_marked else 1
        frame = colors.accent if is_marked else colors.border
        ground = colors.surface
        if self.isDown() or self.underMouse():
            ground = blend(colors.surface, colors.sunken, 0.5)
        painter.setPen(QPen(frame, width))
        painter.setBrush(ground)
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)

    def _draw_words(self, painter: QPainter, place: QRectF) -> None:
        colors = theme().colors
        key = QRectF(place.right() - KEY, place.top() + 1, KEY, KEY)
        painter.setPen(QPen(colors.strong, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_FIELD, RADIUS_FIELD)
        painter.setFont(font(HINT, REGULAR))
        painter.setPen(colors.text2)
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(font(VALUE, BOLD))
        painter.setPen(colors.text)
        title = QRectF(place.left(), place.top(), place.width() - KEY - 4, TITLE_LINE)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.offer.title)
        painter.setFont(font(HINT, REGULAR))
        painter.setPen(colors.text2)
        sentence = place.adjusted(0, TITLE_LINE + 2, 0, 2)
        painter.drawText(sentence, WORDS, self.offer.sentence)
