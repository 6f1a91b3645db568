"""The view that a network is seen in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.builder.legend import HEIGHT as LEGEND_HEIGHT
from bpstudio.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.builder.drops import Drops
    from bpstudio.ui.builder.keyboard import Keyboard
    from bpstudio.ui.builder.legend import Legend
    from bpstudio.ui.builder.pointer import Pointer
    from bpstudio.ui.builder.selection import Selection
    from bpstudio.ui.session import Session


class NetworkView(CanvasView):
    """A canvas that makes training wait while the hand moves, with room for a legend below."""

    session: Session
    pointer: Pointer
    keyboard: Keyboard
    drops: Drops
    selection: Selection
    legend: Legend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkCanvas")
        self.setAccessibleName("Network")
        self.setViewportMargins(0, 0, 0, LEGEND_HEIGHT)

    def keep_holding(self) -> None:
        """Let training wait on."""
        self.session.keep_holding()

    def walk(self, by: int) -> bool:
        """Go to the next or previous layer."""
        return self.selection.walk(by)

    def select_nothing(self) -> None:
        """Select no layer."""
        self.selection.set(())
