"""The bar at the window's lower edge, in which the timeline stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TimelineBar(QToolBar):
    """Stays where it is; the View menu hides it."""

    def __init__(self, content: QWidget, window: QWidget) -> None:
        super().__init__("Timeline", window)
        self.setObjectName("timelineBar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.toggleViewAction().setStatusTip("Show or hide the timeline of the run")
        self.addWidget(content)
