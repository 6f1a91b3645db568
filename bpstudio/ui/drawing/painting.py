"""How the canvas is painted: ground, points, ring; an empty one says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.drawing.state import SIZES
from bpstudio.ui.pixels import widget_ratio
from bpstudio.ui.theme import BODY, GRID, font, theme
from bpstudio.ui.views.markers import draw_marker

if TYPE_CHECKING:
    from bpstudio.ui.drawing.canvas import DrawingCanvas

CROSS = 7.0  # px: half of the cross of the tool for single points
BESIDE = 10.0  # px: from the ring to the marker of the class in hand
CHIP = 16.0  # px: what the marker stands on


def paint_canvas(canvas: DrawingCanvas, dirty: QRect) -> None:
    """Paint a part of the canvas."""
    state, ratio = canvas.state, widget_ratio(canvas)
    regions = canvas.regions if canvas.shows_regions and state.points else None
    classes = len(canvas.state.document.dataset.classes)
    ground = canvas.ground.pixmap(canvas.size(), ratio, canvas.axes, regions, classes)
    with QPainter(canvas) as painter:
        painter.setClipRect(dirty)
        painter.drawPixmap(0, 0, ground)
        painter.save()
        painter.setClipRect(canvas.axes.area, Qt.ClipOperation.IntersectClip)
        if not state.points and not canvas.sheet.draft:
            _write(painter, canvas.axes.area, canvas.invitation())
        painter.drawPixmap(0, 0, canvas.sheet.picture.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if canvas.pointer is not None:
            _draw_ring(painter, canvas, canvas.pointer)
        painter.restore()
        if canvas.shows_focus:
            painter.setPen(QPen(theme().colors.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(canvas.rect().adjusted(0, 0, -1, -1))


def ring_place(canvas: DrawingCanvas) -> QRectF:
    """Return the part of the canvas that the ring takes."""
    at = canvas.pointer or QPointF()
    reach = max(CROSS, SIZES[canvas.state.size]) + 3 * BESIDE
    return QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)


def _draw_ring(painter: QPainter, canvas: DrawingCanvas, at: QPointF) -> None:
    """Draw what the tool reaches, and the marker of the class in hand beside it."""
    state, colors = canvas.state, theme().colors
    erases = canvas.hand.erases
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colors.text, 1, Qt.PenStyle.DashLine if erases else Qt.PenStyle.SolidLine))
    reach = float(SIZES[state.size])
    if state.tool == "point" and not erases:
        reach = CROSS
        painter.drawLine(QLineF(at.x() - CROSS, at.y(), at.x() + CROSS, at.y()))
        painter.drawLine(QLineF(at.x(), at.y() - CROSS, at.x(), at.y() + CROSS))
    else:
        painter.drawEllipse(at, reach, reach)
        painter.drawPoint(at)
    if not erases:
        beside = at + QPointF(reach, -reach) * 0.71 + QPointF(BESIDE, -BESIDE)
        chip = QRectF(-CHIP / 2, -CHIP / 2, CHIP, CHIP).translated(beside)
        painter.setPen(QPen(colors.strong, 1))
        painter.setBrush(colors.raised)
        painter.drawRoundedRect(chip, 4, 4)  # bare, it would look like one of the points
        draw_marker(painter, beside, state.number - 1, hollow=False)


def _write(painter: QPainter, area: QRectF, words: str) -> None:
    painter.setFont(font(BODY))
    painter.setPen(theme().colors.text2)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(2 * GRID, GRID, -2 * GRID, -GRID), flags, words)
