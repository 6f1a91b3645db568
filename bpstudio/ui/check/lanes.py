"""The two lanes of the race: passes and time of backprop and of brute force."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from bpstudio.engine.gradcheck import EPSILON
from bpstudio.runtime.task import TaskStatus
from bpstudio.ui.check.passes import brute_force_passes
from bpstudio.ui.check.words import epsilon_text, race_sentence
from bpstudio.ui.icons import paint_icon
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, duration
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.small_text import elided, fitting
from bpstudio.ui.widgets.equation import paint_equation

if TYPE_CHECKING:
    from bpstudio.engine.gradcheck import Difference
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

NAME_WIDTH = 10 * GRID  # px
LEAST_TEXT = 25 * GRID  # px, of what stands behind a bar
LANE, LOW_LANE, BAR = 4 * GRID, 3 * GRID, 14  # px: from lane to lane, and a bar's height
HIGH = 15 * GRID  # px: in a lower picture the lanes are closer
ICON, EQUATION = 14, 15  # px
QUOTIENTS = {
    "forward": r"\partial L / \partial w \approx (L(w + \varepsilon) - L(w)) / \varepsilon",
    "central": r"\partial L / \partial w \approx "
    r"(L(w + \varepsilon) - L(w - \varepsilon)) / 2\varepsilon",
}
WAYS = {
    "forward": "the chapter’s forward difference: N + 1 = {} passes",
    "central": "central difference: 2N = {} passes",
}


class Lanes(Picture):
    """Draws the race that a report tells of; before there is one, what it would be.

    Attributes
    ----------
    report
        How the race stands.
    parameters, samples, difference, epsilon
        What would be raced now: of the network that is looked at, and as it is set.
    """

    def __init__(self) -> None:
        super().__init__("The race to the same gradient")
        self.report: Report[Comparison] | None = None
        self.parameters, self.samples = 0, 0
        self.difference: Difference = "forward"
        self.epsilon = EPSILON["forward"]

    @property
    def found(self) -> Comparison | None:
        """How far the race has come; None before it began."""
        return None if self.report is None else self.report.found

    @property
    def area(self) -> QRectF:
        """Where the lanes are."""
        return QRectF(0, 0, self.width(), 2 * self._lane)

    @property
    def _lane(self) -> int:
        """The height of a lane, in px."""
        return LANE if self.height() >= HIGH else LOW_LANE

    def prepare(self) -> None:
        """There is nothing to be worked out."""

    def _bar(self, lane: int) -> QRectF:
        width = max(self.width() - NAME_WIDTH - self._text_width() - 2 * GRID, 4 * GRID)
        return QRectF(NAME_WIDTH, (lane + 0.5) * self._lane - BAR / 2, width, BAR)

    def _text_width(self) -> float:
        """Return the room for the longest that can stand behind a bar."""
        whole = count(self.passes if self.found is None else self.found.all_passes)
        longest = f"{whole} of {whole} passes, 9.99 days left"
        return max(QFontMetricsF(font(BODY)).horizontalAdvance(longest), LEAST_TEXT)

    @property
    def passes(self) -> int:
        """How many passes brute force would take now."""
        return brute_force_passes(self.parameters, self.difference)

    def draw(self, painter: QPainter) -> None:
        """Draw both lanes, how brute force goes about it, and what it comes to."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_backprop(painter)
        self._draw_brute_force(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        y = 2 * self._lane + 2
        painter.setPen(QPen(theme().colors.border, 1))
        painter.drawLine(QLineF(0, y, self.width(), y))
        self._draw_way(painter, y + GRID / 2)
        painter.setFont(font(BODY))
        painter.setPen(theme().colors.text)
        line = QRectF(0, self.height() - LINE - 4, self.width(), LINE + 2)
        sentence = race_sentence(self.report, self.passes)
        metrics = QFontMetricsF(font(BODY))
        painter.drawText(
            line, LEFT, metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, line.width())
        )

    def _draw_backprop(self, painter: QPainter) -> None:
        colors, bar, found = theme().colors, self._bar(0), self.found
        self._draw_track(painter, 0, "backprop")
        if found is None or not math.isfinite(found.seconds_backprop):
            return
        half = QRectF(bar.left(), bar.top(), bar.width() / 2 - 1, bar.height())
        self._fill(painter, half, QBrush(colors.forward))
        half.moveLeft(bar.center().x() + 1)
        self._fill(painter, half, QBrush(colors.backward))
        self._fill(painter, half, QBrush(colors.surface, Qt.BrushStyle.BDiagPattern))
        words = [("2 passes", BOLD), (f", done in {duration(found.seconds_backprop)}", None)]
        self._tell(painter, 0, words, is_done=True)

    def _draw_brute_force(self, painter: QPainter) -> None:
        bar, found = self._bar(1), self.found
        self._draw_track(painter, 1, "brute force")
        if found is None or self.report is None or not found.passes:
            return
        done = QRectF(bar)
        done.setWidth(max(bar.width() * found.passes / found.all_passes, 2.0))
        self._fill(painter, done, QBrush(theme().colors.forward))
        many, whole = count(found.passes), count(found.all_passes)
        if found.passes >= found.all_passes:
            took = f", done in {duration(found.seconds_brute_force)}"
            self._tell(painter, 1, [(f"{many} passes", BOLD), (took, None)], is_done=True)
            return
        words = [(many, BOLD), (f" of {whole} passes, ", None)]
        if self.report.status is TaskStatus.RUNNING:
            words.append((f"{duration(found.seconds_left)} left", BOLD))
        else:
            words.append(("stopped", BOLD))
        self._tell(painter, 1, words)

    def _draw_track(self, painter: QPainter, lane: int, name: str) -> None:
        bar = self._bar(lane)
        painter.setFont(font(BODY, BOLD))
        painter.setPen(theme().colors.text)
        painter.drawText(QRectF(0, bar.top() - 4, NAME_WIDTH, BAR + 8), LEFT, name)
        self._fill(painter, bar, QBrush(theme().colors.sunken))

    @staticmethod
    def _fill(painter: QPainter, bar: QRectF, brush: QBrush) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawRoundedRect(bar, 3, 3)

    def _tell(
        self,
        painter: QPainter,
        lane: int,
        words: list[tuple[str, QFont.Weight | None]],
        is_done: bool = False,
    ) -> None:
        """Write what stands behind a bar, with a tick where it is done."""
        bar = self._bar(lane)
        x = bar.right() + 2 * GRID
        if is_done:
            place = QRectF(x, bar.center().y() - ICON / 2, ICON, ICON)
            paint_icon(painter, "check", place, theme().colors.text)
            x += ICON + 6
        painter.setPen(theme().colors.text)
        for text, weight in words:
            written = font(BODY) if weight is None else font(BODY, weight)
            painter.setFont(written)
            width = QFontMetricsF(written).horizontalAdvance(text)
            painter.drawText(QRectF(x, bar.top() - 4, width + 2, BAR + 8), LEFT, text)
            x += width

    def _draw_way(self, painter: QPainter, top: float) -> None:
        """Write the quotient, how many passes it takes, and over what."""
        colors = theme().colors
        baseline = QPointF(0, top + LINE + 5)
        quotient = paint_equation(painter, baseline, QUOTIENTS[self.difference], EQUATION)
        taken = quotient.width + GRID
        room = QRectF(taken, top, self.width() - taken, LINE)
        painter.setFont(font(HINT))
        painter.setPen(colors.text)
        way = WAYS[self.difference].format(count(self.passes))
        painter.drawText(room, RIGHT, elided(way, room.width()))
        painter.setPen(colors.text2)
        of = f"for N = {counted(self.parameters, 'parameter')}"
        over = f"{of}, over the first {counted(self.samples, 'training sample')}"
        about = (f"{over}, ε = {epsilon_text(self.epsilon)}", over, of)
        painter.drawText(room.translated(0, LINE), RIGHT, fitting(about, room.width()))

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers of the lane at `at`."""
        found, lane = self.found, min(int(at.y() // self._lane), 1)
        if found is None:
            return None
        bar = self._bar(lane)
        if lane == 0:
            rows = [
                ("passes", "1 forward, 1 backward"),
                ("time, median of several", duration(found.seconds_backprop)),
            ]
            return Readout(at.x(), "backprop", rows, bar)
        rows = [
            ("forward passes", f"{count(found.passes)} of {count(found.all_passes)}"),
            ("parameters done", f"{count(found.done)} of {count(found.parameters)}"),
            ("time of the passes", duration(found.seconds_brute_force)),
        ]
        if found.passes:
            each = found.seconds_brute_force / found.passes
            rows.append(("time of a pass", duration(each)))
        return Readout(at.x(), "brute force", rows, bar)
