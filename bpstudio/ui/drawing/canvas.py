"""The canvas: the plane with the points, what the network says of it, and the ring in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, Signal

from bpstudio.runtime.studies.regions import RegionsStudy
from bpstudio.ui.drawing.ground import Ground
from bpstudio.ui.drawing.hand import Hand
from bpstudio.ui.drawing.painting import paint_canvas, ring_place
from bpstudio.ui.drawing.sheet import Sheet
from bpstudio.ui.drawing.state import SIZES
from bpstudio.ui.names import data_label
from bpstudio.ui.numbers import count
from bpstudio.ui.pixels import widget_ratio
from bpstudio.ui.theme import GRID, theme
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

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.runtime.study import Study
    from bpstudio.ui.drawing.state import DrawingState
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.axes import Axes


class DrawingCanvas(Painted):
    """Shows the points and lets them be painted; what a stroke has laid is a draft until its end.

    Signals
    -------
    read
        The exact numbers under the pointer have changed; in words.

    Attributes
    ----------
    state, sheet, hand
        What is drawn, where it stands, and the gesture that is on.
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
        self.sheet = Sheet()
        self.hand = Hand(self, session)
        self.hand.show_cursor()
        self.pointer: QPointF | None = None
        self.shows_regions = True
        self.regions: Regions | None = None
        self.ground = Ground()
        self._asked: RegionsStudy | None = None
        state.points_changed.connect(self.follow)
        state.settings_changed.connect(self.update)
        theme().changed.connect(self.changed)
        self.follow()

    # what is shown

    def follow(self) -> None:
        """Show the points as they are now; a stroke that they come into the way of is given up."""
        if self.hand.is_busy:
            self.hand.cancel()
        data = self.state.data
        self.sheet.show(self.state.points, data.test_fraction, data.seed)
        if not self.state.points:
            self.regions = None
        self.changed()

    def changed(self) -> None:
        """Lay out and paint anew: other points, another size, another part of the plane."""
        self.sheet.arrange(self.size(), widget_ratio(self))
        self.setAccessibleDescription(self.state.summary() or self.invitation())
        self._tell()
        self.update()

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

    @property
    def axes(self) -> Axes:
        """What is in sight of the plane."""
        return self.sheet.axes

    # what a stroke does

    def lay(self, places: Sequence[tuple[float, float]]) -> None:
        """Show more points of the class in hand, at places in px; those off the plane are none."""
        state = self.state
        self._refresh(self.sheet.lay(places, state.number, state.room, state.data))

    def drop(self) -> None:
        """Take away what the stroke has laid."""
        self._refresh(self.sheet.drop())

    def commit(self) -> None:
        """Make what the stroke has laid points of the drawing."""
        draft, self.sheet.draft = self.sheet.draft, []
        self.state.paint(draft)

    def hide_near(self, start: QPointF, end: QPointF) -> None:
        """Take points out of sight that come within the ring on this way."""
        self._refresh(self.sheet.hide_near(start, end, SIZES[self.state.size]))

    def commit_erased(self) -> None:
        """Take what is out of sight away from the drawing."""
        self.state.erase(self.sheet.hidden)

    def bring_back(self) -> None:
        """Show again what was taken out of sight."""
        self._refresh(self.sheet.bring_back())

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
        self.setAccessibleDescription(self.sheet.words_at(QPointF(x, y)))

    def _tell(self) -> None:
        words = "" if self.pointer is None else self.sheet.words_at(self.pointer)
        self.read.emit(words)

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
