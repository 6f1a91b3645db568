"""The window's commands act on the page in front."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoGroup, QUndoStack

from bpstudio.ui.history import connect_history

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.page import Page
    from bpstudio.ui.pages import Pages


class PageCommands(QObject):
    """Hands Undo, Copy, Fit and the like to the page in front; dims what it has no use for.

    Parameters
    ----------
    refuse
        Is told in words why nothing may be edited.
    """

    def __init__(
        self, pages: Pages, actions: Actions, refuse: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pages, self._actions = pages, actions
        self._names = sorted({name for page in pages.all for name in page.commands})
        self._history = QUndoGroup(self)
        self._instead: dict[QUndoStack, QUndoStack] = {}
        connect_history(self._history, lambda: pages.current.locked(), actions, refuse)
        for page in pages.all:
            self._history.addStack(page.undo_stack)
        for name in self._names:
            actions[name].triggered.connect(partial(self._act, name))
        for page in pages.all:
            page.news.changed.connect(self.follow)
        pages.turned.connect(self._turn)
        self._turn(pages.current)

    def act_on(self, other: QUndoStack, instead_of: QUndoStack) -> None:
        """Let Undo and Redo act on another stack in the place of a page's, or on that itself."""
        self._instead[instead_of] = other
        if other not in self._history.stacks():
            self._history.addStack(other)
        self._turn(self._pages.current)

    def _turn(self, page: Page) -> None:
        self._history.setActiveStack(self._instead.get(page.undo_stack, page.undo_stack))
        self.follow()

    def follow(self) -> None:
        """Enable what can act on the page in front."""
        page = self._pages.current
        for name in self._names:
            self._actions[name].setEnabled(name in page.commands and page.can(name))

    def _act(self, name: str) -> None:
        act = self._pages.current.commands.get(name)
        if act is not None:
            act()
