"""The circuit's equation, set; where it is too long, as text that is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.tex.words import in_words, plain_text
from bpstudio.ui.theme import BODY, GRID, TITLE, font, serif, theme
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.widgets.equation import equation_extent, paint_equation
from bpstudio.ui.widgets.painted import BY_TAB

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

SIZE = TITLE + 2  # px
MOST_LETTERS = 160  # of an equation that is set; a longer one takes long, and there is no room
MOST_LINES = 12  # in the tooltip
TIP = "Click to type an expression, such as sigma(w0 x0 + w1 x1 + b) (Ctrl+E)"
CLEAR, SMALLEST = 2, 12  # px: between an equation and the edges; of letters
BASE_LINE = 0.32  # of the size, below the middle


class EquationView(QWidget):
    """Takes a click, Enter or typing as the wish to edit.

    Signals
    -------
    pressed
        The user wants to type.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tex = self._last = self._empty = ""
        self._shows_focus = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        theme().changed.connect(self.update)

    def show_lines(self, lines: tuple[str, ...], empty: str) -> None:
        """Show equations in TeX, the last of them alone where there is little room.

        Where there are none, it shows the words `empty`.
        """
        self.tex, self._last, self._empty = r",\quad ".join(lines), "".join(lines[-1:]), empty
        words = in_words(self.tex) if len(self.tex) < 4 * MOST_LETTERS else plain_text(self.tex)
        self.setAccessibleName(f"Expression: {words}. Enter to edit" if lines else empty)
        all_lines = "\n".join(plain_text(line) for line in lines[-MOST_LINES:])
        self.setToolTip(fitted(f"{all_lines}\n{TIP}" if lines else TIP))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a short one."""
        return QSize(40 * GRID, 4 * GRID)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Edit."""
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self._shows_focus = event.reason() in BY_TAB
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the equation, or as much of its text as there is room for."""
        with QPainter(self) as painter:
            shown = next((tex for tex in (self.tex, self._last) if tex and self._fits(tex)), "")
            if shown:
                size, base_line = self._set_into_height(shown)
                paint_equation(painter, QPointF(1, base_line), shown, size)
            else:
                self._write(painter)
            if self.hasFocus() and self._shows_focus:
                painter.setPen(QPen(theme().colors.accent, 2))
                painter.drawLine(
                    QPointF(0, self.height() - 4), QPointF(3 * GRID, self.height() - 4)
                )

    def _set_into_height(self, tex: str) -> tuple[int, float]:
        """Return the size of the letters and where the base line is: fractions need room."""
        room, extent, size = self.height() - 2 * CLEAR, equation_extent(tex, SIZE), SIZE
        if extent.height > room:
            size = max(int(SIZE * room / extent.height), SMALLEST)
            extent = equation_extent(tex, size)
        middle = self.height() / 2
        lowest = self.height() - CLEAR - extent.descent
        return size, max(min(middle + BASE_LINE * size, lowest), CLEAR + extent.ascent)

    def _fits(self, tex: str) -> bool:
        is_short = len(plain_text(tex)) <= MOST_LETTERS
        return is_short and equation_extent(tex, SIZE).width <= self.width()

    def _write(self, painter: QPainter) -> None:
        colors = theme().colors
        text = plain_text(self._last) if self.tex else self._empty
        painter.setFont(serif(TITLE) if self.tex else font(BODY))
        painter.setPen(colors.text if self.tex else colors.text3)
        mode = Qt.TextElideMode.ElideRight
        cut = painter.fontMetrics().elidedText(text, mode, self.width())
        room = QRectF(0, 0, self.width(), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
