"""The run from its first step to its newest, to be dragged along."""

from __future__ import annotations

import time
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.runtime.snapshot import Timeline
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.scale import Scale, log10
from bpstudio.ui.views.strokes import draw_band
from bpstudio.ui.widgets.handle import draw_handle
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from bpstudio.runtime.loss_curve import LossCurve
    from bpstudio.runtime.snapshot import Mark

    Array = NDArray[np.floating]

SIDE, RAIL, KNOB, DIAMOND = 14, 40, 7.0, 5.0  # px: margins, height of the rail, sizes
REACH = 6  # px around a mark that still is on it
APART = 72  # px between ticks, at least
PATIENCE = 1.0  # seconds for the run to follow the hand
PAGE = 0.05  # of the run
COLUMN = 2  # px: a finer line of the loss is not seen, but takes long to draw
LEAST = 0.15  # of the height: the lowest loss can be seen, too
NO_STEPS = "Train, and every step can be looked at again here"
FLAGS = Qt.AlignmentFlag.AlignCenter


class TimelineTrack(Painted):
    """Shows where in the run one is; the mouse and the keys ask for other steps.

    Signals
    -------
    wanted
        A step that is to be looked at.
    """

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Timeline of the run", parent)
        self._line, self._step = Timeline(), 0
        self._asked: int | None = None  # what the hand wants, until the run has followed
        self._asked_at = 0.0
        self._ends: Array = np.empty(0)
        self._heights: Array = np.empty(0)
        self._is_held, self._held_from = False, 0
        self.setObjectName("timeline")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return room for a rail that a hand can steer on."""
        return QSize(50 * GRID, 9 * GRID)

    @property
    def shown(self) -> int:
        """The step that the handle stands at: the one on its way to be shown, if there is one."""
        if self._asked is not None:
            return self._asked
        return self._step if self._line.wanted is None else self._line.wanted

    def show_run(self, line: Timeline, step: int, losses: LossCurve) -> None:
        """Show a run whose snapshot is of `step`."""
        self._line, self._step = line, step
        self._forget_asked()
        ends, _, _, mean = losses.envelope()
        self._ends, self._heights = ends, _shares(mean)
        words = f"step {count(self.shown)} of {count(line.newest)}"
        marks = "; ".join(f"step {count(mark.step)}: {mark.words}" for mark in line.marks[-5:])
        self.setAccessibleDescription(f"{words}. {marks}" if marks else words)
        self.update()

    def _forget_asked(self) -> None:
        """Follow the run again, once it has followed the hand, or can't."""
        if self._asked == self._line.shown or time.monotonic() - self._asked_at > PATIENCE:
            self._asked = None

    @property
    def _scale(self) -> Scale:
        return Scale(self._line.first, max(self._line.newest, self._line.first + 1), whole=True)

    def _x(self, step: float) -> float:
        low, high = self._scale.low, self._scale.high
        return SIDE + (step - low) / (high - low) * (self.width() - 2 * SIDE)

    def _step_at(self, x: float) -> int:
        share = (x - SIDE) / max(self.width() - 2 * SIDE, 1)
        return round(self._scale.value(min(max(share, 0.0), 1.0)))

    def _mark_at(self, x: float) -> Mark | None:
        near = (mark for mark in self._line.marks if abs(self._x(mark.step) - x) <= REACH)
        return min(near, key=lambda mark: abs(self._x(mark.step) - x), default=None)

    def ask(self, step: int) -> None:
        """Ask for a step, if it is one of the run's and not the one that is shown."""
        step = min(max(step, self._line.first), self._line.newest)
        if step != self.shown:
            self._asked, self._asked_at = step, time.monotonic()
            self.wanted.emit(step)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, wherever it is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held, self._held_from = True, self.shown
            self._ask_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go where the hand goes."""
        if self._is_held:
            self._ask_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held = False

    def _ask_at(self, x: float) -> None:
        mark = self._mark_at(x)
        self.ask(self._step_at(x) if mark is None else mark.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk step by step, by twentieths of the run, or to its ends; Esc takes a drag back."""
        page = max(round(PAGE * (self._line.newest - self._line.first)), 1)
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -page,
            Qt.Key.Key_PageUp: page,
        }
        ends = {Qt.Key.Key_Home: self._line.first, Qt.Key.Key_End: self._line.newest}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._is_held:
            self._is_held = False
            self.ask(self._held_from)
        elif key in ways:
            self.ask(self.shown + ways[key])
        elif key in ends:
            self.ask(ends[key])
        else:
            super().keyPressEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """Return what a tooltip says at `at`, in px: the edit there, or the step."""
        mark = self._mark_at(at.x())
        if mark is not None:
            return f"After step {count(mark.step)}: {mark.words}"
        if self._line.newest == self._line.first:
            return NO_STEPS
        return f"Step {count(self._step_at(at.x()))}: click or drag to look back; training pauses"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the loss behind, the rail with its ticks, the marks and the handle."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme().colors.window)
            self._draw_loss(painter)
            self._draw_rail(painter)
            if self._line.newest == self._line.first:
                painter.setPen(theme().colors.text2)
                self._write(painter, self.width() / 2, RAIL - 2 * GRID, NO_STEPS)
            self._draw_marks(painter)
            self._draw_handle(painter)

    def _draw_loss(self, painter: QPainter) -> None:
        if len(self._ends) < 2:
            return
        ends, heights = _thinned(self._ends, self._heights, max(self.width() // COLUMN, 1))
        xs = self._x(0) + ends * (self._x(1) - self._x(0))
        xs = np.clip(xs, SIDE, self.width() - SIDE)
        tops = RAIL - 2 - heights * (RAIL - 2 * GRID)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colors.sunken)
        draw_band(painter, xs, tops, np.full(len(xs), float(RAIL)))

    def _draw_rail(self, painter: QPainter) -> None:
        colors, width = theme().colors, self.width()
        painter.setPen(QPen(colors.strong, 2))
        painter.drawLine(QLineF(SIDE, RAIL, width - SIDE, RAIL))
        painter.setPen(QPen(colors.text2, 2))
        painter.drawLine(QLineF(SIDE, RAIL, self._x(self.shown), RAIL))
        painter.setFont(font(HINT))
        for tick in self._scale.ticks(max(int((width - 2 * SIDE) // APART), 1)):
            x = SIDE + tick.place * (width - 2 * SIDE)
            painter.setPen(QPen(colors.strong, 1))
            painter.drawLine(QLineF(round(x) + 0.5, RAIL + 3, round(x) + 0.5, RAIL + 7))
            painter.setPen(colors.text3)
            self._write(painter, x, RAIL + 17, tick.text)

    def _draw_marks(self, painter: QPainter) -> None:
        colors, free = theme().colors, float(self.width())
        painter.setFont(font(HINT))
        for mark in reversed(self._line.marks):  # of what happened, the latest matters most
            x = self._x(mark.step)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.text)
            around = ((0, -DIAMOND), (DIAMOND, 0), (0, DIAMOND), (-DIAMOND, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + dx, RAIL + dy) for dx, dy in around]))
            width = painter.fontMetrics().horizontalAdvance(mark.words) + GRID
            left = self._start_of_words(x, width, free)
            if left is not None:
                painter.setPen(colors.text2)
                self._write(painter, left + width / 2, RAIL - 2 * GRID, mark.words)
                free = left

    def _start_of_words(self, x: float, width: float, free: float) -> float | None:
        """Return where the words of the mark at `x` begin, so that they end by `free`.

        They don't stand across the line of the handle. None: there is no room for them.
        """
        left, line = min(x - width / 2, free - width), self._x(self.shown)
        if self._line.wanted is None or not left < line < left + width:
            return left if left >= SIDE and left + width >= x else None
        sides = (line - width, line + 1)
        fits = (side for side in sides[:: 1 if x <= line else -1])
        return next((side for side in fits if side >= SIDE and side + width <= free), None)

    def _draw_handle(self, painter: QPainter) -> None:
        at = QPointF(self._x(self.shown), RAIL)
        if self._line.wanted is not None:
            painter.setPen(QPen(theme().colors.accent, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(at.x(), GRID / 2, at.x(), RAIL - KNOB - 1))
        draw_handle(painter, at, KNOB, self.shows_focus)

    def _write(self, painter: QPainter, x: float, y: float, words: str) -> None:
        """Write `words` around a place, moved as far as they stay within the widget."""
        width = ceil(painter.fontMetrics().horizontalAdvance(words)) + 2
        left = min(max(x - width / 2, 0.0), self.width() - width)
        painter.drawText(QRectF(left, y - 8, width, 16), FLAGS, words)


def _thinned(ends: Array, heights: Array, most: int) -> tuple[Array, Array]:
    """Return about `most` of the points at most: of neighbours the last end and the mean height."""
    each = -(-len(ends) // most)
    if each == 1:
        return ends, heights
    starts = np.arange(0, len(ends), each)
    lasts = np.minimum(starts + each, len(ends))
    return ends[lasts - 1], np.add.reduceat(heights, starts) / (lasts - starts)


def _shares(losses: Array) -> Array:
    """Return how high each loss stands between the lowest and the highest, 0 to 1, by decades."""
    logs = log10(losses)
    known = logs[np.isfinite(logs)]
    low, high = float(known.min(initial=np.inf)), float(known.max(initial=-np.inf))
    if high <= low:
        return np.where(np.isfinite(logs), 0.5, np.nan)
    return LEAST + (1 - LEAST) * (logs - low) / (high - low)
