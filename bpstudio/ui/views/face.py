"""One way to show what has been learned, which one suits the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

from bpstudio.ui.views.axes import Axes
from bpstudio.ui.views.learned_subject import STUDIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter

    from bpstudio.runtime.studies.predictions import PartName
    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.learned_subject import Learned
    from bpstudio.ui.views.readout import Readout

Table = tuple[list[str], list[list[str]]]


class Face:
    """Draws what a `Learned` tells within `room`, in px.

    Attributes
    ----------
    has_parts
        Whether one of the two parts of the data is shown, `part`, rather than both.
    can_zoom
        Whether there is anything to be seen closer.
    """

    has_parts = can_zoom = False

    def __init__(self) -> None:
        self.room = QRectF()
        self.part: PartName = "test"
        self.learned: Learned | None = None

    def studies(self) -> Iterable[Study[Any]]:
        """Return what has to be found out."""
        return (STUDIES[self.part],) if self.has_parts else tuple(STUDIES.values())

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers."""
        self.learned = learned

    def place(self, room: QRectF) -> None:
        """Take this room, and work out what goes where; after every `show`, too."""
        self.room = room

    def draw(self, painter: QPainter) -> None:
        """Draw the numbers."""
        raise NotImplementedError

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers at a place."""
        raise NotImplementedError

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        return None

    def row_at(self, at: QPointF, choice: float) -> tuple[float | str, ...] | None:
        """Return the sample that a click adds there; `choice` is its class, or its number."""
        return None

    def zoom(self, at: QPointF, factor: float) -> None:
        """Show `factor` times as much around a place; without end: all."""

    def move(self, by: QPointF) -> None:
        """Move what is in sight by so many px."""

    def table(self) -> Table:
        """Return the table behind the picture."""
        raise NotImplementedError

    def words(self) -> str:
        """Return in words what the picture shows."""
        raise NotImplementedError


class AxesFace(Face):
    """A face with two axes of values: what is in sight of them can be zoomed and moved."""

    can_zoom = True

    def __init__(self) -> None:
        super().__init__()
        self.axes = Axes()

    def zoom(self, at: QPointF, factor: float) -> None:
        """Show `factor` times as much around a place."""
        self.axes.zoom(at, factor)

    def move(self, by: QPointF) -> None:
        """Move what is in sight."""
        self.axes.move(by)
