"""The canvas: the plane with the points, what the network says of it, and the ring in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Signal

from bpstudio.data.drawn import DIGITS, in_test_part, lots
from bpstudio.runtime.studies.regions import RegionsStudy
from bpstudio.ui.drawing.dots import Dots, DotsPicture
from bpstudio.ui.drawing.ground import Ground
from bpstudio.ui.drawing.hand import Hand
from bpstudio.ui.drawing.painting import paint_canvas, ring_place
from bpstudio.ui.drawing.state import SIZES
from bpstudio.ui.names import data_label
from bpstudio.ui.numbers import MINUS, count
from bpstudio.ui.theme import GRID, theme
from bpstudio.ui.views.axes import Axes
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from bpstudio.data.drawn import Point
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.runtime.study import Study
    from bpstudio.ui.drawing.state import DrawingState
    from bpstudio.ui.session import Session

SIGHT = (-1.5, 1.5)  # what is seen at least, in both directions: made sets fit in
NEAR = 6.0  # px: a point under the pointer is no further away


class DrawingCanvas(Painted):
    """Shows the points and lets them be painted; what a stroke has laid is a `draft` until its end.

    Signals
    -------
    read
        The exact numbers under the pointer have changed; in words.

    Attributes
    ----------
    state, axes, hand
        What is drawn, what is in sight of the plane, and the gesture that is on.
    draft
        The points that the stroke under way has laid so far.
    pointer
        Where the mouse, or the cross that the keys move, is.
    shows_regions
        Whether what the network says is painted, too.
    """

    read = Signal(str)

    def __init__(self, state: DrawingState, session: Session) -> None:
        super().__init__("Drawing: paint the points to learn")
        self.setObjectName("drawingCanvas")
        self.setMinimumSize(20 * GRID, 20 * GRID)
        self.state = state
        self.axes = Axes()
        self.axes.alike, self.axes.x_name, self.axes.y_name = True, "x1", "x2"
        self.axes.show_range(SIGHT, SIGHT)
        self.hand = Hand(self, session)
        self.hand.show_cursor()
        self.draft: list[Point] = []
        self.pointer: QPointF | None = None
        self.shows_regions = True
        self.regions: Regions | None = None
        self.ground, self.picture = Ground(), DotsPicture()
        self._asked: RegionsStudy | None = None
        self._plane = _values(())
        self._hollow = np.zeros(0, np.bool_)
        self._alive = np.zeros(0, np.bool_)
        self.dots = Dots(np.zeros(0), np.zeros(0), np.zeros(0, np.intp), self._hollow)
        state.points_changed.connect(self.follow)
        state.settings_changed.connect(self.update)
        theme().changed.connect(self.changed)
        self.follow()

    # what is shown

    def follow(self) -> None:
        """Show the points as they are now; a stroke that they come into the way of is given up."""
        if self.hand.is_busy:
            self.hand.cancel()
        self.draft = []
        self._plane = _values(self.state.points)
        x, t = self._plane[:, :2], self._plane[:, 2].astype(np.intp)
        data = self.state.data
        self._hollow = in_test_part(x, t, data.test_fraction, data.seed)
        self._alive = np.ones(len(t), np.bool_)
        if not self.state.points:
            self.regions = None
        self.changed()

    def changed(self) -> None:
        """Lay out and paint anew: other points, another size, another part of the plane."""
        self.axes.arrange(QRectF(self.rect()).adjusted(GRID, GRID / 2, -GRID, -GRID / 2))
        self._keep_in_sight()
        self.dots = self._placed(self._plane, self._hollow)
        self.picture.make(self.size(), self.devicePixelRatioF(), self.dots)
        self.setAccessibleDescription(self.state.summary() or self.invitation())
        self._tell()
        self.update()

    def _keep_in_sight(self) -> None:
        """Show more of the plane where points would be out of sight, unless one looks closer."""
        x, y = self._plane[:, 0], self._plane[:, 1]
        if not len(x) or self.axes.is_part:
            return
        across, up = self.axes.x, self.axes.y
        if not (across.low <= x.min() and x.max() <= across.high) or not (
            up.low <= y.min() and y.max() <= up.high
        ):
            low, high = SIGHT
            self.axes.show_range(
                (min(low, float(x.min())), max(high, float(x.max()))),
                (min(low, float(y.min())), max(high, float(y.max()))),
            )
            self.axes.arrange(QRectF(self.rect()).adjusted(GRID, GRID / 2, -GRID, -GRID / 2))

    def _placed(self, plane: np.ndarray[Any, Any], hollow: np.ndarray[Any, Any]) -> Dots:
        x, y = self.axes.x_of(plane[:, 0]), self.axes.y_of(plane[:, 1])
        number = plane[:, 2].astype(np.intp)
        return Dots(x.astype(np.float64), y.astype(np.float64), number, hollow)

    def show_all(self) -> None:
        """Bring all points in sight."""
        self.axes.show_all()
        self.changed()

    def zoom(self, at: QPointF, factor: float) -> None:
        """Show `factor` times as much around a place; without end: all."""
        if not self.hand.is_busy:
            self.axes.zoom(at, factor)
            self.changed()

    def invitation(self) -> str:
        """Return what an empty canvas says."""
        if self.state.is_cleared:
            had = count(len(self.state.data.points))
            return (
                "Paint: your first stroke takes the place of all the points there were.\n"
                f"Until then the network keeps them ({had})."
            )
        data = self.state.data
        name = data_label(data.name or data.path or "")
        return (
            "Paint points here, and the network learns from them.\n"
            "Keys 1 to 9 choose the class. “Begin with” has sets to draw on.\n"
            f"Your first stroke takes the place of {name}; undo brings it back."
        )

    # what a stroke does

    def lay(self, places: Sequence[tuple[float, float]]) -> None:
        """Show more points of the class in hand, at places in px; those off the plane are none."""
        inside = [at for at in places if self.axes.area.contains(*at)]
        inside = inside[: max(self.state.room - len(self.draft), 0)]
        if not inside:
            return
        values = [self.axes.at(QPointF(*at)) for at in inside]
        number = self.state.number
        new = [(round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0, number) for x, y in values]
        self.draft += new
        plane, data = _values(new), self.state.data
        lot = lots(plane[:, :2], plane[:, 2].astype(np.intp), data.seed)
        dots = self._placed(plane, lot < data.test_fraction)
        self.picture.add(dots)
        self._refresh(dots.around(self.picture.margin))

    def drop(self) -> None:
        """Take away what the stroke has laid."""
        gone = self._placed(_values(self.draft), np.zeros(len(self.draft), np.bool_))
        self.draft = []
        rect = gone.around(self.picture.margin)
        self.picture.mend(rect, self.dots)
        self._refresh(rect)

    def commit(self) -> None:
        """Make what the stroke has laid points of the drawing."""
        draft, self.draft = self.draft, []
        self.state.paint(draft)

    def hide_near(self, start: QPointF, end: QPointF) -> None:
        """Take points out of sight that come within the ring on this way."""
        reach = SIZES[self.state.size]
        gone = self.dots.near(start, end, reach)
        gone = gone[self._alive[gone]]
        if len(gone):
            self._alive[gone] = False
            rect = self.dots.of(gone).around(self.picture.margin)
            self.picture.mend(rect, self.dots.of(self._alive))
            self._refresh(rect)

    def commit_erased(self) -> None:
        """Take what is out of sight away from the drawing."""
        self.state.erase(np.flatnonzero(~self._alive).tolist())

    def bring_back(self) -> None:
        """Show again what was taken out of sight."""
        gone = self.dots.of(~self._alive)
        self._alive[:] = True
        rect = gone.around(self.picture.margin)
        self.picture.mend(rect, self.dots)
        self._refresh(rect)

    def _refresh(self, rect: QRectF) -> None:
        self.update(rect.toAlignedRect().adjusted(-1, -1, 1, 1))

    # where the pointer is

    def point_at(self, at: QPointF | None) -> None:
        """Move the ring; None takes it away."""
        for _ in range(2):
            if self.pointer is not None:
                self._refresh(ring_place(self))
            self.pointer = at
        self._tell()

    def point_by(self, by: QPointF) -> None:
        """Move the cross by so many px, within the plane."""
        area = self.axes.area
        to = (self.pointer or area.center()) + by
        x = min(max(to.x(), area.left()), area.right() - 1)
        y = min(max(to.y(), area.top()), area.bottom() - 1)
        self.point_at(QPointF(x, y))
        self.setAccessibleDescription(self.words_at(QPointF(x, y)))

    def words_at(self, at: QPointF) -> str:
        """Return the exact numbers at a place."""
        if not self.axes.area.contains(at):
            return ""
        near = self.dots.near(at, at, NEAR)
        near = near[self._alive[near]]
        if not len(near):
            x, y = self.axes.rounded_at(at)
            return f"x1 {x:g}, x2 {y:g}"
        x, y, number = self._plane[near[0]].tolist()
        part = "to test on" if self._hollow[near[0]] else "to train on"
        return (
            f"point {count(int(near[0]) + 1)}, class {number + 1:.0f}, {part}: x1 {x:g}, x2 {y:g}"
        )

    def _tell(self) -> None:
        words = "" if self.pointer is None else self.words_at(self.pointer)
        self.read.emit(words.replace("-", MINUS))

    def tip_at(self, at: QPointF) -> str:
        """Return nothing: what is read stands below, where it isn't in the way."""
        return ""

    # what it is fed

    def studies(self) -> Iterable[Study[Any]]:
        """Ask what the network says in sight."""
        self._asked = None
        if self.shows_regions and self.state.points:
            x, y = self.axes.x, self.axes.y
            self._asked = RegionsStudy((x.low, x.high), (y.low, y.high))
        return () if self._asked is None else (self._asked,)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what the network says now."""
        found = None if self._asked is None else snapshot.answer(self._asked)
        is_of_drawing = snapshot.data is not None and snapshot.data.is_drawn
        if found is not None and is_of_drawing:
            self.regions = found
            self.update()

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what has to be painted anew of it."""
        paint_canvas(self, QRect(event.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self.point_at(event.position())
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self.point_at(event.position())
        self.hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take it as another press: one paints fast."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """See closer or more."""
        self.hand.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ring away."""
        if not self.hand.is_busy:
            self.point_at(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give up a stroke whose end nobody could see."""
        self.hand.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means."""
        if not self.hand.key(event):
            super().keyPressEvent(event)


def _values(points: Sequence[Point]) -> np.ndarray[Any, Any]:
    """Return points as numbers, (points, 3), their classes from 0."""
    return np.array(points, np.float64).reshape(-1, 3) - (0.0, 0.0, 1.0)
