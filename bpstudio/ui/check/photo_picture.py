"""How large a network is, and how long its gradient takes, by two passes and by brute force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from bpstudio.data.memory import in_words
from bpstudio.ui.check.time_axis import TimeAxis
from bpstudio.ui.numbers import count, duration
from bpstudio.ui.theme import BOLD, FIGURE, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.small_text import fitting, width_of

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from bpstudio.engine.parameters import Shape
    from bpstudio.runtime.tasks.pass_times import PassTimes

LARGE = 3 * GRID  # px: the line of the large number
MARK = 5.0  # px: half of a mark
TWO, MANY = "two passes", "brute force"


@dataclass(frozen=True)
class Subject:
    """A network whose size is shown.

    `product` is how its weights are counted, `note` what else there is to be said, each in some
    lengths, and `state` what stands in the place of times that aren't there.
    """

    shape: Shape
    product: tuple[str, ...]
    note: tuple[str, ...] = ()
    times: PassTimes | None = None
    state: str = ""

    @property
    def weights(self) -> int:
        """The number of weights, biases aside."""
        return sum(out * into for out, into in self.shape.blocks)

    @property
    def bytes(self) -> int:
        """The bytes of the parameters in float32."""
        return self.shape.size * np.dtype(np.float32).itemsize


class PhotoPicture(Picture):
    """The counts, and the two times on a logarithmic axis."""

    def __init__(self) -> None:
        super().__init__("At the scale of a photo")
        self.subject: Subject | None = None
        self._axis = TimeAxis()

    @property
    def area(self) -> QRectF:
        """Where times can be read."""
        return self._axis.area

    def show_subject(self, subject: Subject) -> None:
        """Show the size of this network."""
        if subject != self.subject:
            self.subject = subject
            self.changed()

    def prepare(self) -> None:
        """Let the axis reach to what is shown."""
        times = self.subject.times if self.subject else None
        self._axis.reach([times.two_passes, times.brute_force] if times else [])
        top = LARGE + LINE + GRID
        width = self.width() - 2 * GRID
        self._axis.area = QRectF(GRID, top, width, LINE + 2 * MARK + GRID / 2)

    def draw(self, painter: QPainter) -> None:
        """Draw the counts, the axis with its marks, and the note."""
        if self.subject is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_counts(painter, self.subject)
        self._axis.draw(painter)
        if self.subject.times is not None:
            self._draw_times(painter, self.subject.times)
        else:
            painter.setPen(theme().colors.text2)
            painter.drawText(self._axis.area.adjusted(0, 0, 0, -GRID), LEFT, self.subject.state)
        self._draw_note(painter, self.subject)

    def _draw_counts(self, painter: QPainter, subject: Subject) -> None:
        colors, line = theme().colors, QRectF(0, 0, self.width(), LARGE)
        number = count(subject.weights)
        painter.setFont(font(FIGURE, BOLD))
        painter.setPen(colors.text)
        painter.drawText(line, LEFT, number)
        used = QFontMetricsF(font(FIGURE, BOLD)).horizontalAdvance(number) + GRID
        painter.setFont(font(HINT))
        painter.setPen(colors.text2)
        words = fitting(("weights", ""), line.width() - used)
        painter.drawText(line.adjusted(used, 4, 0, 0), LEFT, words)
        used += width_of(words) + 2 * GRID
        memory = f"{in_words(subject.bytes)} in float32"
        painter.drawText(
            line.adjusted(used, 4, 0, 0), RIGHT, fitting((memory, ""), line.width() - used)
        )
        below = QRectF(0, LARGE, self.width(), LINE)
        passes = self._passes(subject)
        room = below.width() - width_of(passes) - 2 * GRID
        painter.drawText(below, LEFT, fitting((*subject.product, ""), room))
        painter.drawText(below, RIGHT, passes)

    def _passes(self, subject: Subject) -> str:
        passes = f"{count(subject.shape.size + 1)} passes"
        if subject.times is None:
            return passes
        return f"{passes} × {duration(subject.times.forward)}"

    def _draw_times(self, painter: QPainter, times: PassTimes) -> None:
        colors, axis = theme().colors, self._axis
        base = axis.area.bottom()
        first, last = axis.x_at(times.two_passes), axis.x_at(times.brute_force)
        dotted = QPen(colors.text2, 1.5, Qt.PenStyle.DotLine)
        painter.setPen(dotted)
        painter.drawLine(QPointF(first, base), QPointF(last, base))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.backward)
        painter.drawRect(QRectF(first - MARK, base - MARK, 2 * MARK, 2 * MARK))
        painter.setBrush(colors.forward)
        corners = ((0, -1.3), (1.2, 1), (-1.2, 1))
        painter.drawPolygon(
            QPolygonF([QPointF(last + x * MARK, base + y * MARK) for x, y in corners])
        )
        left = (TWO, duration(times.two_passes), colors.backward_text)
        right = (MANY, duration(times.brute_force), colors.forward_text)
        self._draw_labels(painter, (first, *left), (last, *right))

    def _draw_labels(
        self,
        painter: QPainter,
        first: tuple[float, str, str, QColor],
        last: tuple[float, str, str, QColor],
    ) -> None:
        """Write beside the marks what they are, one left of the other."""
        top, ends = self._axis.area.top(), (0.0, float(self.width()))
        widths = [_label_width(name, time) for _, name, time, _ in (first, last)]
        right = min(max(last[0] - widths[1] / 2, ends[0]), ends[1] - widths[1])
        left = min(max(first[0] - widths[0] / 2, ends[0]), right - widths[0] - 2 * GRID)
        if left < 0:
            left, right = 0.0, widths[0] + 2 * GRID
        for x, (_, name, time, color) in zip((left, right), (first, last), strict=True):
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            painter.drawText(QRectF(x, top, 400, LINE), LEFT, name)
            painter.setFont(font(HINT, BOLD))
            painter.setPen(color)
            painter.drawText(QRectF(x + width_of(f"{name} "), top, 400, LINE), LEFT, time)

    def _draw_note(self, painter: QPainter, subject: Subject) -> None:
        top = self._axis.area.bottom() + 2 * LINE + GRID / 2
        painter.setFont(font(HINT))
        painter.setPen(theme().colors.text3)
        line = QRectF(0, top, self.width(), LINE)
        if subject.note:
            painter.drawText(line, LEFT, fitting(subject.note, self.width()))

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact times."""
        times = self.subject.times if self.subject else None
        if times is None:
            return None
        samples = f"{count(times.batch)} samples" if times.batch > 1 else "1 sample"
        rows = [
            (f"forward pass, {samples}", duration(times.forward)),
            (f"backward pass, {samples}", duration(times.backward)),
            (TWO, duration(times.two_passes)),
            (f"{count(times.brute_force_passes)} forward passes", duration(times.brute_force)),
        ]
        return Readout(at.x(), duration(self._axis.seconds_at(at.x())), rows)


def _label_width(name: str, time: str) -> float:
    return width_of(f"{name} ") + QFontMetricsF(font(HINT, BOLD)).horizontalAdvance(time) + 2
