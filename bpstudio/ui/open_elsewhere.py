"""Says when a file is open in another window, too: in another process, as windows are."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QStandardPaths, QSysInfo
from PySide6.QtGui import QGuiApplication

from bpstudio.ui.widgets.offer import Offer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from bpstudio.ui.files import Files
    from bpstudio.ui.keeper import Keeper

FOLDER = "open"  # in the user's cache


class OpenElsewhere(QObject):
    """Notes for other windows which files are open here, and tells of those that they have open.

    Parameters
    ----------
    offers
        Where it is told.
    """

    def __init__(self, files: Files, offers: QVBoxLayout) -> None:
        super().__init__(files)
        for keeper in files.keepers:
            offers.addWidget(_Claim(keeper).offer)


class _Claim(QObject):
    """Holds a lock by the name of a document's file, wherever that file is.

    The system knows of locks whose process is no more. The file itself can't be locked: each time
    it is saved, another takes its place.
    """

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self._keeper = keeper
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self.offer = Offer(f"{keeper.kind.noun}ElsewhereOffer")
        keeper.disk.changed.connect(self._follow)
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._try_again)
            app.aboutToQuit.connect(self._release)
        self._follow()

    def _follow(self) -> None:
        path = self._keeper.disk.path
        if path != self._path:
            self._release()
            self._path = path
            self._claim()

    def _try_again(self) -> None:
        """Look whether the other window is still there."""
        if self._lock is None:
            self._claim()

    def _claim(self) -> None:
        self.offer.hide()
        lock = None if self._path is None else _lock_of(self._path)
        if lock is None:
            return
        if lock.tryLock(0):
            self._lock = lock
        elif lock.error() == QLockFile.LockError.LockFailedError:
            self.offer.show_offer(
                f"{self._keeper.name} is open in another window, too.",
                "Whatever one of the two saves, the other is told of.",
            )

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def _lock_of(path: Path) -> QLockFile | None:
    """Return the lock for a file of this machine; None where locks can't be kept."""
    cache = QStandardPaths.StandardLocation.CacheLocation
    folder = Path(QStandardPaths.writableLocation(cache)) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = path.resolve()
    except (OSError, RuntimeError):
        return None
    name = sha256(f"{QSysInfo.machineHostName()}\0{place}".encode("utf-8", "surrogateescape"))
    lock = QLockFile(str(folder / f"{name.hexdigest()[:32]}.lock"))
    lock.setStaleLockTime(0)  # a window may be open for days
    return lock
