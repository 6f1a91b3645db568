"""The samples of the probe set that excite a unit most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.names import target_words
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LEFT, LINE, RIGHT
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.small_text import elided, width_of
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.thumbnails import Thumbnails
from bpstudio.ui.views.unit_pane import Cells, Pane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import UnitPortrait
    from bpstudio.ui.views.unit_subject import Subject

    Array = NDArray[np.floating]

SIZES = (96, 80, 64, 56, 48, 40, 32, 26)  # px, of a picture
ENOUGH = 6  # pictures: with so many they may be larger
CAPTIONED_FROM = 40  # px
APART = 4  # px
ROW = LINE + 2  # px
MOST = 60  # samples


class Thumbs(NamedTuple):
    """How pictures are laid out: their size in px, how many in a row, how many rows."""

    size: int
    across: int
    down: int

    @property
    def pitch(self) -> int:
        """From one row to the next, in px."""
        return self.size + APART + (LINE if self.size >= CAPTIONED_FROM else 0)


def thumbs(width: float, height: float) -> Thumbs:
    """Return the largest pictures of which enough fit, else as many small ones as do."""
    for size in SIZES:
        made = Thumbs(size, 1, 1)
        across = int((width + APART) // (size + APART))
        down = int((height + APART) // made.pitch)
        if across * down >= ENOUGH:
            break
    return Thumbs(size, max(across, 1), max(down, 1))


def largest(a: Array, many: int) -> list[int]:
    """Return the places of the `many` largest finite logits `a`, the largest first."""
    known = np.where(np.isfinite(a), a, -np.inf)
    order = np.argsort(-known, kind="stable")[:many].tolist()
    return [place for place in order if np.isfinite(a[place])]


def most_exciting(portrait: UnitPortrait, data: Dataset, many: int) -> list[int]:
    """Return the places in the training part of the samples that excite it most, in order.

    For a moment the data may be others, of fewer samples than the portrait knows.
    """
    places = portrait.probe_places
    known = places[places < len(data.train.t)]
    return [int(known[place]) for place in largest(portrait.probe_a[: len(known)], many)]


def logit_at(portrait: UnitPortrait, position: int) -> float:
    """Return the logit on a sample of the probe set, by its place in the training part."""
    return float(portrait.probe_a[np.searchsorted(portrait.probe_places, position)])


class Samples(Pane):
    """Pictures or rows, the most exciting first; the shown sample is framed."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[tuple[int, QRectF]] = []  # positions in the training part
        self._layout = Thumbs(SIZES[-1], 1, 1)
        self._thumbnails = Thumbnails()

    def arrange(self, subject: Subject) -> None:
        """Choose the samples, and place them."""
        inner = self.inner
        if subject.data is None:
            self.places = []
            return
        if subject.data.image is None:
            many = min(max(int(inner.height() // ROW), 1), MOST)
            row = QRectF(inner.left(), inner.top(), inner.width(), ROW)
            rooms = [row.translated(0, place * ROW) for place in range(many)]
        else:
            self._layout = thumbs(inner.width(), inner.height() - 2)
            rooms = self._thumb_places()
        positions = most_exciting(subject.portrait, subject.data, len(rooms))
        self.places = list(zip(positions, rooms, strict=False))

    def _thumb_places(self) -> list[QRectF]:
        inner, (size, across, down) = self.inner, self._layout
        return [
            QRectF(
                round(inner.left()) + column * (size + APART) + 1,
                round(inner.top()) + row * self._layout.pitch + 2,
                size,
                size,
            )
            for row in range(down)
            for column in range(across)
        ][:MOST]

    def draw(self, painter: QPainter, subject: Subject) -> None:
        """Draw the samples."""
        names = ["samples of the probe set that excite it most", "excite it most, of the probe set"]
        self.draw_title(painter, [*names, "excite it most, probe", "excite it most"])
        shown = None if subject.sample is None else subject.sample.position
        if subject.data is None:
            return
        for position, room in self.places:
            if subject.data.image is None:
                self._draw_row(painter, subject, position, room)
            else:
                self._draw_picture(painter, subject, position, room)
            if position == shown:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme().colors.text, 2))
                painter.drawRect(room)

    def _draw_row(self, painter: QPainter, subject: Subject, position: int, room: QRectF) -> None:
        assert subject.data is not None
        colors, train = theme().colors, subject.data.train
        line = room.adjusted(4, 0, -4, 0)
        a = figure(logit_at(subject.portrait, position), 2)
        words = _target(subject.data, position)
        painter.setFont(font(HINT))
        painter.setPen(colors.text)
        painter.drawText(line, RIGHT, a)
        line.adjust(0, 0, -width_of(a) - GRID, 0)
        number = f"{train.index[position]}"
        painter.drawText(
            line.adjusted(width_of("00000"), 0, 0, 0),
            LEFT,
            elided(words, line.width() - width_of("00000")),
        )
        painter.setPen(colors.text2)
        painter.drawText(line, LEFT, number)

    def _draw_picture(
        self, painter: QPainter, subject: Subject, position: int, room: QRectF
    ) -> None:
        assert subject.data is not None
        data = subject.data
        place = self._thumbnails.draw(painter, data, data.train, position, room)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colors.border, 1))
        painter.drawRect(place)
        if self._layout.size >= CAPTIONED_FROM:
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            below = QRectF(room.left() - 2, room.bottom() + 1, room.width() + 4, LINE)
            number = figure(logit_at(subject.portrait, position), 2)
            painter.drawText(below, CENTRE, number)

    def sample_at(self, at: QPointF) -> int | None:
        """Return the place of the sample under the pointer, in the training part."""
        return next((position for position, room in self.places if room.contains(at)), None)

    def read(self, at: QPointF, subject: Subject) -> Readout | None:
        """Return the sample under the pointer."""
        found = next(((p, room) for p, room in self.places if room.contains(at)), None)
        if found is None or subject.data is None:
            return None
        position, room = found
        a = np.array([logit_at(subject.portrait, position)])
        rows = [("a", figure(float(a[0]), 4))]
        if subject.activation is not None:
            z = subject.activation.curve(a)
            rows.append(("f(a)", figure(float(z[0]), 4)))
            rows.append(("f′(a)", figure(float(subject.activation.slope_at(z)[0]))))
        rows.append(("", "click: show it in the network"))
        return Readout(room.right(), sample_words(subject.data, position), rows, room)

    def rows(self, subject: Subject) -> list[Cells]:
        """Return a row for each sample of the probe set, the most exciting first."""
        if subject.data is None:
            return []
        portrait, data = subject.portrait, subject.data
        return [
            ("a on the probe set", sample_words(data, at), cell(logit_at(portrait, at)), "", "")
            for at in most_exciting(portrait, data, len(portrait.probe_a))
        ]


def sample_words(data: Dataset, position: int) -> str:
    """Return what a training sample is: ``"sample 126, a 3"``."""
    return f"sample {data.train.index[position]}, {_target(data, position)}"


def _target(data: Dataset, position: int) -> str:
    """Return the class of a training sample, or its number, t."""
    words = target_words(data, data.train.t[position])
    return f"t = {words}" if data.is_regression else words
