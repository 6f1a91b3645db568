"""The weights that come into a unit: as an image, as named rows, or as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from bpstudio.ui.drawable import drawable
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.small_text import elided, fitting, width_of
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_pane import Cells, Pane
from bpstudio.ui.views.weight_image import (
    KEY_WIDTH,
    draw_key,
    draw_minus,
    image_place,
    largest,
    pixel_at,
    weight_image,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.theme import Colors
    from bpstudio.ui.views.unit_subject import Subject

    Array = NDArray[np.floating]

ROW = LINE + 1  # px, of a named weight
NAME_SHARE = 0.48  # of a row's width, at most
LEAST_COLUMN = 2  # px
HOLLOW_FROM = 4  # px: a narrower bar is filled, whatever its sign; up and down tell them apart
MOST_ROWS = 10_000  # weights in the table


def columns(weights: Array, most: int) -> tuple[Array, Array]:
    """Return the lowest and the highest weight, 0 between them, of up to `most` columns.

    Neighbours share a column where there are more weights; those that aren't finite don't count.
    """
    known = drawable(weights, nan=0.0, posinf=0.0, neginf=0.0)
    many = min(max(most, 1), len(known))
    starts = np.arange(many) * len(known) // max(many, 1)
    low = np.minimum(np.minimum.reduceat(known, starts), 0)
    return low, np.maximum(np.maximum.reduceat(known, starts), 0)


def sources_of(column: int, many: int, weights: int) -> range:
    """Return which of so many `weights` stand in one of the `many` columns."""
    return range(column * weights // many, (column + 1) * weights // many)


def strongest(weights: Array) -> int:
    """Return the place of the largest finite weight, by size."""
    return int(np.argmax(drawable(np.abs(weights), nan=-1.0, posinf=-1.0)))


class Weights(Pane):
    """The weights in the order of their sources, and the bias beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QRectF()  # of the image
        self.chart = QRectF()  # of the columns
        self.low: Array = np.zeros(1)
        self.high: Array = np.zeros(1)
        self.largest = 0.0
        self._image: tuple[Colors, QImage] | None = None  # in which colours

    def is_named(self, subject: Subject) -> bool:
        """Whether there is room for a row for each weight."""
        many = len(subject.portrait.weights)
        return subject.image is None and many * ROW <= self.inner.height()

    def arrange(self, subject: Subject) -> None:
        """Find the largest weight, and place the image or the columns."""
        weights, inner = subject.portrait.weights, self.inner
        self.largest = largest(weights)
        self._image = None
        if subject.image is not None:
            room = inner.adjusted(0, 2, -KEY_WIDTH - GRID, 0)
            self.picture = image_place(room, subject.image)
        elif not self.is_named(subject):
            self.chart = inner.adjusted(0, 2, 0, -LINE - 2)
            self.low, self.high = columns(weights, int(inner.width() // LEAST_COLUMN))

    def draw(self, painter: QPainter, subject: Subject) -> None:
        """Draw the weights in the form that suits them."""
        names = [f"weights from {subject.incoming}", f"w from {subject.incoming}", "weights", "w"]
        self.draw_title(painter, names, f"b {figure(subject.portrait.bias, 2)}")
        if subject.image is not None:
            self._draw_image(painter, subject.portrait.weights, subject.image)
        elif self.is_named(subject):
            self._draw_rows(painter, subject)
        else:
            self._draw_columns(painter, subject)

    def _draw_image(self, painter: QPainter, weights: Array, shape: tuple[int, int]) -> None:
        pixels = weights.reshape(shape)
        colors = theme().colors
        if self._image is None or self._image[0] is not colors:
            self._image = colors, weight_image(pixels, self.largest)
        painter.drawImage(self.picture, self._image[1])
        draw_minus(painter, pixels, self.picture, self.largest)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colors.border, 1))
        painter.drawRect(self.picture.adjusted(-0.5, -0.5, 0.5, 0.5))
        key = QRectF(self.picture.topRight(), self.picture.bottomRight())
        key.translate(GRID, 0)
        key.setWidth(KEY_WIDTH)
        draw_key(painter, key, self.largest)

    def _draw_rows(self, painter: QPainter, subject: Subject) -> None:
        portrait, colors = subject.portrait, theme().colors
        names = [subject.source(place) for place in range(len(portrait.weights))]
        room = self.inner.width()
        wide = min(max(map(width_of, names)), NAME_SHARE * room) + GRID
        numbers = [figure(weight, 2) for weight in portrait.weights.tolist()]
        track = QRectF(self.inner.left() + wide, 0, room - wide, LINE)
        track.adjust(0, 0, -max(map(width_of, numbers)) - GRID, 0)
        painter.setFont(font(HINT))
        for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
            line = self._row(place)
            painter.setPen(colors.text2)
            painter.drawText(line, LEFT, elided(name, wide - GRID / 2))
            painter.setPen(colors.text)
            painter.drawText(line, RIGHT, number)
            track.moveTop(line.top())
            self._draw_bar(painter, track, float(portrait.weights[place]))
        painter.setPen(QPen(colors.strong, 1))
        x = round(track.center().x())
        bottom = self._row(len(names) - 1).bottom()
        painter.drawLine(QLineF(x, self._row(0).top(), x, bottom))

    def _draw_bar(self, painter: QPainter, track: QRectF, weight: float) -> None:
        """Draw a weight from the middle of its track: filled to the right, hollow to the left."""
        if not np.isfinite(weight) or not self.largest or track.width() < LEAST_COLUMN:
            return
        x, half = round(track.center().x()), track.width() / 2
        length = abs(weight) / self.largest * half
        top, height = track.center().y() - 3, 6
        left = x if weight >= 0 else x - length
        _draw_signed(painter, [QRectF(left, top, length, height)], is_positive=weight >= 0)

    def _row(self, place: int) -> QRectF:
        inner = self.inner
        return QRectF(inner.left(), inner.top() + place * ROW, inner.width(), LINE)

    def _draw_columns(self, painter: QPainter, subject: Subject) -> None:
        area, weights = self.chart, subject.portrait.weights
        span = float(self.high.max() - self.low.min()) or 1.0
        zero = round(area.top() + float(self.high.max()) / span * area.height())
        wide = area.width() / len(self.low)
        thick = max(wide - 1, 1) if wide >= HOLLOW_FROM else wide
        for ends, is_positive in ((self.high, True), (self.low, False)):
            rects = [
                QRectF(area.left() + place * wide, zero, thick, -end / span * area.height())
                for place, end in enumerate(ends.tolist())
                if end
            ]
            _draw_signed(painter, [rect.normalized() for rect in rects], is_positive=is_positive)
        painter.setPen(QPen(theme().colors.strong, 1))
        painter.drawLine(QLineF(area.left(), zero, area.right(), zero))
        place = strongest(weights)
        words = f"{subject.source(place)}, {figure(float(weights[place]), 2)}"
        line = QRectF(area.left(), area.bottom() + 2, area.width(), LINE)
        painter.setPen(theme().colors.text2)
        painter.setFont(font(HINT))
        painter.drawText(line, LEFT, fitting([f"strongest: {words}", words], line.width()))

    def read(self, at: QPointF, subject: Subject) -> Readout | None:
        """Return the weight under the pointer, its gradient and its last change."""
        found = self._weights_at(at, subject)
        if found is None:
            return None
        places, mark = found
        weights = subject.portrait.weights
        place = places.start + strongest(weights[places.start : places.stop])
        rows = [("w", figure(float(weights[place]), 4))]
        rows.append(("∂L/∂w, batch", figure(float(subject.portrait.gradients[place]))))
        if subject.portrait.changes is not None:
            rows.append(("last change", figure(float(subject.portrait.changes[place]))))
        title = subject.source(place)
        if len(places) > 1:
            title += f", strongest of {count(len(places))}"
        return Readout(mark.right(), title, rows, mark)

    def _weights_at(self, at: QPointF, subject: Subject) -> tuple[range, QRectF] | None:
        many = len(subject.portrait.weights)
        if subject.image is not None:
            return pixel_at(at, self.picture, subject.image)
        if self.is_named(subject):
            row = int((at.y() - self.inner.top()) // ROW)
            is_there = 0 <= row < many
            return (range(row, row + 1), self._row(row)) if is_there else None
        area = self.chart
        if not area.contains(at):
            return None
        wide = area.width() / len(self.low)
        column = min(int((at.x() - area.left()) / wide), len(self.low) - 1)
        mark = QRectF(area.left() + column * wide, area.top(), max(wide - 1, 1), area.height())
        return sources_of(column, len(self.low), many), mark

    def rows(self, subject: Subject) -> list[Cells]:
        """Return the bias and the weights, the strongest where they are very many."""
        portrait = subject.portrait
        changes = portrait.changes
        bias = cell(portrait.bias), cell(portrait.bias_gradient), _cell(portrait.bias_change)
        rows: list[Cells] = [("bias", "", *bias)]
        chosen = np.arange(len(portrait.weights))
        if len(chosen) > MOST_ROWS:
            sizes = drawable(np.abs(portrait.weights), nan=-1.0)
            chosen = np.sort(np.argpartition(-sizes, MOST_ROWS)[:MOST_ROWS])
        for place in chosen.tolist():
            numbers = cell(float(portrait.weights[place])), cell(float(portrait.gradients[place]))
            change = None if changes is None else float(changes[place])
            name = f"{subject.incoming}: {subject.source(place)}"
            rows.append(("weight", name, *numbers, _cell(change)))
        return rows


def _cell(x: float | None) -> str:
    return "" if x is None else cell(x)


def _draw_signed(painter: QPainter, rects: list[QRectF], *, is_positive: bool) -> None:
    """Draw bars of one sign: filled where positive, hollow where negative and wide enough."""
    colors = theme().colors
    color: QColor = colors.positive if is_positive else colors.negative
    is_hollow = not is_positive and rects and min(rects[0].width(), 6.0) >= HOLLOW_FROM - 1
    if is_hollow:
        painter.setPen(QPen(color, 1))
        painter.setBrush(colors.surface)
        rects = [rect.adjusted(0.5, 0.5, -0.5, -0.5) for rect in rects]
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    painter.drawRects(rects)
