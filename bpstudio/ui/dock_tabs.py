"""Panels that share a place, one behind the other, and the tabs that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTabBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from bpstudio.ui.session import Session


def put_behind(window: QMainWindow, front: QDockWidget, back: QDockWidget) -> None:
    """Let `back` share the place of `front`, which stays in sight."""
    window.tabifyDockWidget(front, back)
    front.raise_()


class DockTabs(QObject):
    """Dresses the tabs that the window makes for its docks, whenever they change."""

    def __init__(self, window: QMainWindow, docks: Sequence[QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        for dock in docks:
            dock.visibilityChanged.connect(self._dress)
            dock.dockLocationChanged.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        own = Qt.FindChildOption.FindDirectChildrenOnly
        for tabs in self._window.findChildren(QTabBar, options=own):
            tabs.setAccessibleName("Panels in one place")
            tabs.setProperty("dockTabs", True)
            tabs.setDrawBase(False)
            tabs.setExpanding(False)
            tabs.setElideMode(Qt.TextElideMode.ElideNone)
            for place in range(tabs.count()):
                tabs.setTabToolTip(place, f"Show the panel “{tabs.tabText(place)}”")


class ShowWhenAsked(QObject):
    """Brings a dock to the front when a unit is asked about, after none was.

    One that the user has closed stays closed.
    """

    def __init__(self, session: Session, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._session, self._dock = session, dock
        self._asked = False
        session.snapshot_changed.connect(self._follow)

    def _follow(self) -> None:
        asked = self._session.snapshot.unit is not None
        if asked and not self._asked and not self._dock.isHidden():
            self._dock.raise_()
        self._asked = asked
