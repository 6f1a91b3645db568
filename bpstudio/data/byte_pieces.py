"""Large texts in bytes, looked at piece by piece: nothing holds up other threads for long."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bpstudio.data.progress import Tell

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 2**20


def pieces(data: bytes, start: int = 0) -> Iterator[bytes]:
    """Yield copies of the pieces of `data` from `start` on."""
    for place in range(start, len(data), PIECE_BYTES):
        yield data[place : place + PIECE_BYTES]


def count(data: bytes, byte: bytes) -> int:
    """Return how often one byte is in `data`."""
    return sum(
        data.count(byte, place, place + PIECE_BYTES) for place in range(0, len(data), PIECE_BYTES)
    )


def has_long_line(data: bytes, most: int) -> bool:
    """Whether there is a line of more than `most` bytes for sure; half of that may be one."""
    step = most // 2
    for place in range(0, len(data) - step + 1, step):
        if not any(0 <= data.find(end, place, place + step) for end in (b"\n", b"\r")):
            return True
    return False


class ByteReader(io.RawIOBase):
    """Reads bytes that are in memory without a copy of them, and tells how far it is."""

    def __init__(self, data: bytes, tell: Tell) -> None:
        self._data, self._tell, self._place = memoryview(data), tell, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer; return how many bytes were left for it."""
        target = memoryview(buffer).cast("B")
        part = self._data[self._place : self._place + len(target)]
        target[: len(part)] = part
        self._place += len(part)
        self._tell(self._place / max(1, len(self._data)))
        return len(part)
