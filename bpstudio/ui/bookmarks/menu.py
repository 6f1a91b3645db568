"""The menu of the bookmarks; the first nine have keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from bpstudio.ui.bookmarks.list_dialog import BookmarkDialog
from bpstudio.ui.bookmarks.shelf import DIRECT, KEY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.bookmarks.shelf import Shelf

FIXED = ("actionBookmark", "actionBookmarks")


class BookmarkMenu(QObject):
    """Lists the bookmarks below what can be done with them; the window hears their keys."""

    def __init__(self, window: QMainWindow, menu: QMenu, actions: Actions, shelf: Shelf) -> None:
        super().__init__(window)
        self._window, self._menu, self._shelf = window, menu, shelf
        self._direct = [self._direct_action(number) for number in range(DIRECT)]
        self._others: list[QAction] = []
        self._list: BookmarkDialog | None = None  # while it is open
        for name in FIXED:
            menu.addAction(actions[name])
        menu.addSeparator()
        menu.addActions(self._direct)
        actions["actionBookmark"].triggered.connect(shelf.add)
        actions["actionBookmarks"].triggered.connect(self.show_list)
        shelf.changed.connect(self._fill)
        self._fill()

    def _direct_action(self, number: int) -> QAction:
        action = QAction(self._window)
        action.setObjectName(f"actionBookmark{number + 1}")
        action.setShortcut(KEY.format(number + 1))
        action.triggered.connect(lambda: self._shelf.go_to(number))
        self._window.addAction(action)
        return action

    def show_list(self) -> None:
        """Have the list in front in which they are named and put in order."""
        if self._list is None:
            self._list = BookmarkDialog(self._shelf, self._window)
            self._list.destroyed.connect(self._forget_list)
        self._list.show()
        self._list.raise_()
        self._list.activateWindow()

    def _forget_list(self) -> None:
        self._list = None

    def _fill(self) -> None:
        """Name what there is; what has no key stands below."""
        names = [one.name.replace("&", "&&") for one in self._shelf.all]
        for number, action in enumerate(self._direct):
            is_there = number < len(names)
            action.setVisible(is_there)
            action.setEnabled(is_there)
            if is_there:
                action.setText(names[number])
                action.setStatusTip("Jump to this state of the window")
        for action in self._others:
            self._menu.removeAction(action)
            action.deleteLater()
        self._others = [self._menu.addAction(name) for name in names[DIRECT:]]
        for number, action in enumerate(self._others, DIRECT):
            action.triggered.connect(lambda _on, number=number: self._shelf.go_to(number))
