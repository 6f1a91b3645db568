"""A button whose text wraps: a lesson in the contents, an answer that can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bpstudio.ui.theme import BODY, GRID, HINT, RADIUS_FIELD, font, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Mark = Literal["", "right", "wrong", "part"]

SIGN = 16  # px: the mark's side
FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
TALL = 10_000  # px: as much as a text can want


class WrappingButton(QAbstractButton):
    """A mark, a text and, smaller, what more there is to say.

    Parameters
    ----------
    text, detail
        What it says.
    is_framed
        Whether it has a frame when nobody points at it.
    size
        Of the text, px.
    """

    def __init__(
        self,
        text: str,
        detail: str = "",
        *,
        is_framed: bool = False,
        size: int = BODY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail, self._is_framed, self._size = detail, is_framed, size
        self._mark: Mark = ""
        self.setText(text.replace("&", "&&"))
        self._words = text
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    @property
    def mark(self) -> Mark:
        """What its mark says: nothing yet, right or done, wrong, done in part."""
        return self._mark

    def set_mark(self, mark: Mark, words: str = "") -> None:
        """Show another mark; `words` say it to those who don't see it."""
        self._mark = mark
        self.setAccessibleDescription(", ".join(filter(None, (words, self._detail))))
        self.update()

    def _room(self, width: int) -> int:
        return width - SIGN - 4 * GRID

    def _height_of(self, text: str, size: int, width: int) -> int:
        if not text:
            return 0
        box = QRect(0, 0, self._room(width), TALL)
        return QFontMetrics(font(size)).boundingRect(box, int(FLAGS), text).height()

    def hasHeightForWidth(self) -> bool:
        """Return that its height goes by its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that its texts take."""
        lines = self._height_of(self._words, self._size, width)
        more = self._height_of(self._detail, HINT, width)
        return max(lines + (more + 2 if more else 0), SIGN) + 2 * GRID

    def sizeHint(self) -> QSize:
        """Return a width to begin with, and the height for it."""
        width = self.width() or 32 * GRID
        return QSize(16 * GRID, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: no text is cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, mark and texts."""
        colors, box = theme().colors, self.rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            sign = QRect(GRID + 2, GRID, SIGN, SIGN)
            self._paint_mark(painter, sign)
            left, room = sign.right() + GRID + 2, self._room(box.width())
            height = self._height_of(self._words, self._size, box.width())
            painter.setPen(colors.text if self.isEnabled() else colors.text2)
            painter.setFont(font(self._size))
            painter.drawText(QRect(left, GRID, room, height), int(FLAGS), self._words)
            painter.setPen(colors.text3)
            painter.setFont(font(HINT))
            below = QRect(left, GRID + height + 2, room, box.height())
            painter.drawText(below, int(FLAGS), self._detail)

    def _paint_ground(self, painter: QPainter) -> None:
        colors, box = theme().colors, self.rect().toRectF().adjusted(1, 1, -1, -1)
        is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = colors.sunken if is_lit else colors.raised if self._is_framed else None
        painter.setPen(QPen(colors.border, 1) if self._is_framed else Qt.PenStyle.NoPen)
        if self._is_framed and is_lit:
            painter.setPen(QPen(colors.strong, 1))
        if self.hasFocus():
            painter.setPen(QPen(colors.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
        painter.drawRoundedRect(box, RADIUS_FIELD, RADIUS_FIELD)

    def _paint_mark(self, painter: QPainter, box: QRect) -> None:
        colors, mark = theme().colors, self._mark
        area = box.toRectF().adjusted(1, 1, -1, -1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark == "right":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.forward_text)
            painter.drawEllipse(area)
            pen = QPen(colors.raised, 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = area.center().x(), area.center().y()
            painter.drawPolyline(
                [QPointF(x - 3, y), QPointF(x - 0.8, y + 2.4), QPointF(x + 3.2, y - 2.6)]
            )
            return
        if mark == "wrong":
            painter.setPen(QPen(colors.backward_text, 1.5))
            painter.drawEllipse(area)
            x, y = area.center().x(), area.center().y()
            painter.drawLine(QPointF(x - 2.5, y - 2.5), QPointF(x + 2.5, y + 2.5))
            painter.drawLine(QPointF(x - 2.5, y + 2.5), QPointF(x + 2.5, y - 2.5))
            return
        painter.setPen(QPen(colors.strong, 1.5))
        painter.drawEllipse(area)
        if mark == "part":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.forward_text)
            painter.drawPie(area.adjusted(3, 3, -3, -3), 90 * 16, -180 * 16)
