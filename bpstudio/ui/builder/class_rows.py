"""The classes on the card of the output: y and delta of each in a row, or as thin cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from bpstudio.ui.builder.chain import spread
from bpstudio.ui.builder.marks import draw_bars, draw_triangle
from bpstudio.ui.builder.unit_marks import Ink, cells_image
from bpstudio.ui.canvas.ink import RIGHT, elided, fitting, line, text_width, write
from bpstudio.ui.given_names import class_names
from bpstudio.ui.names import without_common_start
from bpstudio.ui.numbers import MINUS, figure
from bpstudio.ui.theme import BODY, BOLD, HINT, REGULAR, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from bpstudio.data.dataset import Dataset

    Array = NDArray[np.floating]

THREE_LINES, TWO_LINES, ONE_LINE = 42, 27, 14  # px that a class needs for its name and numbers
NUMBERS = 40  # px
SHORT_NAME, NAME_SHARE = 20, 0.34  # px, and of the card: names so short stand beside the bars
MOST_LOOKED_AT = 64  # classes, for the width of the names
MIDDLE = Qt.TextElideMode.ElideMiddle  # names often differ at their ends alone


def decimal(x: float, signed: bool = False) -> str:
    """Return `x` with two decimals, as the numbers beside the bars are."""
    if not abs(x) < 1_000:
        return figure(x)
    words = f"{x:{'+' if signed else ''}.2f}".replace("-", MINUS)
    return "0.00" if words[1:] == "0.00" else words


@dataclass(frozen=True, eq=False)
class ClassRows:
    """The classes of a data set, drawn in `body`, which is as wide as the card."""

    dataset: Dataset
    body: QRectF

    @property
    def pitch(self) -> float:
        """How many px a class has."""
        return self.body.height() / self.dataset.outputs

    @property
    def ys(self) -> Array:
        """The middle of each class, (classes,)."""
        return spread(self.dataset.outputs, self.body)

    def draw_heads(self, painter: QPainter) -> None:
        """Write above the bars what they are."""
        left = self._track().left()
        y = self.body.top() - 10
        place = line(left, y, 16)
        write(painter, place, "y", theme().colors.forward_text, weight=BOLD)
        room = self.body.right() - left - 20
        words = fitting(room, "δ = y − t", "δ", weight=BOLD)
        color = theme().colors.backward_text
        write(painter, line(left + 16, y, room), words, color, weight=BOLD)

    def draw_names(self, painter: QPainter, target: int) -> None:
        """Write the name of each class, with the mark of the target at one; -1 is none."""
        label, names = self._label_width(), self._names()
        for row, y in enumerate(self.ys.tolist()):
            weight = BOLD if row == target else REGULAR
            left = self.body.left() + 16
            place = line(left, y, label) if label else line(left, y - 15, self.body.width() - 26)
            size = BODY if label else HINT
            name = elided(names[row], place.width(), size, weight, MIDDLE)
            write(painter, place, name, theme().colors.text, size, weight)
            if row == target:
                draw_triangle(painter, self.body.left() + 12, place.center().y())

    def draw_numbers(self, painter: QPainter, y: Array | None, delta: Array | None) -> None:
        """Draw bars of y and |delta|, with their numbers; empty tracks where there are none."""
        track = self._track()
        ys = self.ys + (0 if self._label_width() else 7)
        has_two_lines = self.pitch >= TWO_LINES
        above, below = ((-10, 6), (5, 4)) if has_two_lines else ((-5, 5), (2, 2))
        values, deltas = (np.zeros(len(ys)) if one is None else one for one in (y, delta))
        colors = theme().colors
        draw_bars(painter, ys + above[0], values, track, above[1], colors.forward)
        draw_bars(painter, ys + below[0], np.abs(deltas), track, below[1], colors.backward)
        if y is not None:
            self._write_values(painter, ys - (7 if has_two_lines else 0), values)
            if has_two_lines:
                self._write_deltas(painter, ys + 7, deltas)

    def draw_cells(
        self, painter: QPainter, y: Array | None, delta: Array | None, target: int
    ) -> None:
        """Draw y and |delta| as cells, where a class has no room for a row."""
        height = round(self.body.height())
        values = None if y is None else np.clip(y, 0, 1)
        deltas = None if delta is None else np.clip(np.abs(delta), 0, 1)
        columns = ((20.0, values, Ink.VALUE), (62.0, deltas, Ink.DELTA))
        for left, shares, ink in columns:
            image = cells_image(shares, self.dataset.outputs, 36, height, ink, fill=True)
            painter.drawImage(QPointF(self.body.left() + left, self.body.top()), image)
        if target >= 0:
            draw_triangle(painter, self.body.left() + 16, float(self.ys[target]))

    def _label_width(self) -> float:
        """Return the width of the names beside the bars; 0 where they stand above them."""
        widest = _widest(self._names())
        if widest > SHORT_NAME and self._has_three_lines():
            return 0.0
        return min(widest, NAME_SHARE * self.body.width())

    def _names(self) -> tuple[str, ...]:
        """Return the names of the classes, without what they share where that takes the room."""
        above = self.body.width() - 26
        room = above if self._has_three_lines() else NAME_SHARE * self.body.width()
        names = class_names(self.dataset)
        fit = _widest(names) <= room
        return names if fit else without_common_start(names)

    def _has_three_lines(self) -> bool:
        return self.pitch >= THREE_LINES

    def _track(self) -> QRectF:
        """Return the horizontal place of the bars, with the height of the body."""
        left = self._label_width()
        return self.body.adjusted(16 + (left + 6 if left else 0), 0, -10 - NUMBERS, 0)

    def _write_values(self, painter: QPainter, ys: Array, values: Array) -> None:
        left, color = self.body.right() - 10 - NUMBERS, theme().colors.text
        for middle, value in zip(ys.tolist(), values.tolist(), strict=True):
            write(painter, line(left, middle, NUMBERS), decimal(value), color, align=RIGHT)

    def _write_deltas(self, painter: QPainter, ys: Array, values: Array) -> None:
        left, color = self.body.right() - 10 - NUMBERS, theme().colors.backward_text
        for middle, value in zip(ys.tolist(), values.tolist(), strict=True):
            words = decimal(value, signed=True)
            write(painter, line(left, middle, NUMBERS), words, color, align=RIGHT)


def _widest(names: tuple[str, ...]) -> float:
    return max(text_width(name, BODY, BOLD) for name in names[:MOST_LOOKED_AT])
