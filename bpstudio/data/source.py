"""The bytes of a user's file, or a refusal before anything hangs or fills the memory."""

import hashlib
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bpstudio.data.memory import available_memory, in_words
from bpstudio.data.progress import Tell, silent
from bpstudio.refusal import Refusal

BLOCK = 2**20  # bytes
MEMORY_PER_BYTE = 10  # of a text that is taken apart, such as JSON; who needs less says so


def read_file(
    path: Path,
    most: int | None = None,
    *,
    memory_per_byte: float = MEMORY_PER_BYTE,
    tell: Tell = silent,
) -> bytes:
    """Return the bytes of a regular file, of `most` bytes where there is a limit.

    Raises
    ------
    Refusal
        If it is missing, may not be read, isn't a regular file (looked at before it is opened:
        opening a FIFO would wait), or would need more memory than there is.
    """
    with open_regular(path) as (file, size):
        _refuse_too_large(path, size, most, memory_per_byte)
        data = _read(file, size + 1, tell)
    if len(data) > size:
        raise Refusal(str(path), "grew while it was read; try again when nothing writes to it")
    return data


def digest_of(path: Path) -> bytes:
    """Return what tells the bytes of a file from others; empty where there is no such file."""
    try:
        if not path.is_file():  # opening a FIFO would wait
            return b""
        with path.open("rb") as file:
            return digest(file)
    except (OSError, ValueError):
        return b""


def digest(file: BinaryIO) -> bytes:
    """Return what tells the bytes of an open file, from where it stands, from others."""
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.digest()


@contextmanager
def open_regular(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Give an open regular file and its size; Refusal where there is none or it can't be read."""
    try:
        status = path.stat()
        _refuse_irregular(path, status.st_mode)
        with path.open("rb") as file:
            yield file, status.st_size
    except Refusal:
        raise
    except (OSError, ValueError) as error:
        raise Refusal(str(path), _cause(error)) from None


def _read(file: BinaryIO, size: int, tell: Tell) -> bytes:
    """Return at most `size` bytes, read piece by piece; it takes the memory of one piece more."""
    data = io.BytesIO()
    while (done := data.tell()) < size and (piece := file.read(min(BLOCK, size - done))):
        data.write(piece)
        tell(data.tell() / size)
    return data.getvalue()


def _refuse_irregular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Refusal(str(path), "is a directory, not a file")
    if not stat.S_ISREG(mode):
        raise Refusal(str(path), "is a device or a pipe, not a regular file")


def _refuse_too_large(path: Path, size: int, most: int | None, memory_per_byte: float) -> None:
    available, needed = available_memory(), int(size * memory_per_byte)
    if available is not None and needed > available:
        raise Refusal(
            str(path),
            f"its {in_words(size)} would need about {in_words(needed)} of memory "
            f"to be read; {in_words(available)} can be had",
        )
    if most is not None and size > most:
        raise Refusal(str(path), f"has {in_words(size)}; {in_words(most)} at most")


def _cause(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "may not be read: permission denied"
        case OSError():
            return f"can't be read: {error.strerror or error}"
        case _:
            return "can't be the name of a file"
