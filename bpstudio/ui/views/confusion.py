"""What has been learned of classes: which of them are taken for which, and the worst mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from bpstudio.ui.given_names import class_names
from bpstudio.ui.numbers import count, percent
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.confusion_matrix import ConfusionMatrix, recalls
from bpstudio.ui.views.face import Face
from bpstudio.ui.views.frame import CENTRE
from bpstudio.ui.views.learned_subject import accuracy_words, sample_title, wrong
from bpstudio.ui.views.mistakes import Mistakes, verdict
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.studies.predictions import Predictions
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

LIST_FROM = 34 * GRID  # px: from this width on there is room for the mistakes
LEAST_LIST = 13 * GRID  # px
MISTAKE_HEADERS = ("sample", "predicted ≠ true", "y")  # the worst first


class Confusion(Face):
    """The matrix of true and predicted classes, and beside it the samples that are wrong."""

    has_parts = True

    def __init__(self) -> None:
        super().__init__()
        self.matrix = ConfusionMatrix()
        self.mistakes = Mistakes()

    def place(self, room: QRectF) -> None:
        """Share the room between the matrix and the mistakes."""
        super().place(room)
        if self.learned is None:
            return
        has_list = room.width() >= LIST_FROM
        taken = LEAST_LIST + 2 * GRID if has_list else 0
        self.matrix.place(room.adjusted(0, 0, -taken, 0), class_names(self.learned.data))
        left = self.matrix.right + 2 * GRID
        free = QRectF(left, room.top(), room.right() - left, room.height())
        self.mistakes.place(free if has_list else QRectF(), self.learned, self.part)

    @property
    def _found(self) -> Predictions | None:
        return None if self.learned is None else self.learned.predictions(self.part)

    def draw(self, painter: QPainter) -> None:
        """Draw the matrix with its names and recalls, and the mistakes."""
        learned, found = self.learned, self._found
        if learned is None:
            return
        if found is not None and len(found.confusion):
            self.matrix.draw(painter, found.confusion)
        elif found is not None:
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            words = f"{count(len(learned.data.classes))} classes: too many for a matrix"
            wrap = Qt.TextFlag.TextWordWrap
            painter.drawText(self.matrix.area, CENTRE | wrap, words)
        self.mistakes.draw(painter, learned, self.part)

    def read(self, at: QPointF) -> Readout | None:
        """Return the numbers of the cell or the mistake at a place."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return None
        pair = self.matrix.cell_at(at)
        if pair is None or not len(found.confusion):
            return self.mistakes.read(at, learned, self.part)
        (row, column, place), names = pair, class_names(learned.data)
        number, total = int(found.confusion[row, column]), int(found.confusion[row].sum())
        rows = [
            ("predicted", names[column]),
            ("samples", f"{count(number)} of {count(total)}"),
            ("share of the class", percent(number / total if total else None)),
        ]
        return Readout(place.right(), f"true: {names[row]}", rows, place)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        mistake = self.mistakes.at(at)
        return mistake.position if mistake is not None and self.part == "training" else None

    def table(self) -> Table:
        """Return the matrix with recalls; below it, in columns of their own, the mistakes."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return [], []
        mistakes = self._mistake_rows(learned, found)
        if not len(found.confusion):
            return list(MISTAKE_HEADERS), mistakes
        names = learned.data.classes
        headers = ["true, predicted", *names, "recall"]
        rows = [
            [name, *map(str, counts), cell(share)]
            for name, counts, share in zip(
                names, found.confusion.tolist(), recalls(found.confusion), strict=True
            )
        ]
        before, behind = [""] * len(headers), [""] * len(MISTAKE_HEADERS)
        return [*headers, *MISTAKE_HEADERS], [
            *([*row, *behind] for row in rows),
            *([*before, *row] for row in mistakes),
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
