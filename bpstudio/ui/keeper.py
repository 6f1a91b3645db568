"""A document and its file: what it is called, saving it, asking before it is left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.ui import settings
from bpstudio.ui.dialogs import Answer, ask_to_save

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

UNTITLED = "Untitled"


class Savable(Protocol):
    """A document that has a file, or will have one."""

    path: Path | None
    origin: Path | None

    @property
    def is_dirty(self) -> bool:
        """Whether it differs from its file."""

    def save(self, path: Path) -> None:
        """Write it; raises `Refusal`."""


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
        How the name of a file ends that the user has given no ending.
    page
        The title of the page that shows it.
    """

    noun: str
    files: str
    suffix: str
    page: str


class Keeper(QObject):
    """Saves one document; what can't be done is said, and nothing changes.

    Signals
    -------
    refused
        What was tried, and why not.
    saved
        Where to.
    """

    refused = Signal(str, Refusal)
    saved = Signal(Path)

    def __init__(self, document: Savable, kind: Kind, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self.kind = kind

    @property
    def name(self) -> str:
        """What the document is called."""
        path, origin = self._document.path, self._document.origin
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
        return self.save_as() if path is None or _is_shipped(path) else self.save_to(path)

    def save_as(self) -> bool:
        """Save to a file that the user picks; False where they don't."""
        path = self._document.path
        name = self.name if self._document.origin else UNTITLED.lower()
        start = self.folder / (path.name if path else f"{name}{self.kind.suffix}")
        title = f"Save the {self.kind.noun}"
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(start), self.kind.files)
        if not name:
            return False
        path = Path(name)
        return self.save_to(path if path.suffix else path.with_suffix(self.kind.suffix))

    def save_to(self, path: Path) -> bool:
        """Save to a file; say so where that can't be."""
        try:
            self._document.save(path)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t saved.", refusal)
            return False
        settings.add_recent_file(path)
        self.saved.emit(path)
        return True

    def may_leave(self) -> bool:
        """Ask what is to become of unsaved edits, if there are any; False to stay."""
        if not self._document.is_dirty:
            return True
        answer = ask_to_save(self._window, f"the {self.kind.noun} {self.name}")
        return self.save() if answer == Answer.Save else answer == Answer.Discard

    @property
    def folder(self) -> Path:
        """Where to look for files: beside the open one, unless that is a shipped one.

        Beside the original, for a recovered copy.
        """
        path = self._document.path or self._document.origin
        is_place = path is not None and not _is_shipped(path) and path.parent.is_dir()
        return path.parent if path is not None and is_place else Path.home()


def _is_shipped(path: Path) -> bool:
    """Whether `path` is one of bpstudio's own files, which nobody means to change."""
    return path.resolve().is_relative_to(resource().resolve())
