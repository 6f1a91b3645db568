"""The instructions in a row, to be dragged along."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.canvas.ink import CENTRE, LEFT, text_width, write
from bpstudio.ui.numbers import count
from bpstudio.ui.tex.words import in_words, plain_text
from bpstudio.ui.theme import BOLD, GRID, HINT, REGULAR, theme
from bpstudio.ui.widgets.handle import draw_handle
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from bpstudio.runtime.walking.names import Name
    from bpstudio.ui.passes.state import PassesState

SIDE, RAIL, TALL, KNOB = 12, 35, 8, 7.0  # px: margin, where the bars are, how tall, the handle
NARROW = 4  # px: bars that are so narrow have neither frame nor hatch
BETWEEN = 18  # px between the passes
PAGE = 5  # instructions
HEADS = {"forward": "forward →", "backward": "backward ←", "update": "update"}


@lru_cache(4096)
def _name(made: Name) -> str:
    """Return what an instruction makes, in few letters: ``"∂W₂"``."""
    return plain_text(tex_of(made.text.replace("∂L/", "").removeprefix("new ")))


class Scrubber(Painted):
    """A bar for each instruction; mouse and keys choose one."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__("Instruction", parent)
        self.setObjectName("passesScrubber")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._state = state
        self._is_held, self._held_from = False, 0
        for signal in (state.changed, state.moved):
            signal.connect(self._tell)

    def sizeHint(self) -> QSize:
        """Return room for bars that a hand can hit."""
        return QSize(30 * GRID, 9 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few."""
        return QSize(14 * GRID, 6 * GRID)

    def _tell(self) -> None:
        step = self._state.step
        if step is not None:
            place = f"{count(self._state.position + 1)} of {count(self._state.count)}"
            self.setAccessibleDescription(f"instruction {place}: {in_words(step.tex)}")
        self.update()

    @property
    def lefts(self) -> list[float]:
        """The left end of each instruction's bar, and the right end of the last."""
        walked = self._state.walked
        if walked is None:
            return []
        phases = [step.phase for step in walked.steps]
        breaks = sum(a != b for a, b in pairwise(phases))
        wide = (self.width() - 2 * SIDE - breaks * BETWEEN) / len(phases)
        x, lefts = float(SIDE), []
        for k, phase in enumerate(phases):
            x += BETWEEN * (k > 0 and phase != phases[k - 1])
            lefts.append(x)
            x += wide
        return [*lefts, x]

    def place_at(self, x: float) -> int:
        """Return the instruction at `x`, in px, or the nearest."""
        lefts = self.lefts
        return min(max(bisect_right(lefts[:-1], x) - 1, 0), max(len(lefts) - 2, 0))

    def centre(self, place: int) -> QPointF:
        """Return the middle of an instruction's bar."""
        lefts, walked = self.lefts, self._state.walked
        if walked is None:
            return QPointF()
        wide = lefts[-1] - lefts[-2]
        return QPointF(lefts[place] + wide / 2, RAIL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, wherever it is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held, self._held_from = True, self._state.position
            self._state.pause()
            self._state.go_to(self.place_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go where the hand goes."""
        if self._is_held:
            self._state.go_to(self.place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by instructions, or by several; Esc takes a drag back."""
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -PAGE,
            Qt.Key.Key_PageUp: PAGE,
        }
        key = Qt.Key(event.key())
        if key in ways:
            self._state.go_by(ways[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._state.go_to_end(key == Qt.Key.Key_End)
        elif key == Qt.Key.Key_Space:
            self._state.play()
        elif key == Qt.Key.Key_Escape and self._is_held:
            self._is_held = False
            self._state.go_to(self._held_from)
        else:
            super().keyPressEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """Return the instruction at a place."""
        walked = self._state.walked
        if walked is None:
            return ""
        place = self.place_at(at.x())
        step = walked.steps[place]
        equation = plain_text(tex_of(step.equation))
        return f"Instruction {count(place + 1)}: {equation}\n{step.sentence}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, names and the handle."""
        colors = theme().colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), colors.window)
            walked = self._state.walked
            if walked is None:
                return
            lefts = self.lefts
            wide = lefts[-1] - lefts[-2]
            for phase, group in groupby(range(len(walked.steps)), lambda k: walked.steps[k].phase):
                places = list(group)
                self._draw_head(painter, phase, lefts[places[0]], wide * len(places))
                free = -1e9
                for place in places:
                    rect = QRectF(lefts[place], RAIL - TALL / 2, wide, TALL)
                    self._draw_bar(painter, phase, rect, place)
                    free = self._draw_name(painter, place, rect, free)
            self._draw_handle(painter)

    def _draw_head(self, painter: QPainter, phase: str, x: float, width: float) -> None:
        colors = theme().colors
        inks = {"forward": colors.forward_text, "backward": colors.backward_text}
        place = QRectF(x, RAIL - 27, max(width, 64.0), 14)
        write(painter, place, HEADS[phase], inks.get(phase, colors.text2), HINT, BOLD, LEFT)

    def _draw_bar(self, painter: QPainter, phase: str, rect: QRectF, place: int) -> None:
        colors, is_done = theme().colors, place <= self._state.position
        inner = rect.adjusted(0.75, 0, -0.75, 0) if rect.width() > 4 else rect
        fill = {"forward": colors.forward, "backward": colors.backward}.get(phase, colors.accent)
        if rect.width() < NARROW:
            painter.fillRect(inner, fill if is_done else colors.sunken)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill if is_done else colors.sunken)
        painter.drawRoundedRect(inner, 2, 2)
        if not is_done:
            painter.setPen(QPen(colors.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        elif phase == "backward":
            painter.save()
            painter.setClipRect(inner)
            painter.setPen(QPen(colors.window, 1.5))
            x = inner.left() - TALL
            while x < inner.right():
                painter.drawLine(QPointF(x, inner.bottom()), QPointF(x + TALL, inner.top()))
                x += 7
            painter.restore()

    def _draw_name(self, painter: QPainter, place: int, rect: QRectF, free: float) -> float:
        """Write what an instruction makes, where there is room; return where that ends."""
        walked, colors = self._state.walked, theme().colors
        if walked is None:
            return free
        words = _name(walked.steps[place].made[0])
        is_now = place == self._state.position
        width = text_width(words, HINT, BOLD) + 4
        middle = rect.center().x()
        if middle - width / 2 < free and not is_now:
            return free
        text = QRectF(middle - width / 2, RAIL + 10, width, 16)
        if middle - width / 2 < free:
            painter.fillRect(text, colors.window)
        ink = colors.text if is_now else colors.text3
        write(painter, text, words, ink, HINT, BOLD if is_now else REGULAR, CENTRE)
        return text.right() + 2

    def _draw_handle(self, painter: QPainter) -> None:
        draw_handle(painter, self.centre(self._state.position), KNOB, self.shows_focus)
