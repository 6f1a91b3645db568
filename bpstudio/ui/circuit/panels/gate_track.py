"""The steps of both passes as a row of segments: forward to the right, then backward."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.theme import BOLD, GRID, HINT, font, theme
from bpstudio.ui.widgets.handle import draw_handle
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent

    from bpstudio.engine.flow import Step
    from bpstudio.ui.circuit.state import CircuitState

SIDE, RAIL, BAR, KNOB = 12, 36, 8, 7.5  # px: margins, where the bars are, their height, the handle
BETWEEN, GAP = 2 * GRID, 2  # px between the passes, between segments
LEAST_GAPPED = 6  # px of a segment beside which a gap is seen
HATCH_APART, HATCH_SLANT = 7.0, 6.0  # px
SYMBOL_GAP = 8  # px from symbol to symbol, at least
PAGE = 5  # steps
CENTRE = Qt.AlignmentFlag.AlignCenter
FORWARD, BACKWARD = "forward →", "backward ←"


class GateTrack(Painted):
    """Shows which gates have had their turn; mouse and keys go to another step.

    Signals
    -------
    taken
        The hand has taken over: nothing is to play on by itself.
    """

    taken = Signal()

    def __init__(self, state: CircuitState, parent: QWidget | None = None) -> None:
        super().__init__("Steps of the two passes", parent)
        self._state = state
        self._held_from: int | None = None
        self._steps: tuple[Step, ...] = ()
        self._there = self._back = 0  # how many steps the passes have
        self._shown: object = None
        self.setObjectName("gateTrack")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for signal in (state.circuit_changed, state.shown_changed):
            signal.connect(self._follow)
        theme().changed.connect(self.update)
        self._follow()

    def sizeHint(self) -> QSize:
        """Return room for segments that a hand can aim at."""
        return QSize(50 * GRID, 9 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return the least in which one can aim."""
        return QSize(20 * GRID, 9 * GRID)

    def _follow(self) -> None:
        state, kinds = self._state, self._state.circuit.by_id
        shown = (state.steps, state.done, tuple(kinds[step.node].gate for step in state.steps))
        if shown == self._shown:
            return  # a number is being dragged
        self._shown, self._steps = shown, state.steps
        self._back = sum(step.is_backward for step in self._steps)
        self._there = len(self._steps) - self._back
        self.setAccessibleDescription(f"{position_words(state)}. {step_words(state, state.done)}")
        self.update()

    # Places

    def _segment(self, place: int) -> QRectF:
        """Return where the step `place`, from 0, is drawn."""
        there, back = self._there, self._back
        between = BETWEEN if there and back else 0
        width = (self.width() - 2 * SIDE - between) / max(there + back, 1)
        left = SIDE + place * width + (between if place >= there else 0)
        gap = GAP if width > LEAST_GAPPED else 0
        return QRectF(left, RAIL, width - gap, BAR)

    def _x(self, done: int) -> float:
        """Return where the handle stands after so many steps."""
        return self._segment(done - 1).right() if done else float(SIDE)

    def done_at(self, x: float) -> int:
        """Return after how many steps the handle would stand nearest to a place."""
        return min(range(len(self._state.steps) + 1), key=lambda done: abs(self._x(done) - x))

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, wherever it is."""
        if event.button() == Qt.MouseButton.LeftButton and self._state.steps:
            self._held_from = self._state.done
            self._go(self.done_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go where the hand goes."""
        if self._held_from is not None:
            self._go(self.done_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_from = None

    def _go(self, done: int) -> None:
        self.taken.emit()
        done = min(max(done, 0), len(self._state.steps))
        if done != self._state.done:
            self._state.go_to(done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from gate to gate or to the ends; Esc takes a drag back."""
        done, last = self._state.done, len(self._state.steps)
        ways = {
            Qt.Key.Key_Left: done - 1,
            Qt.Key.Key_Right: done + 1,
            Qt.Key.Key_PageDown: done - PAGE,
            Qt.Key.Key_PageUp: done + PAGE,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._held_from is not None:
            back, self._held_from = self._held_from, None
            self._go(back)
        elif key in ways:
            self._go(ways[key])
        else:
            super().keyPressEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """Return what a tooltip says at `at`, in px: whose turn it is there."""
        if not self._state.steps:
            return "Wire some gates: here are the steps of their two passes"
        return f"{step_words(self._state, self.done_at(at.x()))}; click or drag to go there"

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the passes with their symbols, and the handle."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colors.window)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for first, last in self._runs():
                self._draw_run(painter, first, last)
            self._write_passes(painter)
            self._write_symbols(painter)
            if self._state.steps:
                self._draw_handle(painter)

    def _runs(self) -> list[tuple[int, int]]:
        """Return the steps that are drawn in one piece: alike, and too narrow to be told apart."""
        steps = range(len(self._steps))
        if steps and self._segment(0).width() > LEAST_GAPPED - GAP:
            return [(place, place) for place in steps]
        done = min(self._state.done, len(self._steps))
        edges = sorted({0, self._there, done, len(self._steps)})
        return [(first, end - 1) for first, end in pairwise(edges)]

    def _draw_run(self, painter: QPainter, first: int, last: int) -> None:
        colors, is_done = theme().colors, last < self._state.done
        is_backward, area = self._steps[first].is_backward, self._segment(first)
        area.setRight(self._segment(last).right())
        hue = colors.backward if is_backward else colors.forward
        painter.fillRect(area, QBrush(hue if is_done else colors.sunken))
        if not is_done:
            painter.setPen(QPen(colors.border, 1))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        elif is_backward:
            _hatch(painter, area, colors.backward_fill)

    def _write_passes(self, painter: QPainter) -> None:
        """Name the passes above their segments."""
        there, back = self._there, self._back
        painter.setFont(font(HINT, BOLD))
        colors = theme().colors
        for words, first, count, ink in (
            (FORWARD, 0, there, colors.forward_text),
            (BACKWARD, there, back, colors.backward_text),
        ):
            if count:
                painter.setPen(ink)
                left = self._segment(first).left()
                room = QRectF(left, RAIL - 26, self._segment(first + count - 1).right() - left, 18)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _write_symbols(self, painter: QPainter) -> None:
        """Write whose turn it is below the segments, as far as there is room for it."""
        painter.setFont(font(HINT))
        metrics, free = painter.fontMetrics(), 0.0
        for place, step in enumerate(self._steps):
            area = self._segment(place)
            if area.center().x() < free:
                continue
            symbol = self._state.circuit.by_id[step.node].kind.symbol
            half = metrics.horizontalAdvance(symbol) / 2 + 1
            if area.center().x() - half < free:
                continue
            free = area.center().x() + half + SYMBOL_GAP
            is_last = place == self._state.done - 1
            painter.setPen(theme().colors.text if is_last else theme().colors.text3)
            room = QRectF(area.center().x() - half, RAIL + BAR + 3, 2 * half, 16)
            painter.drawText(room, CENTRE, symbol)

    def _draw_handle(self, painter: QPainter) -> None:
        at = QPointF(self._x(self._state.done), RAIL + BAR / 2)
        draw_handle(painter, at, KNOB, self.shows_focus)


def _hatch(painter: QPainter, area: QRectF, color: QColor) -> None:
    """Draw slanting lines over `area`."""
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(color, 1.25))
    x = area.left() - HATCH_SLANT
    x -= x % HATCH_APART  # so that the hatch runs on from segment to segment
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + HATCH_SLANT, area.top()))
        x += HATCH_APART
    painter.restore()


def position_words(state: CircuitState) -> str:
    """Return how far the passes are: ``gate 3 of 10``."""
    return f"gate {state.done} of {len(state.steps)}"


def step_words(state: CircuitState, done: int) -> str:
    """Return whose turn a step was, in words."""
    if done == 0:
        return "Before the forward pass: only the inputs have values"
    step = state.steps[done - 1]
    way = "backward" if step.is_backward else "forward"
    return f"Step {done}, {way}: {state.circuit.called(step.node)}"
