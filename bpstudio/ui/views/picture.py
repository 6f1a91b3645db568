"""A picture of the run: its ground, a message in its place, the exact numbers under the pointer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import BODY, GRID, font, theme
from bpstudio.ui.views.readout import Readout, draw_readout
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

STRIDE = 4  # px: how far an arrow key moves the pointer; with Shift 1
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class Picture(Painted):
    """What a view shows; each kind says what is drawn and read in it.

    The pointer shows the exact numbers; on the keyboard, arrows move it and Esc ends reading.

    Signals
    -------
    laid_out
        Where its data stand, or whether it says something instead, may be another from now on.
    """

    laid_out = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.message = ""
        self.pointer: QPointF | None = None
        self.setMinimumSize(20 * GRID, 8 * GRID)
        theme().changed.connect(self.changed)  # what is worked out may be of its colours

    @property
    def area(self) -> QRectF:
        """Where there are numbers to be read."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Work out what drawing needs from the data and the size."""
        raise NotImplementedError

    def draw_ground(self, painter: QPainter) -> None:
        """Draw what stands behind the data."""

    def draw(self, painter: QPainter) -> None:
        """Draw the data."""
        raise NotImplementedError

    def draw_over(self, painter: QPainter) -> None:
        """Draw what stands before the data."""

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers at `at`, in px, within the area of the data."""
        raise NotImplementedError

    def tip(self, at: QPointF) -> str:
        """Return what a tooltip says of what stands beside the data at `at`, in px."""
        return ""

    def changed(self) -> None:
        """Lay out and draw anew: other data, or another size."""
        self.prepare()
        self.update()
        self.laid_out.emit()

    def say(self, message: str) -> None:
        """Show `message` in place of a picture."""
        self.message = message
        self.update()
        self.laid_out.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the data, and the numbers under the pointer."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colors.surface)
            if self.message:
                self._paint_message(painter)
            else:
                self.draw_ground(painter)
                painter.save()
                self.draw(painter)
                painter.restore()
                self.draw_over(painter)
                self._paint_readout(painter)
            if self.shows_focus:
                painter.setPen(QPen(theme().colors.accent, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(font(BODY))
        painter.setPen(theme().colors.text2)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(2 * GRID, 0, -2 * GRID, 0), flags, self.message)

    def _paint_readout(self, painter: QPainter) -> None:
        readout = self.readout()
        if readout is not None and self.pointer is not None:
            draw_readout(painter, readout, self.pointer, self.area, QRectF(self.rect()))

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Have it painted as if nobody pointed at it, nor the keyboard was on it."""
        before = self.pointer, self.shows_focus
        self.pointer, self.shows_focus = None, False
        try:
            yield
        finally:
            self.pointer, self.shows_focus = before

    def readout(self) -> Readout | None:
        """Return the numbers under the pointer, None where there is none."""
        return None if self.pointer is None else self.readout_at(self.pointer)

    def readout_at(self, at: QPointF) -> Readout | None:
        """Return the numbers at `at`, in px, None where there are none."""
        if self.message or not self.area.contains(at):
            return None
        return self.read(at)

    def tip_at(self, at: QPointF) -> str:
        """Return what a tooltip says at `at`, in px: nothing where a message is shown."""
        return "" if self.message else self.tip(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.changed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the numbers under the pointer."""
        self.pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop reading."""
        self._read_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read from the keyboard."""
        key = Qt.Key(event.key())
        area = self.area
        if key in ARROWS:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            to = (self.pointer or area.center()) + ARROWS[key] * (1 if fine else STRIDE)
            self._read_at(
                QPointF(
                    min(max(to.x(), area.left()), area.right()),
                    min(max(to.y(), area.top()), area.bottom()),
                )
            )
        elif key == Qt.Key.Key_Escape and self.pointer is not None:
            self._read_at(None)
        else:
            super().keyPressEvent(event)

    def _read_at(self, at: QPointF | None) -> None:
        self.pointer = at
        readout = self.readout()
        self.setAccessibleDescription(readout.sentence() if readout else "")
        self.update()
