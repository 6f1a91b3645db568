"""Dragging over the empty canvas: a rectangle selects what it touches."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from bpstudio.ui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.ui.canvas.frame import Frame


class SelectArea(Gesture):
    """Selects what a rectangle touches, besides what is `kept`; whoever uses it says what that is.

    Parameters
    ----------
    frame
        The rectangle, drawn.
    selected
        What is selected now.
    adds
        Whether that stays selected.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, frame: Frame, selected: tuple[int, ...], adds: bool) -> None:
        self._frame, self._selected = frame, selected
        self._kept = selected if adds else ()
        self._corner = QPointF()

    @abstractmethod
    def boxes(self) -> Mapping[int, QRectF]:
        """Return by its id the box of each thing that can be selected."""

    @abstractmethod
    def mark(self, chosen: tuple[int, ...]) -> None:
        """Show things as selected for the time being."""

    @abstractmethod
    def choose(self, chosen: tuple[int, ...]) -> None:
        """Select things."""

    def start(self, at: QPointF) -> None:
        """Pin one corner of the rectangle down."""
        self._corner = at

    def move(self, at: QPointF) -> None:
        """Draw the rectangle up to the place, and mark what it would select."""
        self._frame.show_at(self._area(at))
        self.mark(self._chosen(at))

    def finish(self, at: QPointF) -> None:
        """Select what was marked."""
        self.cancel()
        self.choose(self._chosen(at))

    def cancel(self) -> None:
        """Take the rectangle away; what is selected stays as it was."""
        self._frame.hide()
        self.mark(self._selected)

    def _area(self, at: QPointF) -> QRectF:
        return QRectF(self._corner, at).normalized()

    def _chosen(self, at: QPointF) -> tuple[int, ...]:
        area = self._area(at)
        found = (number for number, box in self.boxes().items() if box.intersects(area))
        return (*self._kept, *found)
