"""The two kinds of undo step that a document has: its value, and its bookmarks."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.ui.history import MERGED_WITHIN

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.ui.document import Document


_numbers = count(1)


class Edit(QUndoCommand):
    """From one value to the next and back.

    Parameters
    ----------
    number
        Tells the edit from others; it goes with the `surgery`, and undoing with its negative.
    before, after
        The experiment with its data.
    merge
        See `Document.edit`.
    runs
        The run that the value goes with, before and after; None where it goes on.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        number: int,
        before: tuple[Experiment, Dataset],
        after: tuple[Experiment, Dataset],
        merge: str | None = None,
        surgery: Surgery = NO_SURGERY,
        runs: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(text)
        self._runs = runs
        self.number, self.merge, self.surgery = number, merge, surgery
        self._document, self._before, self._after = document, before, after
        self._made = time.monotonic()

    def takes(self, merge: str | None) -> bool:
        """Whether an edit with the key `merge`, made now, is a part of this one."""
        return merge == self.merge and time.monotonic() - self._made < MERGED_WITHIN

    def redo(self) -> None:
        """Go on to the next value."""
        self._document.go_to(self._after, self.number, self.surgery, self._runs[1])

    def undo(self) -> None:
        """Go back to the value before."""
        undone = self.surgery.undone(self._before[0])
        self._document.go_to(self._before, -self.number, undone, self._runs[0])

    def id(self) -> int:
        """Return which steps may be merged: those that have a key."""
        return 1 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the `other` step, made right after this one, in; False where it stays apart."""
        if not isinstance(other, Edit) or other.number != self.number:
            return False
        self._after, self._made = other._after, other._made
        self.surgery = self.surgery.then(other.surgery)
        self.setObsolete(self._after[0] == self._before[0] and not self.surgery)
        return True


def number_of_next(stack: QUndoStack, merge: str | None = None) -> int:
    """Return the number of an edit to come: a new one, or that of the last, where it joins that."""
    last = stack.command(stack.index() - 1) if stack.index() else None
    mergeable = merge is not None and stack.index() != stack.cleanIndex()
    if mergeable and isinstance(last, Edit) and last.takes(merge):
        return last.number
    return next(_numbers)


class Marking(QUndoCommand):
    """From some bookmarks to others and back; the run has no part in it."""

    def __init__(self, document: Document, text: str, before: Bookmarks, after: Bookmarks) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, before, after

    def redo(self) -> None:
        """Have the later ones."""
        self._document.set_bookmarks(self._after)

    def undo(self) -> None:
        """Have the earlier ones."""
        self._document.set_bookmarks(self._before)
