"""A square a pair of classes: how many of each class were taken for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.names import without_common_start
from bpstudio.ui.numbers import percent
from bpstudio.ui.pixels import cell_at, image_of
from bpstudio.ui.theme import BOLD, GRID, HINT, blend, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT
from bpstudio.ui.views.small_text import fitting, width_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColor, QImage

    Counts = NDArray[np.intp]

RECALL = 5 * GRID  # px
LEAST_NAME, MOST_NAME, MOST_MEASURED = 3 * GRID, 9 * GRID, 200  # px, px, names
LARGEST_CELL, WRITTEN_CELL, GAP_FROM = 56.0, 15.0, 8.0  # px
LEVELS = 32  # of each colour
STRONGEST = 0.75  # of the colour of a full cell
HEADS, RECALLED = ("true ↓  predicted →", "true ↓  pred. →", "true ↓ →"), "recall"


class Cell(NamedTuple):
    """A pair of classes, by their numbers, and where it is, in px."""

    row: int
    column: int
    place: QRectF


class ConfusionMatrix:
    """Rows are true, columns predicted classes; at the end of each row is its recall.

    What is right lies on the diagonal, in green; what is wrong beside it, in vermillion and with
    its number. A colour is by the share of its row.
    """

    def __init__(self) -> None:
        self.area = QRectF()
        self._room = QRectF()
        self._names: tuple[str, ...] = ()
        self._name_width = 0.0  # px

    def place(self, room: QRectF, classes: tuple[str, ...]) -> None:
        """Lay out the names of the classes and as large a square as there is room for."""
        self._room, self._names = room, without_common_start(classes)
        many = len(classes)
        wide, high = room.width() - RECALL, room.height() - 2 * LINE - 6
        widest = max(map(width_of, self._names[:MOST_MEASURED]), default=0.0) + GRID + LINE
        self._name_width = min(widest, max(min(MOST_NAME, wide / 2), LEAST_NAME))
        side = min(wide - self._name_width, high, LARGEST_CELL * many) / many
        side = many * (int(side) if side >= 4 else side)
        left, top = round(room.left() + self._name_width), round(room.top() + LINE + 4)
        self.area = QRectF(left, top, side, side)

    @property
    def right(self) -> float:
        """Where it ends, in px."""
        return self.area.right() + RECALL

    @property
    def _side(self) -> float:
        return self.area.width() / len(self._names)

    def cell_at(self, at: QPointF) -> Cell | None:
        """Return the cell at a place."""
        found = cell_at(at, self.area, (len(self._names), len(self._names)))
        return None if found is None else Cell(*found, self._cell(*found))

    def _cell(self, row: int, column: int) -> QRectF:
        area, side = self.area, self._side
        return QRectF(area.left() + column * side, area.top() + row * side, side, side)

    def draw(self, painter: QPainter, confusion: Counts) -> None:
        """Draw the cells with their numbers, the names and the recalls."""
        painter.drawImage(self.area, _image(confusion))
        self._draw_lines(painter)
        if self._side >= WRITTEN_CELL:
            self._write_counts(painter, confusion)
        painter.setFont(font(HINT))
        self._draw_head(painter)
        self._draw_row_names(painter)
        self._draw_column_names(painter)
        self._draw_recalls(painter, confusion)

    def _draw_lines(self, painter: QPainter) -> None:
        colors, area = theme().colors, self.area
        if self._side >= GAP_FROM:
            painter.setPen(QPen(colors.surface, 1))
            for k in range(1, len(self._names)):
                x, y = area.left() + k * self._side, area.top() + k * self._side
                painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
                painter.drawLine(QLineF(area.left(), y, area.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.strong, 1))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _write_counts(self, painter: QPainter, confusion: Counts) -> None:
        painter.setPen(theme().colors.text)
        right, wrong = font(HINT, BOLD), font(HINT)
        for row, column in np.argwhere(confusion > 0).tolist():
            words = str(confusion[row, column])
            painter.setFont(right if row == column else wrong)
            if painter.fontMetrics().horizontalAdvance(words) <= self._side - 1:
                painter.drawText(self._cell(row, column), CENTRE, words)

    def _draw_head(self, painter: QPainter) -> None:
        area, metrics = self.area, painter.fontMetrics()
        painter.setPen(theme().colors.text2)
        above = QRectF(area.left(), self._room.top(), area.width() + RECALL, LINE)
        above.setRight(above.right() - metrics.horizontalAdvance(RECALLED) - GRID)
        words = fitting(HEADS, above.width() + area.left() - self._room.left())
        if metrics.horizontalAdvance(words) > above.width():
            above.setLeft(self._room.left())  # there is nothing above the names
        painter.drawText(above, LEFT, words)

    def _row_line(self, row: int, left: float, width: float) -> QRectF:
        """Return a line of text beside a row."""
        middle = self.area.top() + (row + 0.5) * self._side
        return QRectF(left, middle - LINE / 2, width, LINE)

    @property
    def _row_stride(self) -> int:
        """Every which row there is room for a line of text."""
        return max(int(-(-LINE // self._side)), 1)

    def _draw_row_names(self, painter: QPainter) -> None:
        painter.setPen(theme().colors.text)
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        width = self._name_width - GRID / 2 - 2
        for row in range(0, len(self._names), self._row_stride):
            words = metrics.elidedText(self._names[row], elide, int(width))
            painter.drawText(self._row_line(row, self._room.left(), width), RIGHT, words)

    def _draw_column_names(self, painter: QPainter) -> None:
        area, names, side = self.area, self._names, self._side
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        widest = max(map(metrics.horizontalAdvance, names[:MOST_MEASURED])) + 4
        stride = max(int(-(-min(widest, 3 * LINE) // side)), 1) if widest > side else 1
        room = side * stride - 2
        for column in range(0, len(names), stride):
            words = metrics.elidedText(names[column], elide, int(max(room, 8)))
            middle = area.left() + (column + 0.5) * side
            painter.drawText(
                QRectF(middle - room / 2, area.bottom() + 2, room, LINE), CENTRE, words
            )

    def _draw_recalls(self, painter: QPainter, confusion: Counts) -> None:
        """Write at the end of each row how many of the class are right."""
        area = self.area
        painter.setPen(theme().colors.text2)
        if self._room.top() + LINE <= area.top():
            head = QRectF(area.right(), self._room.top(), RECALL, LINE)
            painter.drawText(head, RIGHT, RECALLED)
        for row, share in enumerate(recalls(confusion)):
            if self._side >= LINE - 1 or row % self._row_stride == 0:
                line = self._row_line(row, area.right(), RECALL)
                painter.drawText(line, RIGHT, percent(share, 0))


def recalls(confusion: Counts) -> list[float]:
    """Return the share of each class that is right, NaN for one without samples."""
    totals = confusion.sum(axis=1)
    right = np.diagonal(confusion).astype(float)
    shares = np.divide(right, totals, out=np.full(len(totals), np.nan), where=totals > 0)
    return [float(share) for share in shares]


def _image(confusion: Counts) -> QImage:
    """Return the cells as a picture, a pixel each."""
    totals = np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    level = np.rint(LEVELS * np.sqrt(confusion / totals)).astype(np.intp)
    right = np.eye(len(confusion), dtype=bool)
    colors = theme().colors
    right_colors, wrong_colors = _shades(colors.forward), _shades(colors.backward)
    return image_of(np.where(right, right_colors[level], wrong_colors[level]))


def _shades(hue: QColor) -> NDArray[np.uint32]:
    """Return a colour from the ground to its strongest, (LEVELS + 1,)."""
    ground, shares = theme().colors.surface, [STRONGEST * k / LEVELS for k in range(LEVELS + 1)]
    return np.array([blend(ground, hue, share).rgb() for share in shares], np.uint32)
