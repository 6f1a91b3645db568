"""How far a lesson is: a segment for each of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from bpstudio.ui.theme import theme
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from bpstudio.ui.guide.course import Course

HEIGHT, LINE, BETWEEN, EDGE = 16, 4, 6, 3  # px


class StepBar(Painted):
    """Shows which steps are done, and which one is open; a click opens another.

    Signals
    -------
    chosen
        The place that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, course: Course) -> None:
        super().__init__("Steps of the lesson")
        self._course = course
        self.setObjectName("lessonSteps")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Back and Next do the same
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        for changed in (course.turned, course.solved):
            changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Return a width to begin with."""
        return QSize(80, HEIGHT)

    def _follow(self) -> None:
        course = self._course
        done = sum(course.is_solved(place) for place in range(1, course.steps + 1))
        where = f"step {course.place} of {course.steps}" if course.place else "the beginning"
        self.setAccessibleDescription(f"{where}; {done} done")
        self.update()

    def _segment(self, place: int) -> QRectF:
        steps = self._course.steps
        pitch = (self.width() - 2 * EDGE + BETWEEN) / max(steps, 1)
        left = EDGE + (place - 1) * pitch
        return QRectF(left, (HEIGHT - LINE) / 2, pitch - BETWEEN, LINE)

    def _place_at(self, at: QPointF) -> int | None:
        places = range(1, self._course.steps + 1)
        grown = ((place, self._segment(place).adjusted(-2, -6, 2, 6)) for place in places)
        return next((place for place, area in grown if area.contains(at)), None)

    def tip_at(self, at: QPointF) -> str:
        """Return which step is under the mouse."""
        place = self._place_at(at)
        if place is None:
            return ""
        done = "done" if self._course.is_solved(place) else "not done yet"
        return f"Step {place} of {self._course.steps}, {done}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the step that is clicked."""
        if (place := self._place_at(event.position())) is not None:
            self.chosen.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the segments."""
        colors, course = theme().colors, self._course
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.window)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place in range(1, course.steps + 1):
                area = self._segment(place)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.forward_text if course.is_solved(place) else colors.border)
                painter.drawRoundedRect(area, LINE / 2, LINE / 2)
                if place == course.place:
                    painter.setPen(QPen(colors.accent, 1.5))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(area.adjusted(-2.5, -2.5, 2.5, 2.5), LINE, LINE)
