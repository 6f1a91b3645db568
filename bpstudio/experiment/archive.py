"""A document's file: a zip of a few known entries, read without trusting what it says of itself."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bpstudio.data.memory import check_available, in_words
from bpstudio.refusal import Refusal, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

ZIP_START = b"PK\x03\x04"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same document has the same bytes, whenever it is saved
END = 22  # bytes of the record at the end of a zip
END_BYTES = END + 20  # with the one before it, which only large ones have
MAX_DIRECTORY = 4_096  # bytes: that of a few entries with short names
COPIES = 3  # of all that is in it: unpacked, as arrays, and what becomes of them
MAX_RATIO = 20  # bytes that a packed one may become; we pack nothing, others may pack our files
BROKEN = (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error)


def is_archive(content: bytes) -> bool:
    """Whether these bytes begin as a document's do."""
    return content.startswith(ZIP_START)


def write_archive(file: BinaryIO, entries: Mapping[str, bytes]) -> None:
    """Write the entries to an open file, in their order; the same entries give the same bytes."""
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in entries.items():
            info = ZipInfo(name, LONG_AGO)
            info.create_system = 3  # the permissions are those of Unix, wherever it is written
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


def read_archive(content: bytes, known: Mapping[str, int]) -> dict[str, bytes]:
    """Return the entries of an archive by name.

    Parameters
    ----------
    content
        The whole file.
    known
        The names that there may be, with how many bytes each may have.

    Raises
    ------
    Refusal
        When it isn't such an archive, is damaged, or has an entry that is unknown, double or too
        large. Nothing is unpacked before its size is known.
    """
    check_end(content[-END_BYTES:])
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, known)
            unpacked = sum(entry.file_size for entry in entries)
            check_available(COPIES * unpacked, "", f"its {in_words(unpacked)}")
            return {entry.filename: _unpacked(archive, entry) for entry in entries}
    except Refusal:
        raise
    except (*BROKEN, struct.error) as error:
        reason = printable(str(error)) or type(error).__name__
        raise Refusal("", f"is damaged: {reason}") from None


def check_end(content: bytes) -> None:
    """Refuse what says at its end that it is more than a few entries, before any is looked at.

    The last `END_BYTES` of it are enough.
    """
    end = content[-END:]
    if len(end) < END or not end.startswith(b"PK\x05\x06"):
        raise Refusal("", "is damaged: the end of the archive is missing")
    directory, comment = struct.unpack("<IxxxxH", end[12:])
    is_large = content[-END_BYTES:-END].startswith(b"PK\x06\x07")  # the record of a zip64
    if is_large or comment or directory > MAX_DIRECTORY:
        raise Refusal("", "isn't a document: it has more in it than a document has")


def _unpacked(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return an entry's bytes, and never more than it says that it has, whatever is packed."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)  # one more, or nothing would be checked of none
    if len(content) != entry.file_size:
        raise Refusal(entry.filename, "is damaged: it hasn't the size that it says")
    return content


def _check_entries(entries: list[ZipInfo], known: Mapping[str, int]) -> None:
    names = [entry.filename for entry in entries]
    for entry, name in zip(entries, names, strict=True):
        if name not in known:
            raise Refusal(repr(name[:80]), "is no part of a document")
        if names.count(name) > 1:
            raise Refusal(name, "is there twice")
        if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refusal(name, "is packed or locked in a way that can't be read")
        most = known[name]
        if entry.compress_type == ZIP_DEFLATED:
            most = min(most, MAX_RATIO * entry.compress_size)
        if entry.file_size > most:
            size = in_words(entry.file_size)
            raise Refusal(name, f"would have {size} unpacked; {in_words(most)} at most")
