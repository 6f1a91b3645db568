"""The window is presented, or it isn't: the switch, and all that goes with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.place import remember_place
from bpstudio.ui.present.beside import Beside
from bpstudio.ui.present.clicker import Clicker, Key
from bpstudio.ui.present.desk import Desk
from bpstudio.ui.present.enlarged import Enlarged
from bpstudio.ui.present.keepsake import Keepsake
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.page import Ahead
    from bpstudio.ui.page_bars import PageBars
    from bpstudio.ui.parts import Parts

WHY = "present"
AT_THE_DESK = (*LAYOUTS, "actionResetLayout", "actionExpand")  # what moves panels


class Marks(Protocol):
    """What the page keys may go through, whatever the page."""

    @property
    def changed(self) -> SignalInstance:
        """Something else comes next."""

    @property
    def is_gone_through(self) -> bool:
        """Whether they are gone through."""

    @property
    def ahead(self) -> Ahead | None:
        """What comes next there, if they are."""

    def go_through(self, on: bool) -> None:
        """Go through them, or no longer."""


class PresentMode(QObject):
    """Takes the window's page and one panel onto a desk that fills the screen, and back.

    Signals
    -------
    turned
        Whether it is on from now on.
    aside_wanted
        The guide is to make room for what it is about, or to come back.

    Attributes
    ----------
    screen
        Shows the desk, while it is on.
    desk
        What the page stands on then. It is the same one each time, and the window's when nothing
        is presented: where a widget ends that others stood on, PySide takes their viewports for
        gone, too.
    beside
        Which panel there is.
    """

    turned = Signal(bool)
    aside_wanted = Signal()

    def __init__(self, window: QMainWindow, parts: Parts, bars: PageBars, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._parts, self._bars, self._actions = window, parts, bars, actions
        self._kept: Keepsake | None = None
        self._marks: Marks | None = None
        self.screen: Enlarged | None = None
        self.desk = Desk(parts.pages, parts.status, window)
        self.beside = Beside(self.desk, parts.pages, parts.docks, self)
        self.clicker = Clicker(self)
        self.clicker.turned.connect(self._go)
        self.clicker.left.connect(self.leave)
        actions["actionPresent"].toggled.connect(self._turn)
        self._follow_what_moves()

    def _follow_what_moves(self) -> None:
        """Keep up with what the next page key would do."""
        parts, circuit = self._parts, self._parts.circuit.state
        moving = (
            *(parts.pages.turned, parts.stage.passes.found, parts.session.snapshot_changed),
            *(circuit.circuit_changed, circuit.shown_changed),
        )
        for moved in moving:
            moved.connect(self.show_next)

    @property
    def is_on(self) -> bool:
        """Whether the window is presented."""
        return self._kept is not None

    def leave(self, *, is_closing: bool = False) -> None:
        """Give the window back as it was."""
        self._leave(is_closing=is_closing)
        self._actions["actionPresent"].setChecked(False)

    def _turn(self, on: bool) -> None:
        if on and not self.is_on:
            self._enter()
        elif not on:
            self._leave()

    def _enter(self) -> None:
        window, parts = self._window, self._parts
        remember_place(window)  # while it has one: it may be closed in the middle of this
        self._kept = self._keepsake()
        self._kept.put_away()
        parts.panels.put_aside(WHY, True)
        self._bars.put_aside(True)
        window.takeCentralWidget()
        self.desk.setParent(None)
        self.desk.take()
        self.screen = Enlarged(self.desk)
        window.setCentralWidget(self.screen)
        parts.status.present(True)
        parts.badge.present(True)
        self.beside.begin()
        window.showFullScreen()
        self.screen.arrange()
        for canvas in self._canvases():
            canvas.zoom.is_fitted = True
            canvas.fit()
        self.screen.give_focus(parts.pages.current.content)
        self.clicker.is_busy = lambda: self.screen is not None and bool(self.screen.popups)
        self.clicker.begin(self._letters(), self.screen, window)
        self.show_next()
        self.turned.emit(True)

    def _leave(self, *, is_closing: bool = False) -> None:
        kept, self._kept = self._kept, None
        if kept is None or self.screen is None:
            return
        window, parts = self._window, self._parts
        self.clicker.end()
        self.beside.end()
        theme().present(0)
        parts.status.present(False)
        parts.badge.present(False)
        self.screen.end()
        window.takeCentralWidget()
        window.setCentralWidget(parts.pages)
        window.setStatusBar(parts.status)
        parts.pages.show()
        self.screen.deleteLater()
        self.desk.setParent(window)
        self.screen = None
        kept.bring_back(is_closing=is_closing)
        self._bars.put_aside(False)
        parts.panels.put_aside(WHY, False)
        kept.bring_focus_back()
        self.turned.emit(False)

    def _letters(self) -> dict[tuple[int, bool], Callable[[], object]]:
        """Return what is done by a letter, with Shift or without."""
        return {
            (Key.Key_P, False): partial(self.beside.turn, 1),
            (Key.Key_P, True): partial(self.beside.turn, -1),
            (Key.Key_H, False): self._toggle_ring,
            (Key.Key_G, False): self.aside_wanted.emit,
            (Key.Key_B, False): self._go_through,
        }

    def _toggle_ring(self) -> None:
        if self.screen is not None:
            self.screen.ring.set_on(not self.screen.ring.is_on)

    def follow(self, marks: Marks) -> None:
        """Let the page keys go through the bookmarks while that is wanted."""
        self._marks = marks
        marks.changed.connect(self.show_next)

    def _go_through(self) -> None:
        if self._marks is not None:
            self._marks.go_through(not self._marks.is_gone_through)

    @property
    def _ahead(self) -> Ahead | None:
        marked = None if self._marks is None else self._marks.ahead
        return marked or self._parts.pages.current.ahead()

    def _go(self, way: int) -> None:
        """Do the next thing, or the one before."""
        ahead = self._ahead
        if ahead is not None:
            (ahead.on if way > 0 else ahead.back)()
        self.show_next()

    def show_next(self) -> None:
        """Say in the corner what the next page key does."""
        if self.is_on:
            ahead = self._ahead
            self.desk.say_next("" if ahead is None else f"Next: {ahead.words}")

    def _keepsake(self) -> Keepsake:
        parts = self._parts
        frozen = [self._actions[name] for name in AT_THE_DESK]
        frozen += [dock.toggleViewAction() for dock in parts.docks.all]
        pages, bar = parts.pages, self._window.menuBar()
        hidden = (bar, pages.row_of_tabs, pages.left, pages.right)
        return Keepsake(self._window, hidden, self._canvases(), frozen)

    def _canvases(self) -> tuple[CanvasView, ...]:
        return (self._parts.stage.canvas, self._parts.circuit.canvas)
