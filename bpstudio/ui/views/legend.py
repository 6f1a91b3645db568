"""The key in a title bar: what each line of a plot is, and its current value."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.theme import GRID, HINT, SEGMENT_HEIGHT, font, theme
from bpstudio.ui.views.frame import LEFT
from bpstudio.ui.views.overlay import pen as line_beside

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

SWATCH, BESIDE, APART = 14, 4, 10  # px: a line's look, from it to the name, between lines


class Mark(Enum):
    """How a line is drawn."""

    LINE = "line"
    DOTS = "dots"
    BESIDE = "beside"  # another run's, thin and pale


class Entry(NamedTuple):
    """A line of a plot: how it is drawn, its names, the longest first, its current value.

    The last name may be empty: how it is drawn is enough, if need be. `dashes` are those of
    another run's line, in px.
    """

    mark: Mark
    names: tuple[str, ...]
    number: str
    dashes: tuple[float, ...] = ()

    def text(self, shortening: int = 0) -> str:
        """Return name and value; each `shortening` takes a shorter name, if there is one."""
        name = self.names[min(shortening, len(self.names) - 1)]
        return f"{name}  {self.number}" if name else self.number


class Legend(QWidget):
    """The lines of a plot with their current values; names shorten where there is little room.

    It paints its own ground: Qt would paint all that lies below it first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._full_width = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("legend")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(SEGMENT_HEIGHT)
        theme().changed.connect(self.update)

    def show_entries(self, entries: list[Entry]) -> None:
        """Show `entries`, from the left."""
        if entries == self._entries:
            return
        self._entries = entries
        texts = [entry.text() for entry in entries]
        self.setToolTip("\n".join(texts))
        self.setAccessibleDescription("; ".join(texts))
        # Asked for in steps, so that the title bar isn't laid out anew for a figure more or less.
        width = GRID * -(-int(self._width(texts)) // GRID)
        if width != self._full_width:
            self._full_width = width
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that the names in full take."""
        return QSize(self._full_width, SEGMENT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return no width: the legend gives way to the controls."""
        return QSize(0, SEGMENT_HEIGHT)

    def texts(self) -> list[str]:
        """Return the entries in words, with names as long as there is room for."""
        most = max((len(entry.names) for entry in self._entries), default=1)
        for shortening in range(most):
            texts = [entry.text(shortening) for entry in self._entries]
            if self._width(texts) <= self.width() + GRID:
                break
        return texts

    def _width(self, texts: list[str]) -> float:
        advance = QFontMetricsF(font(HINT)).horizontalAdvance
        return sum(SWATCH + BESIDE + advance(text) + APART for text in texts)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each line's look, name and value, as far as there is room."""
        texts = self.texts()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colors.window)
            painter.setFont(font(HINT))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = max(self.width() - self._width(texts) + GRID, 0.0)
            for entry, text in zip(self._entries, texts, strict=True):
                width = self._width([text])
                if left + width - GRID > self.width() + GRID:
                    break
                self._paint_mark(painter, entry, left)
                painter.setPen(theme().colors.text2)
                place = QRectF(left + SWATCH + BESIDE, 0, width, self.height())
                painter.drawText(place, LEFT, text)
                left += width

    def _paint_mark(self, painter: QPainter, entry: Entry, left: float) -> None:
        colors, y = theme().colors, self.height() / 2
        mark, pen = entry.mark, QPen(colors.text, 1.5)
        if mark is Mark.BESIDE:
            pen = line_beside(entry.dashes)
        elif mark is Mark.DOTS:
            pen.setDashPattern([1.4, 1.4])
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y, left + SWATCH, y))
        if mark is Mark.DOTS:
            painter.setPen(QPen(colors.text, 1.25))
            painter.setBrush(colors.window)
            painter.drawEllipse(QPointF(left + SWATCH / 2, y), 2.5, 2.5)
