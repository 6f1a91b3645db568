"""What has been learned of classes: which of them are taken for which, and the worst mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen

from bpstudio.ui.names import without_common_start
from bpstudio.ui.numbers import count, percent
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import BOLD, GRID, HINT, blend, font, theme
from bpstudio.ui.views.face import Face
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT
from bpstudio.ui.views.learned_subject import accuracy_words, sample_title, wrong
from bpstudio.ui.views.mistakes import Mistakes, verdict
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_pane import fitting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.predictions import Predictions
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

    Counts = NDArray[np.intp]

LIST_FROM = 34 * GRID  # px: from this width on there is room for the mistakes
LEAST_LIST = 13 * GRID  # px
RECALL = 5 * GRID  # px
MOST_NAME = 9 * GRID  # px
LARGEST_CELL, WRITTEN_CELL, GAP_FROM = 56.0, 15.0, 8.0  # px
STRONGEST = 0.75  # of the colour of a full cell
HEADS, RECALLED = ("true ↓  predicted →", "true ↓  pred. →", "true ↓ →"), "recall"


class Confusion(Face):
    """A square a pair of classes: rows are true, columns predicted; beside it the mistakes.

    What is right lies on the diagonal, in green; what is wrong beside it, in vermillion and with
    its number. A colour is by the share of its row.
    """

    has_parts = True

    def __init__(self) -> None:
        super().__init__()
        self.area = QRectF()
        self.mistakes = Mistakes()
        self._names = 0.0  # px

    def place(self, room: QRectF) -> None:
        """Share the room between the matrix and the mistakes."""
        super().place(room)
        if self.learned is None:
            return
        from_names = 3 * GRID
        classes = len(self.learned.data.classes)
        has_list = room.width() >= LIST_FROM
        wide = room.width() - RECALL - (LEAST_LIST + 2 * GRID if has_list else 0)
        high = room.height() - 2 * LINE - 6
        self._names = self._name_width(max(min(MOST_NAME, wide / 2), from_names))
        side = min(wide - self._names, high, LARGEST_CELL * classes)
        cell_side = side / classes
        side = classes * (int(cell_side) if cell_side >= 4 else cell_side)
        self.area = QRectF(
            round(room.left() + self._names), round(room.top() + LINE + 4), side, side
        )
        left = self.area.right() + RECALL + 2 * GRID
        free = QRectF(left, room.top(), room.right() - left, room.height())
        self.mistakes.place(free if has_list else QRectF(), self.learned, self.part)

    def _name_width(self, most: float) -> float:
        assert self.learned is not None
        advance = QFontMetricsF(font(HINT)).horizontalAdvance
        names = without_common_start(self.learned.data.classes)[:200]
        return min(max(map(advance, names), default=0.0) + GRID + LINE, most)

    @property
    def _found(self) -> Predictions | None:
        return None if self.learned is None else self.learned.predictions(self.part)

    def draw(self, painter: QPainter) -> None:
        """Draw the matrix with its names and recalls, and the mistakes."""
        learned, found = self.learned, self._found
        if learned is None:
            return
        if found is not None and len(found.confusion):
            self._draw_cells(painter, found.confusion)
            self._draw_names(painter, learned)
            self._draw_recalls(painter, found.confusion)
        elif found is not None:
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            words = f"{count(len(learned.data.classes))} classes: too many for a matrix"
            wrap = Qt.TextFlag.TextWordWrap
            painter.drawText(self.area, CENTRE | wrap, words)
        self.mistakes.draw(painter, learned, self.part)

    def _draw_cells(self, painter: QPainter, confusion: Counts) -> None:
        area, side = self.area, self.area.width() / len(confusion)
        painter.drawImage(area, _image(confusion))
        colors = theme().colors
        if side >= GAP_FROM:
            painter.setPen(QPen(colors.surface, 1))
            for k in range(1, len(confusion)):
                at = k * side
                painter.drawLine(
                    QPointF(area.left() + at, area.top()), QPointF(area.left() + at, area.bottom())
                )
                painter.drawLine(
                    QPointF(area.left(), area.top() + at), QPointF(area.right(), area.top() + at)
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.strong, 1))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        if side >= WRITTEN_CELL:
            self._write_counts(painter, confusion, side)

    def _write_counts(self, painter: QPainter, confusion: Counts, side: float) -> None:
        painter.setPen(theme().colors.text)
        metrics_font = {True: font(HINT, BOLD), False: font(HINT)}
        for row, column in np.argwhere(confusion > 0).tolist():
            words = str(confusion[row, column])
            painter.setFont(metrics_font[row == column])
            if painter.fontMetrics().horizontalAdvance(words) <= side - 1:
                painter.drawText(self._cell(row, column, side), CENTRE, words)

    def _cell(self, row: int, column: int, side: float) -> QRectF:
        area = self.area
        return QRectF(area.left() + column * side, area.top() + row * side, side, side)

    def _draw_names(self, painter: QPainter, learned: Learned) -> None:
        names = without_common_start(learned.data.classes)
        area, side = self.area, self.area.width() / len(names)
        painter.setFont(font(HINT))
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        painter.setPen(theme().colors.text2)
        above = QRectF(area.left(), self.room.top(), area.width() + RECALL, LINE)
        above.setRight(above.right() - metrics.horizontalAdvance(RECALLED) - GRID)
        words = fitting(HEADS, above.width() + area.left() - self.room.left())
        if metrics.horizontalAdvance(words) > above.width():
            above.setLeft(self.room.left())  # there is nothing above the names
        painter.drawText(above, LEFT, words)
        stride = max(int(-(-LINE // side)), 1)
        painter.setPen(theme().colors.text)
        width = self._names - GRID / 2
        for row in range(0, len(names), stride):
            line = QRectF(self.room.left(), 0, width - 2, LINE)
            line.moveTop(area.top() + (row + 0.5) * side - LINE / 2)
            painter.drawText(line, RIGHT, metrics.elidedText(names[row], elide, int(line.width())))
        widest = max(map(metrics.horizontalAdvance, names[:200])) + 4
        stride = max(int(-(-min(widest, 3 * LINE) // side)), 1) if widest > side else 1
        for column in range(0, len(names), stride):
            room = side * stride - 2
            words = metrics.elidedText(names[column], elide, int(max(room, 8)))
            place = QRectF(area.left() + (column + 0.5) * side - room / 2, 0, room, LINE)
            place.moveTop(area.bottom() + 2)
            painter.drawText(place, CENTRE, words)

    def _draw_recalls(self, painter: QPainter, confusion: Counts) -> None:
        """Write at the end of each row how many of the class are right."""
        area, side = self.area, self.area.width() / len(confusion)
        painter.setFont(font(HINT))
        painter.setPen(theme().colors.text2)
        if self.room.top() + LINE <= area.top():
            head = QRectF(area.right(), self.room.top(), RECALL, LINE)
            painter.drawText(head, RIGHT, RECALLED)
        for row, share in enumerate(recalls(confusion)):
            if side >= LINE - 1 or row % max(int(-(-LINE // side)), 1) == 0:
                line = QRectF(area.right(), 0, RECALL, LINE)
                line.moveTop(area.top() + (row + 0.5) * side - LINE / 2)
                painter.drawText(line, RIGHT, percent(share, 0))

    def read(self, at: QPointF) -> Readout | None:
        """Return the numbers of the cell or the mistake at a place."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return None
        if not self.area.contains(at) or not len(found.confusion):
            return self.mistakes.read(at, learned, self.part)
        many, names = len(found.confusion), learned.data.classes
        side = self.area.width() / many
        row = min(int((at.y() - self.area.top()) / side), many - 1)
        column = min(int((at.x() - self.area.left()) / side), many - 1)
        number, total = int(found.confusion[row, column]), int(found.confusion[row].sum())
        rows = [
            ("predicted", names[column]),
            ("samples", f"{count(number)} of {count(total)}"),
            ("share of the class", percent(number / total if total else None)),
        ]
        place = self._cell(row, column, side)
        return Readout(place.right(), f"true: {names[row]}", rows, place)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        mistake = self.mistakes.at(at)
        return mistake.position if mistake is not None and self.part == "training" else None

    def table(self) -> Table:
        """Return the matrix with recalls, and the mistakes below it, the worst first."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return [], []
        names = learned.data.classes
        if not len(found.confusion):
            return ["sample", "predicted ≠ true", "y"], self._mistake_rows(learned, found)
        headers = ["true, predicted", *names, "recall"]
        rows = [
            [name, *map(str, counts), cell(share)]
            for name, counts, share in zip(
                names, found.confusion.tolist(), recalls(found.confusion), strict=True
            )
        ]
        blank = [""] * max(len(names) - 1, 0)
        return headers, rows + [
            [title, words, *blank, y] for title, words, y in self._mistake_rows(learned, found)
        ]

    def _mistake_rows(self, learned: Learned, found: Predictions) -> list[list[str]]:
        return [
            [
                sample_title(learned.data, self.part, int(found.position[number])),
                verdict(learned.data, found, number),
                cell(float(found.confidence[number])),
            ]
            for number in wrong(found).tolist()
        ]

    def words(self) -> str:
        """Return how many are right."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return ""
        step = f"step {count(learned.snapshot.step)}"
        return f"confusion of classes; {step}; {accuracy_words(found, self.part)}"


def recalls(confusion: Counts) -> list[float]:
    """Return the share of each class that is right, NaN for one without samples."""
    totals = confusion.sum(axis=1)
    right = np.diagonal(confusion).astype(float)
    shares = np.divide(right, totals, out=np.full(len(totals), np.nan), where=totals > 0)
    return [float(share) for share in shares]


def _image(confusion: Counts) -> QImage:
    """Return the cells as a picture, a pixel each."""
    totals = np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    level = np.rint(32 * np.sqrt(confusion / totals)).astype(np.intp)
    right = np.eye(len(confusion), dtype=bool)
    right_colors, wrong_colors = _shades()
    return image_of(np.where(right, right_colors[level], wrong_colors[level]))


def _shades() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    colors = theme().colors
    made = []
    for hue in (colors.forward, colors.backward):
        shades = [blend(colors.surface, hue, STRONGEST * k / 32) for k in range(33)]
        made.append(np.array([shade.rgb() for shade in shades], np.uint32))
    return made[0], made[1]
