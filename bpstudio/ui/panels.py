"""The window's panels: arranged by name, put aside, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt

from bpstudio.ui.layouts import LAYOUTS, WATCH
from bpstudio.ui.theme import DOCK_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.layouts import Layout, Pile

PLACES = {
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
}
VERSION = 1  # of what `state` returns


class Panels(QObject):
    """All docks of a window.

    Parameters
    ----------
    docks
        In the order of their views.
    beside
        What else makes room when the page in front is expanded.
    """

    def __init__(self, window: QMainWindow, docks: Sequence[QDockWidget], *beside: QWidget) -> None:
        super().__init__(window)
        self._window, self._docks, self._beside = window, docks, beside
        self._reasons: set[str] = set()  # for which the panels are hidden
        self._arranged: QByteArray | None = None  # while they are
        window.setCorner(Qt.Corner.BottomRightCorner, PLACES["right"])
        window.setCorner(Qt.Corner.BottomLeftCorner, PLACES["left"])
        self.arrange(WATCH)

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do what they say."""
        expand = actions["actionExpand"]
        expand.toggled.connect(self._expand)

        def take(layout: Layout) -> None:
            expand.setChecked(False)
            self.arrange(layout)

        for name, layout in LAYOUTS.items():
            actions[name].triggered.connect(lambda _on, layout=layout: take(layout))
        actions["actionResetLayout"].triggered.connect(lambda: take(WATCH))

    def arrange(self, layout: Layout) -> None:
        """Put every panel, open and docked, where `layout` has it."""
        known = {dock.objectName().removesuffix("Dock"): dock for dock in self._docks}
        self._window.setUpdatesEnabled(False)
        for dock in self._docks:
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        for area, piles in layout.piles(list(known)).items():
            stacks = [[known[view] for view in pile.views] for pile in piles]
            for stack in stacks:
                self._pile_up(PLACES[area], stack)
            self._share(area, piles, [stack[0] for stack in stacks], layout)
        self._window.setUpdatesEnabled(True)

    def _pile_up(self, area: Qt.DockWidgetArea, stack: list[QDockWidget]) -> None:
        front, *others = stack
        self._window.addDockWidget(area, front)
        before = front
        for dock in others:
            self._window.tabifyDockWidget(before, dock)
            before = dock
        for dock in stack:
            dock.show()
        front.raise_()

    def _share(
        self, area: str, piles: list[Pile], fronts: list[QDockWidget], layout: Layout
    ) -> None:
        """Give each pile its share of the side, and the side its share of the window."""
        along, across = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        room, thickness = self._window.height(), round(layout.width * self._window.width())
        if area == "bottom":
            along, across = across, along
            room, thickness = self._window.width(), round(layout.height * self._window.height())
        else:
            thickness = max(thickness, DOCK_WIDTH)
        total = sum(pile.share for pile in piles)
        sizes = [room * pile.share // total for pile in piles]
        self._window.resizeDocks(fronts, sizes, along)
        self._window.resizeDocks(fronts, [thickness] * len(fronts), across)

    def give_room(self, dock: QDockWidget, height: int) -> None:
        """Let a docked panel have so many px of height, as far as the others can do without."""
        if not dock.isFloating() and dock.height() < height:
            self._window.resizeDocks([dock], [height], Qt.Orientation.Vertical)

    def _expand(self, on: bool) -> None:
        for widget in self._beside:
            widget.setVisible(not on)
        self.put_aside("expanded", on)

    def put_aside(self, why: str, on: bool) -> None:
        """Hide the panels as long as there is a reason, then bring back those that were there."""
        was_aside = bool(self._reasons)
        (self._reasons.add if on else self._reasons.discard)(why)
        is_aside = bool(self._reasons)
        if is_aside == was_aside:
            return
        if is_aside:
            self._arranged = self._window.saveState(VERSION)
            for dock in self._docks:
                dock.hide()
        elif self._arranged is not None:
            # shows them, too: of tabs that were there already, Qt would leave a second row behind
            self._window.restoreState(self._arranged, VERSION)
            self._arranged = None

    def state(self) -> QByteArray:
        """Return where the panels stand; those that are put aside, where they will."""
        return self._window.saveState(VERSION) if self._arranged is None else self._arranged

    def restore(self, state: QByteArray) -> bool:
        """Put the panels where `state` says; where it can't be read, as at first: False.

        While they are put aside, it is where they will come back to.
        """
        if self._arranged is not None:
            self._arranged = state
            return True
        is_whole = self._window.restoreState(state, VERSION)
        if is_whole:
            self._add_unknown(bytes(state.data()))
        else:
            self.arrange(WATCH)
        return is_whole

    def _add_unknown(self, state: bytes) -> None:
        """Put panels that `state` doesn't know, being of another day, behind one that it does."""
        unknown = [dock for dock in self._docks if _coded(dock.objectName()) not in state]
        known = [dock for dock in self._docks if dock not in unknown]
        docked = [dock for dock in known if not (dock.isFloating() or dock.isHidden())]
        for dock in unknown:
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(PLACES["right"], dock)
            if docked:
                self._window.tabifyDockWidget(docked[-1], dock)
                docked[-1].raise_()
            dock.show()


def _coded(name: str) -> bytes:
    """Return a name as Qt writes it."""
    return name.encode("utf-16-be")
