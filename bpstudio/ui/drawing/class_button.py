"""A class to paint with: its marker, its key, how many points it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from bpstudio.ui.numbers import rough_count
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, RADIUS_FIELD, REGULAR, font, theme
from bpstudio.ui.views.markers import draw_marker

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

WIDTH, HEIGHT, MARKER = 5.5 * GRID, 4.5 * GRID, 5.0  # px


class ClassButton(QAbstractButton):
    """One of a group of which one is on; faint while it has no points."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self._points = number, 0
        self.setObjectName(f"class{number}")
        self.setCheckable(True)
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)
        self.show_count(0)

    def sizeHint(self) -> QSize:
        """Return its one size."""
        return QSize(round(WIDTH), round(HEIGHT))

    def show_count(self, points: int) -> None:
        """Show that it has so many points."""
        self._points = points
        words = "1 point" if points == 1 else f"{points:,} points".replace(",", "\u202f")
        self.setAccessibleName(f"Class {self.number}: {words}")
        self.setToolTip(f"Paint points of class {self.number} (key {self.number}); it has {words}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw marker and key above, the number of points below."""
        colors, rect = theme().colors, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chosen = self.isChecked()
            edge = colors.accent if chosen or self.hasFocus() else colors.border
            painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
            ground = colors.sunken if self.underMouse() else colors.window
            painter.setBrush(colors.raised if chosen else ground)
            painter.drawRoundedRect(rect, RADIUS_FIELD, RADIUS_FIELD)
            draw_marker(painter, QPointF(14, 13), self.number - 1, hollow=False, radius=MARKER)
            painter.setFont(font(BODY, BOLD if chosen else REGULAR))
            painter.setPen(colors.text if chosen or self._points else colors.text2)
            top = QRectF(22, 4, rect.width() - 24, 18)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(self.number))
            painter.setFont(font(HINT))
            painter.setPen(colors.text2 if self._points else colors.text3)
            below = QRectF(0, 20, self.width(), 14)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, rough_count(self._points))
