"""The samples that the network gets wrong, the worst first: pictures or rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.given_names import class_names
from bpstudio.ui.names import without_common_start
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.theme import GRID, HINT, MEDIUM, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT
from bpstudio.ui.views.learned_subject import sample_title, wrong
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.thumbnails import Thumbnails

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.studies.predictions import PartName, Predictions
    from bpstudio.ui.views.learned_subject import Learned

SIZES = (64, 56, 48, 40, 32)  # px, of a picture
ENOUGH = 8  # pictures: with so many they may be larger
APART = 6  # px
ROW = LINE + 2  # px
ONE_LINE = 220  # px: so wide, all of a row stands in one line
BAR = 3  # px, of the confidence
MOST = 120  # samples


class Mistake(NamedTuple):
    """A sample that is wrong: its number in the predictions, its place in its part, its room."""

    number: int
    position: int
    room: QRectF


class Mistakes:
    """Lays out as many as there is room for, and draws them."""

    def __init__(self) -> None:
        self.shown: list[Mistake] = []
        self.many = 0
        self._room = QRectF()
        self._thumbnails = Thumbnails()

    def place(self, room: QRectF, learned: Learned, part: PartName) -> None:
        """Choose the worst, and share `room` among them."""
        self._room, self.shown, self.many = room, [], 0
        found = learned.predictions(part)
        if found is None or room.isEmpty():
            return
        order = wrong(found)
        self.many = len(order)
        inner = room.adjusted(0, LINE + 4, 0, 0)
        rooms = self._row_rooms(inner) if learned.data.image is None else self._thumb_rooms(inner)
        self.shown = [
            Mistake(number, int(found.position[number]), place)
            for number, place in zip(order.tolist(), rooms, strict=False)
        ]

    def _row_rooms(self, inner: QRectF) -> list[QRectF]:
        pitch = ROW if inner.width() >= ONE_LINE else 2 * LINE + 2
        many = min(int(inner.height() // pitch), MOST)
        return [
            QRectF(inner.left(), inner.top() + k * pitch, inner.width(), pitch) for k in range(many)
        ]

    def _thumb_rooms(self, inner: QRectF) -> list[QRectF]:
        """Return the rooms of the largest pictures of which there are enough."""
        for size in SIZES:
            across = max(int((inner.width() + APART) // (size + APART)), 1)
            pitch = size + LINE + APART
            down = int((inner.height() + APART) // pitch)
            if across * down >= ENOUGH:
                break
        left, top = round(inner.left()), round(inner.top())
        return [
            QRectF(left + column * (size + APART), top + row * pitch, size, size)
            for row in range(down)
            for column in range(across)
        ][:MOST]

    def draw(self, painter: QPainter, learned: Learned, part: PartName) -> None:
        """Draw a title and the samples."""
        found = learned.predictions(part)
        if found is None or self._room.isEmpty():
            return
        painter.setFont(font(HINT))
        painter.setPen(theme().colors.text2)
        title = QRectF(self._room.left(), self._room.top(), self._room.width(), LINE)
        metrics = painter.fontMetrics()
        words = self._title(found, part)
        if metrics.horizontalAdvance(words) > title.width():
            words = words.partition(",")[0]
        painter.drawText(title, LEFT, words)
        for mistake in self.shown:
            if learned.data.image is None:
                self._draw_row(painter, learned, part, found, mistake)
            else:
                self._draw_thumb(painter, learned, part, found, mistake)
            if part == "training" and mistake.position == learned.shown:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme().colors.text, 2))
                painter.drawRect(mistake.room.adjusted(-1, -1, 1, 1))

    def _title(self, found: Predictions, part: PartName) -> str:
        total = len(found.predicted)
        if not total:
            return f"no {part} samples"
        return f"{count(self.many)} of {count(total)} wrong, worst first"

    def _draw_thumb(
        self,
        painter: QPainter,
        learned: Learned,
        part: PartName,
        found: Predictions,
        mistake: Mistake,
    ) -> None:
        data, room = learned.data, mistake.room
        samples = learned.part(part)
        place = self._thumbnails.draw(painter, data, samples, mistake.position, room)
        sure = float(np.nan_to_num(found.confidence[mistake.number]))
        bar = QRectF(place.left(), place.bottom() - BAR, sure * place.width(), BAR)
        painter.fillRect(bar, theme().colors.backward)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colors.border, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(font(HINT, MEDIUM))
        painter.setPen(theme().colors.text)
        below = QRectF(room.left() - 3, room.bottom(), room.width() + 6, LINE)
        painter.drawText(below, CENTRE, verdict(data, found, mistake.number))

    def _draw_row(
        self,
        painter: QPainter,
        learned: Learned,
        part: PartName,
        found: Predictions,
        mistake: Mistake,
    ) -> None:
        colors, line = theme().colors, mistake.room.adjusted(2, 0, -2, 0)
        index = learned.part(part).index[mistake.position]
        number = f"sample {index}"
        sure = percent(float(found.confidence[mistake.number]), 0)
        words = verdict(learned.data, found, mistake.number)
        painter.setFont(font(HINT))
        metrics = painter.fontMetrics()
        below = QRectF(line)
        if line.height() > ROW:  # two lines: what it is taken for, and below it which, how surely
            line.setHeight(LINE)
            below = line.translated(0, LINE - 1)
        else:
            line.adjust(metrics.horizontalAdvance("sample 00000 "), 0, -6 * GRID, 0)
        painter.setPen(colors.text)
        elide = Qt.TextElideMode.ElideMiddle
        painter.drawText(line, LEFT, metrics.elidedText(words, elide, int(line.width())))
        painter.setPen(colors.text2)
        painter.drawText(below, LEFT, number)
        painter.drawText(below, RIGHT, sure)

    def at(self, place: QPointF) -> Mistake | None:
        """Return the sample at a place."""
        return next((mistake for mistake in self.shown if mistake.room.contains(place)), None)

    def read(self, at: QPointF, learned: Learned, part: PartName) -> Readout | None:
        """Return what is known of the sample at a place."""
        mistake, found = self.at(at), learned.predictions(part)
        if mistake is None or found is None:
            return None
        data, number = learned.data, mistake.number
        said = class_names(data)[int(found.predicted[number])]
        true = class_names(data)[int(found.target[number])]
        rows = [
            (f"y, {said} (predicted)", figure(float(found.confidence[number]), 4)),
            (f"y, {true} (true)", figure(float(found.truth[number]), 4)),
        ]
        if part == "training":
            rows.append(("", "click: show it in the network"))
        title = sample_title(data, part, mistake.position)
        return Readout(mistake.room.right(), title, rows, mistake.room)


def verdict(data: Dataset, found: Predictions, number: int) -> str:
    """Return what a sample is taken for, and what it is: ``"3 ≠ 7"``."""
    names = without_common_start(class_names(data))
    return f"{names[int(found.predicted[number])]} ≠ {names[int(found.target[number])]}"
