"""The user's own experiment, put aside as it is while a guest has its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QUndoStack

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.documents import Learned
    from bpstudio.ui.document import Document

OWN_FILE = (
    "is the file of your own document, which waits until the lesson is over; choose another name"
)


def refuse_file(own: Path | None, path: Path) -> None:
    """Refuse to write over the file of a document that is put aside."""
    if own is not None and (path == own or (path.exists() and own.exists() and path.samefile(own))):
        raise Refusal("", OWN_FILE)


@dataclass(frozen=True)
class OwnDocument:
    """An experiment's document as it was when it was put aside; nobody changes it meanwhile."""

    experiment: Experiment
    dataset: Dataset
    saved: Experiment
    undo_stack: QUndoStack
    path: Path | None
    origin: Path | None
    digest: bytes
    is_apart: bool
    is_dirty: bool
    lacks_run: bool
    learned: Learned | None
    lock: str
    last_id: int
    bookmarks: Bookmarks
    saved_bookmarks: Bookmarks
    lacks_bookmarks: bool

    @classmethod
    def of(cls, document: Document) -> OwnDocument:
        """Return what there is of a document."""
        return cls(
            document.experiment,
            document.dataset,
            document._saved,
            document.undo_stack,
            document.path,
            document.origin,
            document.digest,
            document.is_apart,
            document.is_dirty,
            document.lacks_run,
            document.learned,
            document.lock,
            document._last_id,
            document.bookmarks,
            document._saved_bookmarks,
            document.lacks_bookmarks,
        )

    def put_back(self, document: Document) -> None:
        """Let a document be what it was; it tells of that itself."""
        document._experiment, document._dataset = self.experiment, self.dataset
        document._saved, document._last_id = self.saved, self.last_id
        document.undo_stack = self.undo_stack
        document.path, document.origin, document.digest = self.path, self.origin, self.digest
        document.is_apart, document.lacks_run = self.is_apart, self.lacks_run
        document.learned, document.lock = self.learned, self.lock
        document.bookmarks, document._saved_bookmarks = self.bookmarks, self.saved_bookmarks
        document.lacks_bookmarks = self.lacks_bookmarks

    def refuse_its_file(self, path: Path) -> None:
        """Refuse to write over it."""
        refuse_file(self.path, path)
