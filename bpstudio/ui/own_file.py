"""The file of a document that waits while a guest has its place: nothing is written over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

OWN_FILE = (
    "is the file of your own document, which waits until the lesson is over; choose another name"
)


def refuse_file(own: Path | None, path: Path) -> None:
    """Refuse to write over the file of a document that is put aside."""
    if own is not None and (path == own or (path.exists() and own.exists() and path.samefile(own))):
        raise Refusal("", OWN_FILE)
