"""Beside the plane: which marker is which class, and how many samples are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.learned_subject import target_range
from bpstudio.ui.views.markers import RING, draw_marker
from bpstudio.ui.views.plane_samples import PARTS

if TYPE_CHECKING:
    from bpstudio.ui.views.learned_subject import Learned

ROW = LINE + 2  # px
BAR = 10  # px


def draw_key(painter: QPainter, room: QRectF, learned: Learned) -> None:
    """Draw the key of classes or numbers, and below it the figures."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(HINT))
    figures = figures_of(learned)
    below = QRectF(room.left(), room.bottom() - (len(figures) + 1) * ROW, room.width(), ROW)
    above = QRectF(room.topLeft(), QPointF(room.right(), below.top() - GRID / 2))
    if learned.data.is_regression:
        _draw_heat_key(painter, above, learned)
    else:
        _draw_classes(painter, above, learned)
    _draw_figures(painter, below, figures, "R²" if learned.data.is_regression else "wrong")


def _draw_figures(
    painter: QPainter, line: QRectF, figures: list[tuple[str, str]], title: str
) -> None:
    """Write a figure for each part below a title; parts are told apart by their markers."""
    colors = theme().colors
    if title == "wrong" and figures:
        painter.setPen(QPen(colors.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(_mark_place(line), RING - 0.5, RING - 0.5)
    _write(painter, line, title if figures else "")
    for name, number in figures:
        line.translate(0, ROW)
        painter.setPen(QPen(colors.text2, 1.25))
        painter.setBrush(Qt.BrushStyle.NoBrush if name == "test" else colors.text2)
        painter.drawEllipse(_mark_place(line), 3.0, 3.0)
        _write(painter, line, name)
        painter.setFont(font(HINT, BOLD))
        painter.setPen(colors.text)
        painter.drawText(line, RIGHT, number)


def figures_of(learned: Learned) -> list[tuple[str, str]]:
    """Return what stands below the key: the wrong of each part, or its R2."""
    rows: list[tuple[str, str]] = []
    for part in PARTS:
        found = learned.predictions(part)
        if found is None or not len(found.predicted):
            continue
        if learned.data.is_regression:
            rows.append((part, figure(found.r2)))
        else:
            missed = int((found.predicted != found.target).sum())
            rows.append((part, f"{missed} / {len(found.predicted)}"))
    return rows


def _draw_classes(painter: QPainter, room: QRectF, learned: Learned) -> None:
    classes = learned.data.classes
    line = QRectF(room.left(), room.top(), room.width(), ROW)
    lines = max(int(room.height() // ROW), 1)
    shown = classes if len(classes) <= lines else classes[: max(lines - 1, 0)]
    for number, name in enumerate(shown):
        draw_marker(painter, _mark_place(line), number, hollow=False)
        _write(painter, line, name)
        line.translate(0, ROW)
    if len(shown) < len(classes):
        _write(painter, line, f"… {len(classes) - len(shown)} more")


def _mark_place(line: QRectF) -> QPointF:
    return QPointF(line.left() + 6, line.center().y())


def _write(painter: QPainter, line: QRectF, words: str) -> None:
    painter.setFont(font(HINT))
    painter.setPen(theme().colors.text2)
    place = line.adjusted(16, 0, 0, 0)
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(
        place, LEFT, painter.fontMetrics().elidedText(words, elide, int(place.width()))
    )


def _draw_heat_key(painter: QPainter, room: QRectF, learned: Learned) -> None:
    """Draw the colours of the numbers, the largest on top."""
    low, high = target_range(learned.data)
    title = QRectF(room.left(), room.top(), room.width(), ROW)
    painter.setPen(theme().colors.text2)
    elide = Qt.TextElideMode.ElideRight
    name = painter.fontMetrics().elidedText(learned.data.target, elide, int(title.width()))
    painter.drawText(title, LEFT, name)
    bar = QRectF(room.left(), title.bottom() + 4, BAR, max(room.bottom() - title.bottom() - 8, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    strips = max(int(bar.height()), 1)
    for k in range(strips):
        painter.fillRect(
            QRectF(bar.left(), bar.top() + k, BAR, 1), theme().heat(1 - k / max(strips - 1, 1))
        )
    painter.setPen(theme().colors.text3)
    for y, value in ((bar.top(), high), (bar.bottom() - LINE, low)):
        line = QRectF(bar.right() + 4, y, room.width() - BAR, LINE)
        painter.drawText(line, LEFT, figure(value))
