"""The dashed outline of where a layer would stand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import CENTRE, text_width, write
from bpstudio.ui.theme import BODY, RADIUS_CARD, RADIUS_FIELD, theme

PLATE = 22  # px: the height of the words on a plate


class Ghost(QGraphicsItem):
    """A preview of a column, shown while something is dragged."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self._words = ""
        self._is_low = False
        self._cover = QRectF()  # what is carried, where that is known
        self.setZValue(1)
        self.hide()

    def show_at(self, rect: QRectF, words: str) -> None:
        """Show the outline at `rect` with `words` in it."""
        self.prepareGeometryChange()
        self._rect, self._words, self._cover = rect, words, QRectF()
        self.show()

    def keep_words_clear_of(self, y: float) -> None:
        """Write the words in the half that `y` is not in: what is dragged would cover them."""
        self.prepareGeometryChange()
        self._is_low = y < self._rect.center().y()
        self.update()

    def keep_words_beside(self, cover: QRectF) -> None:
        """Write the words where `cover`, the card that is carried, leaves room, or not at all."""
        self.prepareGeometryChange()
        self._cover = cover
        self.update()

    def words_place(self) -> QRectF | None:
        """Return where the words stand; None where what is carried leaves no room for them."""
        width, rect, cover = text_width(self._words, BODY) + 12, self._rect, self._cover
        if not rect.intersects(cover):
            middles = [rect.center().x()]
        else:
            ends = ((rect.left(), cover.left()), (cover.right(), rect.right()))
            middles = [(left + right) / 2 for left, right in ends if right - left >= width]
        height = self.words_at() - PLATE / 2
        places = (QRectF(middle - width / 2, height, width, PLATE) for middle in middles)
        return next((place for place in places if not place.intersects(cover)), None)

    def words_at(self) -> float:
        """Return the height of the words."""
        return self._rect.top() + (0.75 if self._is_low else 0.25) * self._rect.height()

    def boundingRect(self) -> QRectF:
        """Return the outline with the words."""
        words = self.words_place()
        box = self._rect if words is None else self._rect.united(words)
        return box.adjusted(-1, -1, 1, 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the outline and the words, on a plate where they are wider than that."""
        colors, words = theme().colors, self.words_place()
        painter.setBrush(colors.raised)
        painter.setPen(QPen(colors.accent, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self._rect, RADIUS_CARD, RADIUS_CARD)
        if words is None:
            return
        if words.width() > self._rect.width():
            painter.setPen(QPen(colors.accent, 1))
            painter.drawRoundedRect(words, RADIUS_FIELD, RADIUS_FIELD)
        write(painter, words, self._words, colors.text, BODY, align=CENTRE)
