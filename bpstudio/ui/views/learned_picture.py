"""The picture of what has been learned: one of several faces, and the mouse on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from bpstudio.ui.theme import GRID
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.plot import NOTCH, ZOOM, ZOOM_KEYS
from bpstudio.ui.views.pointing import OPENERS

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent

    from bpstudio.ui.views.face import Face
    from bpstudio.ui.views.readout import Readout

MARGIN = GRID  # px
STILL = 4.0  # px: a hand that moves no further has clicked


class LearnedPicture(Picture):
    """Shows a face; the wheel zooms it, dragging moves it, a double click shows all again.

    A click on a sample chooses it; while samples are being added, a click adds one. Enter does
    what a click does where the pointer reads.
    """

    sample_chosen = Signal(int)
    sample_added = Signal(tuple)

    def __init__(self) -> None:
        super().__init__("What the network has learned")
        self.face: Face | None = None
        self.adding: float | None = None  # the class, or the number, that a click adds
        self._press: QPointF | None = None
        self._held: QPointF | None = None

    @property
    def area(self) -> QRectF:
        """All but the margin."""
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN / 2, -MARGIN, -MARGIN / 2)

    def prepare(self) -> None:
        """Give the face its room."""
        if self.face is not None:
            self.face.place(self.area)

    def draw(self, painter: QPainter) -> None:
        """Draw the face."""
        if self.face is not None:
            self.face.draw(painter)

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers of the face; while samples are added, not what a click shows."""
        found = None if self.face is None else self.face.read(at)
        if found is None or self.adding is None:
            return found
        return replace(found, rows=[row for row in found.rows if row[0]])

    def add_with_clicks(self, choice: float | None) -> None:
        """Let a click add a sample of this class, or with this number, or none."""
        self.adding = choice
        cursor = Qt.CursorShape.ArrowCursor if choice is None else Qt.CursorShape.CrossCursor
        self.setCursor(cursor)

    def _zoom(self, at: QPointF, factor: float) -> None:
        if self.face is None or not self.face.can_zoom:
            return
        self.face.zoom(at, factor)
        self.changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the place under the pointer."""
        self._zoom(event.position(), ZOOM ** (event.angleDelta().y() / NOTCH))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, or take hold of what is in sight."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = self._held = event.position()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is in hand, or read the numbers under the pointer."""
        super().mouseMoveEvent(event)
        if self._held is None or self.face is None or not self.face.can_zoom:
            return
        here = event.position()
        if self._press is not None and (here - self._press).manhattanLength() <= STILL:
            return
        self._press = None
        self.face.move(here - self._held)
        self._held = here
        self.changed()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click, or let go."""
        press, self._press, self._held = self._press, None, None
        is_click = press is not None and (event.position() - press).manhattanLength() <= STILL
        if event.button() == Qt.MouseButton.LeftButton and is_click:
            self._click(event.position())
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all again."""
        self._zoom(event.position(), float("inf"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, and click, from the keyboard, too."""
        key = Qt.Key(event.key())
        if key in ZOOM_KEYS:
            self._zoom(self.pointer or self.area.center(), ZOOM_KEYS[key])
        elif key in OPENERS and self.pointer is not None:
            self._click(self.pointer)
        else:
            super().keyPressEvent(event)

    def _click(self, at: QPointF) -> None:
        if self.face is None or self.message:
            return
        if self.adding is not None:
            row = self.face.row_at(at, self.adding)
            if row is not None:
                self.sample_added.emit(row)
            return
        position = self.face.position_at(at)
        if position is not None:
            self.sample_chosen.emit(position)
