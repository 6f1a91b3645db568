"""Panels that share a place, one behind the other, and the tabs that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QTabBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from bpstudio.ui.session import Session


class DockTabs(QObject):
    """Dresses and names the tabs that the window makes for its docks, whenever it makes some.

    `hints` are the tooltips of the tabs, by the titles of the panels.
    """

    def __init__(self, window: QMainWindow, hints: Mapping[str, str]) -> None:
        super().__init__(window)
        self._hints = hints
        self._window = window
        window.installEventFilter(self)
        self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look after new tabs once the window has filled them."""
        if event.type() in (QEvent.Type.ChildPolished, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._dress)
        return False

    def _dress(self) -> None:
        # not by findChildren: PySide would keep each bar that it finds, long after Qt's is gone
        bars = (child for child in self._window.children() if isinstance(child, QTabBar))
        for tabs in bars:
            if not tabs.accessibleName():  # once: each of these lays out anew
                tabs.setAccessibleName("Panels in one place")
                tabs.setDrawBase(False)
                tabs.setExpanding(False)
                tabs.setElideMode(Qt.TextElideMode.ElideNone)
            for place in range(tabs.count()):
                tabs.setTabToolTip(place, self._hints.get(tabs.tabText(place), ""))


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
