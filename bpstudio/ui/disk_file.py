"""A file that others may write to, rename or delete while it is open here."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from bpstudio.data.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTLING = 200  # ms from the first sign of a change: most writers are done by then
LARGE = 8 * 2**20  # bytes: the digest of more takes long enough to need a thread


class Fate(Enum):
    """What has become of a file."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Status(NamedTuple):
    """What the system says of a file; while it says the same, nobody has written to it."""

    device: int
    inode: int
    size: int
    modified: int  # ns


class DiskFile(QObject):
    """Tells when a file isn't what it was when it was read or written.

    It is watched, and looked at when the window comes to the front, since not every disk can be
    watched. What counts is what is in it: its digest, not its date.

    Signals
    -------
    changed
        Its fate has; or it is another content once more.
    """

    changed = Signal()
    _digested = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.fate = Fate.SAME
        self._known: bytes | None = None  # None: as it is when it is first looked at
        self._found: tuple[Status | None, bytes] = (None, b"")
        self._last: Status | None = None  # by which it may be found under another name
        self._looks = 0
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=SETTLING)
        self._timer.timeout.connect(self._look_later)
        self._watcher.fileChanged.connect(self._stir)
        self._watcher.directoryChanged.connect(self._stir)
        self._digested.connect(self._take, Qt.ConnectionType.QueuedConnection)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._stir)

    @property
    def known(self) -> bytes | None:
        """The digest of what counts as known; None where it hasn't been looked at yet."""
        return self._known

    def follow(self, path: Path | None, known: bytes | None = None) -> None:
        """Watch another file, or none; `known` is its digest, None for that which it has now."""
        self.path, self._known = path, known
        self.fate, self._found = Fate.SAME, (None, b"")
        self._last = _status(path)
        self._looks += 1
        self._watch()
        if path is not None:
            self._look_later() if known is None else self._timer.start()
        self.changed.emit()

    def accept(self) -> None:
        """Count what is there now as known."""
        self._known = self._found[1]
        self._conclude()

    def look(self) -> Fate:
        """Look at once, whatever the size of the file, and return what has become of it."""
        if self.path is not None:
            self._looks += 1
            self._take(self._looks, _status(self.path), digest_of(self.path))
        return self.fate

    def renamed(self) -> Path | None:
        """Return the new name, in the same folder, of a file that is gone; None for all else."""
        if self.fate is not Fate.GONE or self.path is None or self._last is None:
            return None
        for path in _having(self._last.inode, self.path.parent):
            if _status(path) == self._last and digest_of(path) == self._known:
                return path
        return None

    def _stir(self) -> None:
        """Look soon; in a folder in which much goes on, not all the time."""
        if self.path is not None and not self._timer.isActive():
            self._timer.start()

    def _look_later(self) -> None:
        path = self.path
        self._watch()
        if path is None:
            return
        status = _status(path)
        if status is not None and status == self._found[0]:
            return
        self._looks += 1
        if status is None or status.size <= LARGE:
            self._take(self._looks, status, digest_of(path))
            return
        number = self._looks

        def digest() -> None:
            found = digest_of(path)
            with suppress(RuntimeError):  # nobody is there any more to be told
                self._digested.emit(number, status, found)

        threading.Thread(target=digest, name="digest", daemon=True).start()

    def _take(self, number: int, status: Status | None, digest: bytes) -> None:
        if number != self._looks:  # it was about another file, or an older look
            return
        self._found = (status, digest)
        if self._known is None:
            self._known = digest
        self._conclude()

    def _conclude(self) -> None:
        status, digest = self._found
        before = self.fate
        if status is None or not digest:
            self.fate = Fate.GONE
        else:
            self.fate = Fate.SAME if digest == self._known else Fate.CHANGED
        if self.fate is Fate.SAME:
            self._last = status
        if self.fate is not before or self.fate is Fate.CHANGED:
            self.changed.emit()

    def _watch(self) -> None:
        """Watch the file and its folder: one that takes its place is another file to the system."""
        wanted = set(_watchable(self.path))
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if gone := list(watched - wanted):
            self._watcher.removePaths(gone)
        if new := list(wanted - watched):
            self._watcher.addPaths(new)


def _status(path: Path | None) -> Status | None:
    try:
        if path is None or not path.is_file():
            return None
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Status(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _watchable(path: Path | None) -> Iterator[str]:
    """Yield the file and the folders in which it may be replaced; its link's and its own."""
    if path is None:
        return
    with suppress(OSError, RuntimeError, ValueError):
        for place in {path, path.parent, path.resolve().parent}:
            if os.access(place, os.R_OK):
                yield str(place)


def _having(inode: int, folder: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:  # which know their inodes, where asking for more takes long
            if entry.inode() == inode:
                yield Path(entry.path)
