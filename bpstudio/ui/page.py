"""A page of the window's middle: what it shows, what stands around it, what commands do there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QToolBar, QWidget


Keys = tuple[tuple[str, str], ...]  # what is done, by which key


class News(QObject):
    """Tells that which commands can act on a page has changed."""

    changed = Signal()


class Ahead(NamedTuple):
    """What the page keys of a clicker do: in words, the next thing, and the one before."""

    words: str
    on: Callable[[], object]
    back: Callable[[], object]


@dataclass(frozen=True, kw_only=True, eq=False)
class Page:
    """One of the tabs in the middle of the window.

    Parameters
    ----------
    title, hint
        On its tab, and in the tab's tooltip.
    content
        Fills the middle, and takes the focus.
    undo_stack
        Whose edits Undo and Redo take back while it is in front.
    locked
        Says why nothing may be edited now; empty where it may.
    left, right, corner
        What stands at its sides, and at the end of the row of tabs.
    bars
        The window's toolbars that belong to it; those of other pages are hidden.
    has_panels
        Whether the views' panels stand around it.
    commands
        What the window's actions of these object names do while it is in front.
    can
        Whether the action of a name has something to act on.
    news
        Tells when that has changed.
    keys
        What is done in it by keys that belong to no action of the window.
    least_width
        Says how many px of width it needs in front of a class.
    panels
        Returns its own panels with their titles, of which one is shown in front of a class.
    starts_alone
        Whether none of these is shown at first.
    ahead
        Returns what the page keys of a clicker do now, if anything.
    status
        Returns the sentence of the status bar and what stands at its right; None where the run
        is told of.
    """

    title: str
    hint: str
    content: QWidget
    undo_stack: QUndoStack
    locked: Callable[[], str] = str
    left: QWidget | None = None
    right: QWidget | None = None
    corner: QWidget | None = None
    bars: tuple[QToolBar, ...] = ()
    has_panels: bool = False
    commands: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    can: Callable[[str], bool] = lambda _name: True
    news: News = field(default_factory=News)
    keys: Keys = ()
    status: Callable[[], tuple[str, str]] | None = None
    least_width: Callable[[], int] = int
    panels: Callable[[], tuple[tuple[str, QWidget], ...]] = tuple
    starts_alone: bool = False
    ahead: Callable[[], Ahead | None] = lambda: None
