"""What the selected gate does with the gradient that comes in: in words, and as an equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpstudio.ui.theme import GRID, RADIUS_CARD, theme
from bpstudio.ui.widgets.fitting_equation import FittingEquation

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

BAR = 4  # px: the stripe at its left
EQUATION = 15  # px
AROUND = BAR + 3 * GRID + 4  # px of the width that no equation has
BESIDE = 6  # px between the rule with names and with numbers


class RuleCard(QWidget):
    """A rule on a ground of the backward pass, with a stripe at its left as the second sign."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room = width - AROUND
        self.setObjectName("ruleCard")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title, self._words = QLabel(), QLabel()
        self._title.setProperty("role", "backwardHeading")
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.names = FittingEquation(room, EQUATION, color="backward_text")
        self.numbers = FittingEquation(room, EQUATION - 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(BAR + 2 * GRID, GRID + 4, GRID + 4, GRID + 4)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._words)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(BESIDE)
        self._line.addWidget(self.names)
        self._line.addWidget(self.numbers)
        self._line.addStretch(1)
        column.addLayout(self._line)
        theme().changed.connect(self.update)

    def show_rule(self, title: str, words: str, equation: str) -> None:
        """Show a rule; `equation` is in TeX, with names, and may be empty."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._words.setText(words)
        self.names.set_tex(equation)
        self.setAccessibleName(f"{title}: {words}" if title else words)

    def show_numbers(self, equation: str) -> None:
        """Show the rule with its numbers, in TeX; "" where some aren't told."""
        self.numbers.set_tex(equation)
        self._arrange()

    def set_width(self, width: int) -> None:
        """Make do with another width, px."""
        self._room = width - AROUND
        self.names.set_room(self._room)
        self.numbers.set_room(self._room)
        self._arrange()

    def _arrange(self) -> None:
        """Put the numbers beside the names, or below where there is no room."""
        fits = self.names.width_wanted + BESIDE + self.numbers.width_wanted <= self._room
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the stripe."""
        colors = theme().colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.backward_fill)
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CARD, RADIUS_CARD)
            painter.setBrush(colors.backward)
            painter.drawRoundedRect(QRectF(0, 0, BAR, self.height()), 2, 2)
