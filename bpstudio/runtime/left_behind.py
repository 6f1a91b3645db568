"""What windows that are gone have left behind: offered where it can be read, else put aside."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.storage import read_diagram
from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.file_lock import hold
from bpstudio.refusal import Refusal, printable
from bpstudio.runtime.recovery import EXPERIMENT, LOCK, PREFIX, Kept, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNREADABLE = "unreadable"  # the folder for what was kept and can't be read any more


@dataclass(frozen=True)
class Found:
    """What earlier windows have left behind: what can be recovered, and what can't, in words.

    What can't was put aside; or that couldn't be either, and it stays where it is (`stuck`).
    """

    kept: tuple[Kept, ...] = ()
    troubles: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


def left_behind(shelf: Path) -> Found:
    """Return what windows that are gone have kept, the newest first; their slots are held.

    What can't be read is put aside. Slots of other windows that are alive stay theirs.
    """
    kept: list[Kept] = []
    troubles: list[str] = []
    stuck: list[str] = []
    for slot in _abandoned(shelf):
        sound = []
        for document in slot.kept:
            if (refusal := _fault_of(document)) is None:
                sound.append(document)
                continue
            is_aside, words = _put_aside(document, shelf / UNREADABLE, str(refusal))
            (troubles if is_aside else stuck).append(words)
        if not sound:
            slot.leave()
        kept += sound
    kept.sort(key=lambda document: document.about.kept_at, reverse=True)
    return Found(tuple(kept), tuple(troubles), tuple(stuck))


def _abandoned(shelf: Path) -> Iterator[Slot]:
    try:
        folders = sorted(shelf.glob(f"{PREFIX}*"))
    except OSError:
        return
    for folder in folders:
        with suppress(OSError):
            if folder.is_dir() and not folder.is_symlink() and (lock := hold(folder / LOCK)):
                yield Slot(folder, lock)


def _fault_of(kept: Kept) -> Refusal | None:
    """Return why a document can't be read; None where it can."""
    try:
        (read_contents if kept.kind == EXPERIMENT else read_diagram)(kept.path)
    except Refusal as refusal:
        return refusal
    return None


def _put_aside(kept: Kept, folder: Path, reason: str) -> tuple[bool, str]:
    """Put a document aside; return whether that could be, and in words where it is now."""
    name = "untitled" if kept.origin is None else printable(kept.origin.stem)
    what = f"What was kept of the {kept.kind} {name} can’t be read ({reason.rstrip('.')})."
    try:
        folder.mkdir(exist_ok=True)
        stem = f"{kept.kind} {time.strftime('%Y-%m-%d %H.%M.%S', time.localtime())}"
        aside = _moved(kept.path, folder, f"{stem} ")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return False, f"{what} It couldn’t be put aside either ({why}), and is still {kept.path}."
    return True, f"{what} It was put aside as {aside}."


def _moved(path: Path, folder: Path, stem: str) -> str:
    """Move a file to another folder, under a name that nothing has; return where it is."""
    handle, moved = tempfile.mkstemp(path.suffix, stem, folder)
    os.close(handle)
    try:
        os.replace(path, moved)
    except OSError:
        os.unlink(moved)
        raise
    return moved
