"""A file that holds an experiment, as JSON alone or with what has been learned: read and write."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from bpstudio.data.source import MEMORY_PER_BYTE, digest, read_file
from bpstudio.experiment.archive import (
    END_BYTES,
    check_end,
    is_archive,
    read_archive,
    write_archive,
)
from bpstudio.experiment.atomic import replacing
from bpstudio.experiment.bookmarks import MAX_BYTES as MAX_BOOKMARKS
from bpstudio.experiment.bookmarks import bookmarks_text, parse_bookmarks
from bpstudio.experiment.storage import experiment_text, parse_experiment
from bpstudio.experiment.text_bounds import MAX_BYTES
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.tensors import Tensors

SUFFIX = ".bps"
EXPERIMENT = "experiment.json"
PARAMETERS, STATE, RUN = "parameters.safetensors", "state.safetensors", "run.safetensors"
MAX_TENSORS = 2**32  # bytes of an array's file; no more than the file itself has, anyway
ARCHIVE_PER_BYTE = 2  # the file and what is in it; what that unpacks to is counted there
BOOKMARKS = "bookmarks.json"
KNOWN = {
    EXPERIMENT: MAX_BYTES,
    PARAMETERS: MAX_TENSORS,
    STATE: MAX_TENSORS,
    RUN: MAX_TENSORS,
    BOOKMARKS: MAX_BOOKMARKS,
}

T = TypeVar("T")


@dataclass(frozen=True)
class Contents:
    """What a file has told: the experiment, and by name the bytes of what goes with it.

    The `digest` tells its bytes from others.
    """

    experiment: Experiment
    entries: Mapping[str, bytes] = field(default_factory=dict)
    digest: bytes = b""
    bookmarks: Bookmarks = ()

    @property
    def has_parameters(self) -> bool:
        """Whether there is more than an experiment."""
        return PARAMETERS in self.entries

    @property
    def has_run(self) -> bool:
        """Whether it can be gone on with from where the run was."""
        return STATE in self.entries

    def tensors(self, name: str) -> Tensors:
        """Return the arrays of an entry that is there."""
        from bpstudio.experiment.tensors import Tensors  # an experiment alone does without

        return Tensors(self.entries[name], name)


def read_contents(path: Path) -> Contents:
    """Read a file, whichever of the two kinds it is, by what is in it.

    Raises
    ------
    Refusal
        When it can't be read or isn't one; the place is within the file.
    """
    try:
        content = read_file(path, memory_per_byte=_look_at(path))
    except Refusal as refusal:  # its place is the file, which whoever shows this names anyway
        raise Refusal("", refusal.reason) from None
    known = digest(BytesIO(content))
    if not is_archive(content):
        return Contents(parse_experiment(content), digest=known)
    entries = read_archive(content, KNOWN)
    if EXPERIMENT not in entries:
        raise Refusal(EXPERIMENT, "is missing")
    if (STATE in entries or RUN in entries) and not entries.keys() >= {PARAMETERS, STATE, RUN}:
        raise Refusal("", f"is damaged: of {PARAMETERS}, {STATE} and {RUN} one is missing")
    experiment = _part(EXPERIMENT, entries, parse_experiment)
    bookmarks = _part(BOOKMARKS, entries, parse_bookmarks) if BOOKMARKS in entries else ()
    return Contents(experiment, entries, known, bookmarks)


def _part(name: str, entries: dict[str, bytes], parse: Callable[[bytes], T]) -> T:
    """Take an entry that is a text out of all, and say where in it a fault is."""
    try:
        return parse(entries.pop(name))
    except Refusal as refusal:
        raise Refusal(f"{name}: {refusal.place}".rstrip(": "), refusal.reason) from None


def _look_at(path: Path) -> float:
    """Return how many times its size it needs; refuse what is too large, by its two ends."""
    try:
        if not path.is_file():
            return MEMORY_PER_BYTE  # whoever reads it says so
        with path.open("rb") as file:
            start = file.read(END_BYTES)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - END_BYTES, 0))
            end = file.read(END_BYTES)
    except (OSError, ValueError):
        return MEMORY_PER_BYTE  # likewise
    if is_archive(start):
        check_end(end)
        return ARCHIVE_PER_BYTE
    if size > MAX_BYTES:
        raise Refusal("", "is too large for an experiment, and isn't a document")
    return MEMORY_PER_BYTE


def write_document(
    path: Path,
    experiment: Experiment,
    entries: Mapping[str, bytes],
    bookmarks: Bookmarks = (),
) -> bytes:
    """Write an experiment with what goes with it: the old file or the new, never half of one.

    Without bookmarks there is no entry for them.

    Returns the digest of what was written.

    Raises
    ------
    Refusal
        When the file can't be written; an older one at `path` is as it was.
    """
    with replacing(path) as file:
        _write(file, experiment, entries, bookmarks)
        file.seek(0)
        return digest(file)


def keep_document(
    path: Path,
    experiment: Experiment,
    entries: Mapping[str, bytes],
    bookmarks: Bookmarks = (),
) -> None:
    """Write one as `write_document` does, for oneself: nobody asks whether it is another since."""
    with replacing(path) as file:
        _write(file, experiment, entries, bookmarks)


def _write(
    file: BinaryIO, experiment: Experiment, entries: Mapping[str, bytes], bookmarks: Bookmarks
) -> None:
    marked = {BOOKMARKS: bookmarks_text(bookmarks)} if bookmarks else {}
    write_archive(file, {EXPERIMENT: experiment_text(experiment).encode(), **entries, **marked})
