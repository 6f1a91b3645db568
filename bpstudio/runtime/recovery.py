"""The folder in which unsaved work outlives a crash.

Each window has a `Slot` in it: a folder with a file a document, beside each an `About`; where the
run of an experiment couldn't be had, that goes alone beside what was kept with its run. The slot
is locked while its window is there, and removed when that is closed in order; one that is there
without being locked has been left behind by a crash.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec

from bpstudio.data.source import read_file
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.document_file import SUFFIX, read_contents
from bpstudio.experiment.file_lock import hold
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

EXPERIMENT, CIRCUIT = "experiment", "circuit"
ALONE = "experiment without its run"  # beside an older one with its run
FILES = {EXPERIMENT: f"{EXPERIMENT}{SUFFIX}", ALONE: f"{ALONE}{SUFFIX}", CIRCUIT: "circuit.json"}
PREFIX = "window-"
LOCK, ABOUT = "lock", ".about"
SEEN = "seen"  # in a slot that has been offered, in a window that was then closed in order
MAX_ABOUT = 65_536  # bytes
ATTEMPTS = 3  # a start that looks for slots may take a new one for one that was left behind


class About(msgspec.Struct, frozen=True):
    """What a kept document is of: its file, and when it was kept, at which step of the run.

    The path is percent-encoded, as names of files needn't be text; empty where there is no file.
    """

    origin: str = ""
    kept_at: float = 0.0  # seconds since 1970
    step: int = 0

    @classmethod
    def now(cls, origin: Path | None, step: int = 0) -> About:
        """Return it for a document of `origin` that is kept now."""
        encoded = "" if origin is None else quote_from_bytes(os.fsencode(origin))
        return cls(encoded, time.time(), step)


class Draft(Protocol):
    """A document as it is at a moment, to be kept."""

    @property
    def kind(self) -> str:
        """Of an experiment, or of a circuit."""

    @property
    def is_whole(self) -> bool:
        """Whether all that there is of it is in it, and not the experiment alone."""

    @property
    def about(self) -> About:
        """What it is of."""

    def write(self, path: Path) -> None:
        """Write it to a file; raises `Refusal`."""


@dataclass(frozen=True)
class Kept:
    """A document that was kept in a slot; its place there is one of `FILES`."""

    slot: Slot
    place: str
    about: About

    @property
    def kind(self) -> str:
        """Of an experiment, or of a circuit."""
        return EXPERIMENT if self.is_alone else self.place

    @property
    def is_alone(self) -> bool:
        """Whether it is an experiment that was kept beside an older one, which has its run."""
        return self.place == ALONE

    @property
    def path(self) -> Path:
        """Its file."""
        return self.slot.folder / FILES[self.place]

    @property
    def is_seen(self) -> bool:
        """Whether it has been offered before, and the user let it be."""
        return (self.slot.folder / SEEN).exists()

    @property
    def origin(self) -> Path | None:
        """The file that it is a later state of; None where it had none yet."""
        encoded = self.about.origin
        return Path(os.fsdecode(unquote_to_bytes(encoded))) if encoded else None


class Slot:
    """What is kept for one window, in a folder that nobody else takes while it is locked."""

    def __init__(self, folder: Path, lock: BinaryIO) -> None:
        self.folder, self._lock = folder, lock

    @classmethod
    def make(cls, shelf: Path) -> Slot:
        """Return a new slot in the folder of all slots; raises `Refusal` where there can't be."""
        try:
            for _ in range(ATTEMPTS):
                shelf.mkdir(parents=True, exist_ok=True)
                folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=shelf))
                if lock := hold(folder / LOCK):
                    return cls(folder, lock)
            reason = "it can't be locked"
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
        raise Refusal(str(shelf), f"can't be written to: {reason}")

    def keep(self, draft: Draft) -> bool:
        """Write a document: the old state or the new one, never half of one.

        An experiment whose run couldn't be had doesn't take the place of one that was kept with its
        run, or that would be lost: it goes beside it, until the next one with its run takes the
        place of both. Returns whether there is no more to be kept.
        """
        if draft.is_whole or not _has_run(self.folder / FILES[draft.kind]):
            self._write(draft, draft.kind)
            self._remove_other(draft.kind)
            return True
        self._write(draft, ALONE)
        if _are_one(self.folder / FILES[ALONE], self.folder / FILES[EXPERIMENT]):
            self.remove(ALONE)
        return False

    def _write(self, draft: Draft, place: str) -> None:
        draft.write(self.folder / FILES[place])
        write_atomically(self._about(place), msgspec.json.encode(draft.about))

    def drop(self, kind: str) -> None:
        """Remove what is kept of a document, if anything is."""
        self.remove(kind)
        self._remove_other(kind)

    def remove(self, place: str) -> None:
        """Remove what is kept at one of the places in `FILES`, if anything is."""
        for path in (self.folder / FILES[place], self._about(place)):
            path.unlink(missing_ok=True)

    def _remove_other(self, kind: str) -> None:
        """Remove what is kept of a document besides."""
        if kind == EXPERIMENT:
            self.remove(ALONE)

    def adopt(self, kept: Kept) -> None:
        """Take over what another slot has kept, in place of what this one has."""
        os.replace(kept.path, self.folder / FILES[kept.kind])
        write_atomically(self._about(kept.kind), msgspec.json.encode(kept.about))
        self._remove_other(kept.kind)

    @property
    def kept(self) -> Iterator[Kept]:
        """What there is in it."""
        for place, name in FILES.items():
            path = self.folder / name
            if path.is_file():
                yield Kept(self, place, self._read_about(place, path))

    def note_seen(self) -> None:
        """Note that it was offered: it isn't any more, unless it is asked for."""
        with suppress(OSError):
            (self.folder / SEEN).touch()

    def leave(self) -> None:
        """Leave it, and remove it unless there is still something kept in it."""
        self.release(remove=not any(self.kept))

    def release(self, *, remove: bool) -> None:
        """Leave it, to be found by the next start or removed with all that is in it."""
        if not remove:
            self._lock.close()
            return
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name != LOCK:
                with suppress(OSError):
                    path.unlink()
        self._lock.close()  # some systems don't remove what is open
        shutil.rmtree(self.folder, ignore_errors=True)

    def _about(self, place: str) -> Path:
        return self.folder / f"{place}{ABOUT}"

    def _read_about(self, place: str, path: Path) -> About:
        """Return what is known of a document; where that can't be read, when it was written."""
        try:
            text = read_file(self._about(place), most=MAX_ABOUT)
            about = msgspec.json.decode(text, type=About)
            time.localtime(about.kept_at)
            return about
        except (Refusal, msgspec.MsgspecError, ValueError, OverflowError, OSError):
            return About(kept_at=path.stat().st_mtime)


def _has_run(path: Path) -> bool:
    try:
        return read_contents(path).has_run
    except Refusal:  # there is none, or nobody can read it
        return False


def _are_one(path: Path, other: Path) -> bool:
    """Whether two files have the same experiment, with or without a run."""
    one, two = read_contents(path), read_contents(other)
    return (one.experiment, one.bookmarks) == (two.experiment, two.bookmarks)
