"""A document and its file: what it is called, saving it, asking before it is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.ui import settings
from bpstudio.ui.dialogs import Answer, ask_to_overwrite, ask_to_replace, ask_to_save
from bpstudio.ui.disk_file import DiskFile, Fate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.lendable import LendableDocument

UNTITLED = "Untitled"


@dataclass(frozen=True)
class Kind:
    """A kind of document, as the user knows it.

    Parameters
    ----------
    noun
        "experiment", "circuit".
    files
        The names of its files with their patterns, for dialogs.
    suffix
        How the name of a file ends where neither the user nor the dialog says so.
    page
        The title of the page that shows it.
    has_run
        Whether there is more to it than what is edited.
    """

    noun: str
    files: str
    suffix: str
    page: str
    has_run: bool = False

    def named(self, path: Path, chosen: str) -> Path:
        """Return a path that ends as its files do: what was typed, or that with an ending.

        That is the one of the `chosen` files, as the dialog names them. What else looks like an
        ending is part of the name, as in "net v1.2".
        """
        if path.suffix.lower() in _suffixes(self.files):
            return path
        return path.with_name(path.name + next(iter(_suffixes(chosen)), self.suffix))


class Keeper(QObject):
    """Saves one document; what can't be done is said, and nothing changes.

    Signals
    -------
    refused
        What was tried, and why not.
    saved
        Where to.
    lent, returned
        A guest has the document's place, which has no file; the user's own is back, as it was.

    Attributes
    ----------
    disk
        The document's file, which others may write to, too.
    """

    refused = Signal(str, Refusal)
    saved = Signal(Path)
    lent = Signal()
    returned = Signal()

    def __init__(self, document: LendableDocument[Any], kind: Kind, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self.kind = kind
        self.disk = DiskFile(self)
        self._watched: tuple[Path | None, bytes] = (None, b"")
        self._keeps_mine = False
        self.disk.changed.connect(self._heed_disk)
        document.path_changed.connect(self._follow_file)
        document.returned.connect(self._follow_file)
        document.returned.connect(self._heed_disk)
        document.returned.connect(self.returned)
        document.opened.connect(self._heed_guest)

    @property
    def name(self) -> str:
        """What the document is called."""
        path, origin = self._document.path, self._document.origin
        if self._document.is_lent:
            return self._document.title
        if path is None and origin is not None:
            return f"{origin.stem} (recovered)"
        return UNTITLED if path is None else path.name

    @property
    def stem(self) -> str:
        """What its file is called, without the ending; empty where there is none."""
        return "" if self._document.path is None else self._document.path.stem

    @property
    def is_dirty(self) -> bool:
        """Whether there are unsaved edits."""
        return self._document.is_dirty

    def save(self) -> bool:
        """Save to the document's file, or to one that the user picks; shipped files stay."""
        path = self._document.path
        if path is None or _is_shipped(path):
            return self.save_as()
        if self.disk.look() is Fate.CHANGED:
            return self._save_over(path, ask_to_overwrite(self._window, path.name))
        return self.save_to(path)

    def save_as(self) -> bool:
        """Save to a file that the user picks; False where they don't."""
        path = self._document.path
        name = self.name if self._document.origin else UNTITLED.lower()
        title = f"Save the {self.kind.noun}"
        if self._document.own is not None:
            name, title = "lesson", f"{title} of the lesson"
        start = self.folder / (path.name if path else f"{name}{self.kind.suffix}")
        files = self.kind.files
        name, chosen = QFileDialog.getSaveFileName(self._window, title, str(start), files)
        if not name:
            return False
        path = self.kind.named(typed := Path(name), chosen)
        if path != typed and _is_there(path):  # the dialog has asked about the other name alone
            return self._save_over(path, ask_to_replace(self._window, path.name))
        return self.save_to(path)

    def _save_over(self, path: Path, answer: Answer) -> bool:
        """Save to a file that is there already, as the user has answered: or elsewhere, or not."""
        if answer == Answer.Open:
            return self.save_as()
        return answer == Answer.Save and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save to a file; say so where that can't be."""
        try:
            self._document.save(path)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t saved.", refusal)
            return False
        if not self._document.is_lent:
            self._watch()  # the file is another, even if the same was written as before
        settings.add_recent_file(path)
        self.saved.emit(path)
        return True

    def keep_mine(self) -> None:
        """Go on with what is open, which is in no file now; saving writes over what is there."""
        self._keeps_mine = True
        self.disk.accept()

    def follow(self, path: Path) -> None:
        """Note that the document's file has another name by now."""
        if self._document.is_lent:
            return
        self._document.move(path)
        settings.add_recent_file(path)

    @property
    def is_lent(self) -> bool:
        """Whether a guest has the document's place."""
        return self._document.is_lent

    def _heed_guest(self) -> None:
        if self.is_lent:
            self.lent.emit()

    def _follow_file(self) -> None:
        if self._document.is_lent:
            return  # the user's own file is watched on
        if (self._document.path, self._document.digest) != self._watched:
            self._watch()

    def _watch(self) -> None:
        path, digest = self._watched = (self._document.path, self._document.digest)
        self._keeps_mine = False
        self.disk.follow(path, digest)

    def _heed_disk(self) -> None:
        """Count as unsaved what its file doesn't hold any more."""
        if self._document.path is None or self._document.is_lent:
            return
        is_lost = self.disk.fate is Fate.GONE and self.disk.renamed() is None
        is_apart = self._keeps_mine or is_lost
        if is_apart != self._document.is_apart:
            self._document.part(is_apart)

    def may_leave(self) -> bool:
        """Ask what is to become of unsaved edits, if there are any; False to stay."""
        if not self._document.is_dirty:
            return True
        answer = ask_to_save(self._window, f"the {self.kind.noun} {self.name}")
        return self.save() if answer == Answer.Save else answer == Answer.Discard

    @property
    def folder(self) -> Path:
        """Where to look for files: beside the open one, or beside the original of a recovered copy.

        Where there is none, beside the one before; never among the shipped ones.
        """
        path = self._document.path or self._document.origin
        known: list[Path] = [path] if path else []
        for one in (*known, *settings.recent_files()):
            if not _is_shipped(one) and one.parent.is_dir():
                return one.parent
        return Path.home()


def _is_shipped(path: Path) -> bool:
    """Whether `path` is one of bpstudio's own files, which nobody means to change."""
    return path.resolve().is_relative_to(resource().resolve())


def _suffixes(files: str) -> list[str]:
    """Return the endings in the words for some files: ".bps" of "With its run (*.bps)"."""
    return re.findall(r"\*(\.\w+)", files)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long a name, say: writing it says so
        return False
