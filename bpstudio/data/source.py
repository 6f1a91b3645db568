"""The bytes of a user's file, or a refusal before anything hangs or fills the memory."""

import hashlib
import stat
from pathlib import Path
from typing import BinaryIO

from bpstudio.data.memory import available_memory, in_words
from bpstudio.refusal import Refusal

BLOCK = 2**20  # bytes
MEMORY_PER_BYTE = 10  # reading a table needs about ten times the size of its file


def read_file(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a regular file, of `most` bytes where there is a limit.

    Raises
    ------
    Refusal
        If it is missing, may not be read, isn't a regular file (looked at before it is opened:
        opening a FIFO would wait), or would need more memory than there is.
    """
    try:
        status = path.stat()
        _refuse_unusable(path, status.st_mode, status.st_size)
        if most is not None and status.st_size > most:
            raise Refusal(str(path), f"has {in_words(status.st_size)}; {in_words(most)} at most")
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(str(path), _cause(error)) from None
    if len(data) > status.st_size:
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


def _refuse_unusable(path: Path, mode: int, size: int) -> None:
    if stat.S_ISDIR(mode):
        raise Refusal(str(path), "is a directory, not a file")
    if not stat.S_ISREG(mode):
        raise Refusal(str(path), "is a device or a pipe, not a regular file")
    available = available_memory()
    if available is not None and size * MEMORY_PER_BYTE > available:
        raise Refusal(
            str(path),
            f"its {in_words(size)} would need about {in_words(size * MEMORY_PER_BYTE)} of memory "
            f"to be read; {in_words(available)} can be had",
        )


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
