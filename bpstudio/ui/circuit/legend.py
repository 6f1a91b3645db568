"""The line below the circuit that says what stands above a wire, and what below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bpstudio.ui.canvas.ink import RIGHT, text_width, write
from bpstudio.ui.theme import BOLD, HINT, MARGIN, VALUE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

HEIGHT = 40  # px
ABOVE, BELOW = "above the wire: value, forward", "below: gradient ∂L/∂wire, backward"
ABOVE_SHORT, BELOW_SHORT = "value, forward", "gradient, backward"
HINTS = "drag a gate from the left; drag port to port to wire"
SPACE, GAP = 24, 8


class CircuitLegend(QWidget):
    """Explains the two numbers at a wire, with an example of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Legend")
        self.setAccessibleDescription(f"{ABOVE}; {BELOW}; {HINTS}")
        self.setToolTip(f"{ABOVE}\n{BELOW}\n{HINTS}")
        self._examples = "4.00", "0.197"
        theme().changed.connect(self.update)

    def show_examples(self, value: str, gradient: str) -> None:
        """Use two numbers of the circuit as examples."""
        if (value, gradient) != self._examples:
            self._examples = value, gradient
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the entries, the hint where there is room for it."""
        colors = theme().colors
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.canvas)
            value, gradient = self._examples
            longest = sum(text_width(words) for words in (ABOVE, BELOW))
            numbers = sum(text_width(number, VALUE, BOLD) for number in self._examples)
            is_short = longest + numbers + 2 * (GAP + MARGIN) + SPACE > self.width()
            above, below = (ABOVE_SHORT, BELOW_SHORT) if is_short else (ABOVE, BELOW)
            left = self._entry(painter, MARGIN, value, above, colors.forward_text)
            left = self._entry(painter, left + SPACE, gradient, below, colors.backward_text)
            room = self.width() - MARGIN - left - SPACE
            if text_width(HINTS) <= room:
                place = QRectF(left + SPACE, 0, room, self.height())
                write(painter, place, HINTS, colors.text3, HINT, align=RIGHT)

    def _entry(
        self, painter: QPainter, left: float, number: str, words: str, color: QColor
    ) -> float:
        """Write an example and what it means; return where it ends."""
        width = text_width(number, VALUE, BOLD)
        write(painter, QRectF(left, 0, width + 1, self.height()), number, color, VALUE, BOLD)
        left += width + GAP
        place = QRectF(left, 0, text_width(words) + 1, self.height())
        write(painter, place, words, theme().colors.text2, HINT)
        return place.right()
