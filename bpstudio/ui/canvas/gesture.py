"""What all gestures have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF


class Gesture(ABC):
    """One drag from press to release; places are in the scene.

    `cursor` is what the mouse looks like meanwhile.
    """

    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    @abstractmethod
    def start(self, at: QPointF) -> None:
        """Begin at a place."""

    @abstractmethod
    def move(self, at: QPointF) -> None:
        """Go to a place, and show what a release there would do."""

    @abstractmethod
    def finish(self, at: QPointF) -> None:
        """End at a place, and do what was shown."""

    @abstractmethod
    def cancel(self) -> None:
        """End without doing anything."""
