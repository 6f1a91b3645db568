"""How small the window may become: as small as its panels allow, wherever they have been put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize

from bpstudio.ui.place import FRAME

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


class LeastSize(QObject):
    """Keeps a window from lapping its panels over each other, as far as the screen has room.

    Parameters
    ----------
    least
        What the window has at least, however little its panels need, in px.
    """

    def __init__(self, window: QMainWindow, least: QSize) -> None:
        super().__init__(window)
        self._window, self._least = window, least
        window.setMinimumSize(least)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask what the panels need whenever they have been laid out anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return False

    def _make_room(self) -> None:
        layout = self._window.layout()
        if layout is None:
            return
        room = self._window.screen().availableSize() - FRAME
        least = layout.totalMinimumSize().boundedTo(room).expandedTo(self._least)
        if least != self._window.minimumSize():
            self._window.setMinimumSize(least)
