"""Beside the plane: which marker is which class, and how many samples are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.given_names import class_names, target_name
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
TALL = 3 * LINE  # px: from there on the bar of the colours stands upright
LEAST_CLASSES = 3  # that are named before there is a title over the figures


def draw_key(painter: QPainter, room: QRectF, learned: Learned) -> None:
    """Draw the key of classes or numbers, and below it the figures."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(HINT))
    figures, is_number = figures_of(learned), learned.data.is_regression
    least = 2 * ROW if is_number else min(len(learned.data.classes), LEAST_CLASSES) * ROW
    has_title = least + (len(figures) + 1) * ROW + GRID / 2 <= room.height()
    lines = len(figures) + has_title
    below = QRectF(room.left(), room.bottom() - lines * ROW, room.width(), ROW)
    above = QRectF(room.topLeft(), QPointF(room.right(), below.top()))
    if is_number:
        _draw_heat_key(painter, above, learned)
    else:
        _draw_classes(painter, above, learned)
    _draw_figures(painter, below, figures, "R²" if is_number else "wrong", has_title=has_title)


def _draw_figures(
    painter: QPainter,
    line: QRectF,
    figures: list[tuple[str, str]],
    title: str,
    *,
    has_title: bool,
) -> None:
    """Write a figure for each part, below a title where there is room for it.

    Parts are told apart by their markers.
    """
    colors = theme().colors
    if has_title and figures:
        if title == "wrong":
            painter.setPen(QPen(colors.text, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_mark_place(line), RING - 0.5, RING - 0.5)
        _write(painter, line, title)
        line.translate(0, ROW)
    for name, number in figures if has_title else _titled(figures, title):
        painter.setPen(QPen(colors.text2, 1.25))
        painter.setBrush(Qt.BrushStyle.NoBrush if name == "test" else colors.text2)
        painter.drawEllipse(_mark_place(line), 3.0, 3.0)
        painter.setFont(font(HINT, BOLD))
        painter.setPen(colors.text)
        painter.drawText(line, RIGHT, number)
        taken = painter.fontMetrics().horizontalAdvance(number) + GRID / 2
        _write(painter, line.adjusted(0, 0, -taken, 0), name)
        line.translate(0, ROW)


def _titled(figures: list[tuple[str, str]], title: str) -> list[tuple[str, str]]:
    """Return the figures so that each says itself what it is: ``("test", "9 wrong")``."""
    if title == "wrong":
        return [(name, f"{number.partition(' ')[0]} {title}") for name, number in figures]
    return [(f"{title}, {name}", number) for name, number in figures]


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
    classes = class_names(learned.data)
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
    """Draw the colours of the numbers: the largest on top, or at the right of a flat bar."""
    low, high = target_range(learned.data)
    title = QRectF(room.left(), room.top(), room.width(), ROW)
    painter.setPen(theme().colors.text2)
    metrics = painter.fontMetrics()
    name = metrics.elidedText(
        target_name(learned.data), Qt.TextElideMode.ElideRight, int(title.width())
    )
    painter.drawText(title, LEFT, name)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    inner = QRectF(QPointF(room.left(), title.bottom()), room.bottomRight())
    if inner.height() >= TALL:
        _draw_upright(painter, inner.adjusted(0, 4, 0, -4), low, high)
    else:
        _draw_flat(painter, QRectF(inner.left(), inner.top(), inner.width(), ROW), low, high)


def _draw_upright(painter: QPainter, room: QRectF, low: float, high: float) -> None:
    strips = max(int(room.height()), 1)
    for k in range(strips):
        strip = QRectF(room.left(), room.top() + k, BAR, 1)
        painter.fillRect(strip, theme().heat(1 - k / max(strips - 1, 1)))
    painter.setPen(theme().colors.text3)
    for y, value in ((room.top(), high), (room.bottom() - LINE, low)):
        line = QRectF(room.left() + BAR + 4, y, room.width() - BAR, LINE)
        painter.drawText(line, LEFT, figure(value))


def _draw_flat(painter: QPainter, line: QRectF, low: float, high: float) -> None:
    painter.setPen(theme().colors.text3)
    painter.drawText(line, LEFT, figure(low))
    painter.drawText(line, RIGHT, figure(high))
    advance = painter.fontMetrics().horizontalAdvance
    left = line.left() + advance(figure(low)) + 4
    strips = max(int(line.right() - advance(figure(high)) - 4 - left), 0)
    for k in range(strips):
        strip = QRectF(left + k, line.center().y() - BAR / 2, 1, BAR)
        painter.fillRect(strip, theme().heat(k / max(strips - 1, 1)))
