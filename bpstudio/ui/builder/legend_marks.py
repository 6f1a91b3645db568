"""The marks that the legend explains, each drawn at its left end and the middle of its line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from bpstudio.ui.builder.cells import bias_image
from bpstudio.ui.builder.discs import DEAD, paint_disc
from bpstudio.ui.builder.marks import cross_lines, draw_biases, draw_saturated, shade
from bpstudio.ui.builder.skips import Arc, draw_arc
from bpstudio.ui.theme import theme

CELL = 13  # px: the width of a cell
MARK = 24  # px: the width of most


def positive_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the edge of a positive number."""
    painter.setPen(QPen(theme().colors.positive, 2))
    painter.drawLine(QPointF(x, y), QPointF(x + MARK, y))


def negative_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the edge of a negative number."""
    pen = QPen(theme().colors.negative, 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2.5, 1.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, y), QPointF(x + MARK, y))


def bias_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw a positive and a negative bias, which is drawn from below the line on."""
    middle = np.array([y - 1])
    draw_biases(painter, middle, np.array([1.0]), x + 4, 16)
    draw_biases(painter, middle, np.array([-1.0]), x + 12, 16)


def biases_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the same, and beside them a positive and a negative one as cells."""
    bias_mark(painter, x, y)
    image = bias_image(np.array([1.0, -1.0]), 2, CELL, 14)
    painter.drawImage(QPointF(round(x) + 20, round(y) - 7), image)


def size_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the width of edges."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colors.text2)
    points = [QPointF(x, y), QPointF(x + MARK, y - 2), QPointF(x + MARK, y + 2)]
    painter.drawPolygon(QPolygonF(points))


def values_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw discs of three values."""
    painter.setPen(QPen(theme().colors.strong, 1))
    for place, share in enumerate((0.0, 0.5, 1.0)):
        painter.setBrush(shade(share))
        painter.drawEllipse(QPointF(x + 6 + 14 * place, y), 5.5, 5.5)


def value_cells_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw cells of three values."""
    for place, share in enumerate((0.0, 0.5, 1.0)):
        cell = QRectF(x + 14 * place, y - 5, 12, 10)
        painter.fillRect(cell, shade(share))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colors.border, 1))
    painter.drawRect(QRectF(x + 0.5, y - 4.5, 11, 9))  # the cell of 0 is as light as the ground


def saturation_cells_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw cells of three shares."""
    for place, share in enumerate((0.0, 0.5, 1.0)):
        cell = QRectF(x + 12 * place, y - 5, 10, 10)
        painter.fillRect(cell, theme().colors.sunken)
        cell.setWidth(share * cell.width())
        painter.fillRect(cell, theme().colors.text)


def saturation_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw a saturated unit."""
    draw_saturated(painter, QPointF(x + 6, y), 5)


def dead_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw a dead unit."""
    paint_disc(painter, QPointF(x + 6, y), 5.5, 0.0, DEAD)


def dead_cell_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the cell of a dead unit."""
    painter.fillRect(QRectF(x + 1, y - 6, 10, 12), theme().colors.text)
    painter.setPen(QPen(theme().colors.raised, 1.5))
    painter.drawLines(cross_lines(QPointF(x + 6, y), 6))


def delta_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw a bar of |delta|."""
    painter.fillRect(QRectF(x, y - 2, MARK, 4), theme().colors.sunken)
    painter.fillRect(QRectF(x, y - 2, 16, 4), theme().colors.backward)


def skip_mark(painter: QPainter, x: float, y: float) -> None:
    """Draw the arc of a skip."""
    right, foot = x + MARK - 4, y + 5
    path = QPainterPath(QPointF(x, foot))
    path.cubicTo(x, y - 10, right, y - 10, right, foot - 3)
    draw_arc(painter, Arc(path, QPointF(right, foot), "", ""))
