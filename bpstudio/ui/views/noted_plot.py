"""A plot of a run with notes: where something was changed, and a level to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import theme
from bpstudio.ui.views.level import draw_level
from bpstudio.ui.views.marks import Event, draw_events, events, rows_near
from bpstudio.ui.views.room import Room
from bpstudio.ui.views.run_plot import RunPlot
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import Timeline

    Array = NDArray[np.floating]

LINE_WIDTH = 1  # px: a wider antialiased line is 50 times as slow
MOST_MARKERS = 12
RADIUS = 2.5  # px, of a marker
DASHES = [1.6, 1.6]  # px


class Level(NamedTuple):
    """A value to compare with, and what it is called, also in short, its number included."""

    value: float
    words: str
    short: str = ""


class NotedPlot(RunPlot):
    """What the curves of the loss and of the accuracy have in common."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._events: list[Event] = []
        self.level: Level | None = None

    def note(self, timeline: Timeline, level: Level | None) -> None:
        """Mark what the timeline tells, and show a `level` to compare with, if any."""
        self.look_at(timeline)
        self._events = events(timeline)
        self.level = level

    def room_beside(self, *curves: tuple[Array, Array]) -> Room:
        """Return where words keep clear of the `curves`, in px, and of one another."""
        room = Room(self.frame.area)
        for xs, ys in curves:
            room.add_curve(xs, ys)
        return room

    def draw_notes(self, painter: QPainter, room: Room) -> None:
        """Draw level and marks, their words where there is `room`."""
        if self.level is not None:
            y = float(self.y_of(np.array(self.level.value)))
            if np.isfinite(y):
                draw_level(painter, room, y, self.level.words, self.level.short)
        draw_events(painter, room, self.placed_events())

    def placed_events(self) -> list[tuple[Event, float]]:
        """Return the events with their places, in px."""
        steps = np.array([float(event.mark.step) for event in self._events])
        return list(zip(self._events, self.x_of(steps).tolist(), strict=True))

    def rows_of_notes(self, at: QPointF) -> list[tuple[str, str]]:
        """Return what a readout says of a mark near to `at`, in px."""
        return rows_near(self.placed_events(), at.x())

    def draw_dotted(self, painter: QPainter, xs: Array, ys: Array) -> None:
        """Draw the dotted line with round markers that stands for the test part."""
        colors, area = theme().colors, self.frame.area
        pen = QPen(colors.text, LINE_WIDTH)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        every = max(1, len(xs) // (self.width() // 2))
        draw_line(painter, xs[::every], ys[::every])
        # A marker on the axis itself is whole; what is out of sight has none.
        reach = RADIUS + 1
        painter.setClipRect(area.adjusted(-reach, -reach, reach, reach))
        painter.setPen(QPen(colors.text, LINE_WIDTH, Qt.PenStyle.SolidLine))
        painter.setBrush(colors.surface)
        for x, y in self._markers(xs, ys):
            painter.drawEllipse(QPointF(x, y), RADIUS, RADIUS)

    def _markers(self, xs: Array, ys: Array) -> list[tuple[float, float]]:
        """Return a few of the points in sight; every second one goes when they become many."""
        area = self.frame.area
        seen = np.isfinite(ys) & (xs >= area.left()) & (xs <= area.right())
        stride = 1
        while seen[::stride].sum() > MOST_MARKERS:
            stride *= 2
        places = np.flatnonzero(seen[::stride]) * stride
        return list(zip(xs[places].tolist(), ys[places].tolist(), strict=True))


def nearest(steps: Array, step: float) -> int | None:
    """Return the place in `steps`, ascending, that is nearest to `step`; None in an empty row."""
    return int(np.abs(steps - step).argmin()) if len(steps) else None


def last_before(steps: Array, values: Array, step: float) -> float:
    """Return the value sampled last, up to `step`; NaN where there is none."""
    place = int(np.searchsorted(steps, step, "right")) - 1
    return float(values[place]) if place >= 0 else float("nan")
