"""What is inspected: its symbol in a box, its name, what it makes of its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpstudio.ui.theme import FIGURE, GRID, HINT, RADIUS_GATE, TITLE, font, theme
from bpstudio.ui.widgets.fitting_equation import FittingEquation

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

BOX = 5 * GRID  # px


class GateHeading(QWidget):
    """The head of the inspector."""

    def __init__(self, room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol = _Symbol()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._formula = FittingEquation(room - BOX - 2 * GRID, TITLE - 1, color="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._symbol, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._formula)
        column.addStretch()
        row.addLayout(column, 1)

    def set_width(self, width: int) -> None:
        """Make do with another width, px."""
        self._formula.set_room(width - BOX - 2 * GRID)

    def show_gate(self, symbol: str, title: str, formula: str) -> None:
        """Show a gate; `formula` is in TeX and may be empty."""
        self._symbol.show_symbol(symbol)
        self._title.setText(title)
        self._formula.set_tex(formula)


class _Symbol(QWidget):
    """The box with the gate's symbol."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_symbol(self, text: str) -> None:
        self._text = text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(BOX, BOX)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme().colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colors.accent, 2))
            painter.setBrush(colors.raised)
            box = QRectF(1, 1, BOX - 2, BOX - 2)
            painter.drawRoundedRect(box, RADIUS_GATE, RADIUS_GATE)
            painter.setPen(colors.text)
            for size in (FIGURE, TITLE, HINT, 9, 7):  # as large as there is room for
                painter.setFont(font(size))
                if painter.fontMetrics().horizontalAdvance(self._text) <= BOX - 6:
                    break
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)
