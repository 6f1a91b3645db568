"""Panels that share a place, one behind the other, and the tabs that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QTabBar
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from bpstudio.ui.session import Session


class DockTabs(QObject):
    """Dresses and names the tabs that the window makes for its docks, whenever it makes some.

    Qt makes new ones each time that panels are put elsewhere, and takes the old ones away. The
    window is never asked for its children, since what it was asked for once it would keep for good.

    `hints` are the tooltips of the tabs, by the titles of the panels.
    """

    def __init__(self, window: QMainWindow, hints: Mapping[str, str]) -> None:
        super().__init__(window)
        self._known: list[QTabBar] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._dress)
        self._hints = hints
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look after new tabs once the window has filled them."""
        if isinstance(event, QChildEvent) and event.polished():
            self._take(event.child())
            self._soon.start()
        elif event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return False

    def _take(self, child: QObject) -> None:
        if isinstance(child, QTabBar):
            child.setAccessibleName("Panels in one place")
            child.setDrawBase(False)
            child.setExpanding(False)
            child.setElideMode(Qt.TextElideMode.ElideNone)
            self._known.append(child)

    def _dress(self) -> None:
        self._known = [tabs for tabs in self._known if isValid(tabs)]
        for tabs in self._known:
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
