"""An open document, whose place can be lent to a guest, such as a lesson, and given back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from bpstudio.refusal import Refusal
from bpstudio.ui.history import UNDO_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

OWN_FILE = (
    "is the file of your own document, which waits until the lesson is over; choose another name"
)


@dataclass(kw_only=True, eq=False)
class Held:
    """What an open document holds: all that is put aside, as a whole, while a guest has its place.

    Parameters
    ----------
    undo_stack
        Its edits.
    path
        Its file; None where it has none, as a guest.
    origin
        The file that this is a recovered copy of; None where it is none.
    title
        What it is called without a file, such as its example; may be empty.
    digest
        Of its file's bytes, as they were read or written; empty without a file.
    is_apart
        Whether the file holds something else by now, which the user doesn't want; or there is
        none yet, as of a recovered copy.
    """

    undo_stack: QUndoStack
    path: Path | None = None
    origin: Path | None = None
    title: str = ""
    digest: bytes = b""
    is_apart: bool = False

    @property
    def is_dirty(self) -> bool:
        """Whether it differs from its file, or from what it began as without one."""
        return self.is_apart

    def refuse_its_file(self, path: Path) -> None:
        """Refuse to write over it."""
        own = self.path
        if own is not None and (path == own or _are_one(own, path)):
            raise Refusal("", OWN_FILE)


def _are_one(file: Path, other: Path) -> bool:
    return file.exists() and other.exists() and file.samefile(other)


H = TypeVar("H", bound=Held)


class LendableDocument(QObject, Generic[H]):
    """A document with its file and its undo stack; a guest has none of the user's.

    Signals
    -------
    opened
        The value has nothing to do with the one before.
    path_changed
        There is another file, or it holds something else by now.
    saved
        After `path_changed`: it was written to its file.
    returned
        The user's own document is back, as it was.

    Attributes
    ----------
    own
        What the user's own document holds while a guest has its place; else None.
    """

    opened = Signal()
    path_changed = Signal()
    saved = Signal()
    returned = Signal()

    _held: H

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.own: H | None = None

    @property
    def is_lent(self) -> bool:
        """Whether a guest has its place."""
        return self.own is not None

    @property
    def users(self) -> H:
        """What the user's own document holds, whether a guest has its place or not."""
        return self.own or self._held

    @property
    def undo_stack(self) -> QUndoStack:
        """Its edits; another stack while a guest has its place."""
        return self._held.undo_stack

    @property
    def path(self) -> Path | None:
        """Its file; None where it has none."""
        return self._held.path

    @property
    def origin(self) -> Path | None:
        """The file that this is a recovered copy of; None where it is none."""
        return self._held.origin

    @property
    def title(self) -> str:
        """What it is called without a file; may be empty."""
        return self._held.title

    @title.setter
    def title(self, title: str) -> None:
        self._held.title = title

    @property
    def digest(self) -> bytes:
        """Of its file's bytes, as they were read or written; empty without a file."""
        return self._held.digest

    @property
    def is_apart(self) -> bool:
        """Whether its file holds something else by now, or there is none yet; see `Held`."""
        return self._held.is_apart

    @property
    def is_dirty(self) -> bool:
        """Whether it differs from its file, or from what it began as without one."""
        return self._held.is_dirty

    def part(self, is_apart: bool) -> None:
        """Note that the file holds something else by now, or that it doesn't."""
        self._held.is_apart = is_apart
        self.path_changed.emit()

    def move(self, path: Path) -> None:
        """Note that its file has another name by now, and what it held."""
        self._held.path = path
        self.part(False)

    def save(self, path: Path) -> None:
        """Write it to a file, which is its file from now on; a guest has none.

        Raises
        ------
        Refusal
            Where that can't be.
        """
        path, held = path.absolute(), self._held
        if self.own is not None:
            self.own.refuse_its_file(path)
        digest = self._write(path)
        if self.is_lent:
            return
        held.path, held.origin, held.digest, held.is_apart = path, None, digest, False
        self._note_written()
        self.undo_stack.setClean()
        self.path_changed.emit()
        self.saved.emit()

    def _write(self, path: Path) -> bytes:
        """Write it to a file; return the digest of what is in it."""
        raise NotImplementedError

    def _note_written(self) -> None:
        """Note that its file has the value as it is."""
        raise NotImplementedError

    def give_back(self) -> None:
        """Bring the user's own document back, with its edits and its file, as it was."""
        if self.own is None:
            return
        self.undo_stack.deleteLater()
        self._held = self.own
        self.path_changed.emit()
        self.opened.emit()
        self._tell_value()
        self.own = None
        self.returned.emit()

    def _put_aside(self) -> QUndoStack:
        """Put the user's own document aside; return the undo stack for the guest to come."""
        stack = self._new_stack() if self.own is None else self.undo_stack
        self.own = self.users
        return stack

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.setUndoLimit(UNDO_LIMIT)
        return stack

    def _tell_value(self) -> None:
        """Tell that there is another value."""
        raise NotImplementedError
