"""The document's bookmarks: added, named, put in order, removed, gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.bookmarks import check_words
from bpstudio.refusal import Refusal
from bpstudio.ui.bookmarks.place import renamed
from bpstudio.ui.page import Ahead

if TYPE_CHECKING:
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.ui.bookmarks.place import Place
    from bpstudio.ui.document import Document

DIRECT = 9  # that have a key of their own
KEY = "Ctrl+Alt+{}"


class Shelf(QObject):
    """What can be done with bookmarks; each change is one undo step of the document.

    Signals
    -------
    changed
        There are others, or another one was gone to.
    told, refused
        What was done, or couldn't be.

    Attributes
    ----------
    is_gone_through
        Whether the page keys of a clicker go from one to the next.
    """

    changed = Signal()
    told = Signal(str)
    refused = Signal(str)

    def __init__(self, document: Document, place: Place) -> None:
        super().__init__(document)
        self._document, self._place = document, place
        self._at: int | None = None  # which was gone to last
        self.is_gone_through = False
        place.told.connect(self.told)
        document.bookmarks_changed.connect(self._follow)

    @property
    def all(self) -> Bookmarks:
        """The bookmarks in their order."""
        return self._document.bookmarks

    def add(self) -> None:
        """Keep where the window is now."""
        made = self._place.taken()
        if self._mark("Add bookmark", (*self.all, made)):
            self._at = len(self.all) - 1
            key = (
                f": {KEY.format(len(self.all))} comes back here" if len(self.all) <= DIRECT else ""
            )
            self.told.emit(f"Bookmark “{made.name}” added{key}.")

    def rename(self, number: int, name: str) -> bool:
        """Give one another name; False where it can't be one."""
        before = self.all[number]
        name = " ".join(name.split())
        try:
            check_words(name)
        except Refusal as refusal:
            self.refused.emit(f"Rename bookmark: the name {refusal.reason}")
            return False
        changed = (*self.all[:number], renamed(before, name), *self.all[number + 1 :])
        return self._mark("Rename bookmark", changed)

    def move(self, number: int, to: int) -> None:
        """Put one at another place."""
        rest = [*self.all[:number], *self.all[number + 1 :]]
        rest.insert(to, self.all[number])
        self._mark("Move bookmark", tuple(rest))

    def remove(self, number: int) -> None:
        """Take one away."""
        self._mark("Remove bookmark", (*self.all[:number], *self.all[number + 1 :]))

    def _mark(self, text: str, bookmarks: Bookmarks) -> bool:
        try:
            self._document.mark(text, bookmarks)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {refusal.reason}")
            return False
        return True

    def go_to(self, number: int) -> None:
        """Jump to one, if there is one of that number, from 0."""
        if 0 <= number < len(self.all):
            self._at = number
            self._place.go_to(self.all[number])
            self.changed.emit()

    def go_by(self, by: int) -> None:
        """Go to the next one, or to the one before; beyond the last the going through ends."""
        to = (-1 if self._at is None else self._at) + by
        if to >= len(self.all):
            self.is_gone_through = False
            self.changed.emit()
        else:
            self.go_to(max(to, 0))

    def go_through(self, on: bool) -> None:
        """Let the page keys go from one to the next, or no longer."""
        self.is_gone_through = on and bool(self.all)
        if on and not self.all:
            self.refused.emit("There are no bookmarks to go through: Ctrl+M adds one")
        if self.is_gone_through and self._at is not None and self._at + 1 >= len(self.all):
            self._at = None
        self.changed.emit()

    @property
    def ahead(self) -> Ahead | None:
        """What the page keys do while the bookmarks are gone through."""
        if not self.is_gone_through:
            return None
        to = 0 if self._at is None else self._at + 1
        words = f"bookmark “{self.all[to].name}”" if to < len(self.all) else "end of the bookmarks"
        return Ahead(words, lambda: self.go_by(1), lambda: self.go_by(-1))

    def _follow(self) -> None:
        if self._at is not None and self._at >= len(self.all):
            self._at = None
        self.is_gone_through = self.is_gone_through and bool(self.all)
        self.changed.emit()
