"""Large texts in bytes, looked at piece by piece: nothing holds up other threads for long.

A `tell` is called at each piece with a share that doesn't change; what it raises ends the look.
"""

import io
from collections.abc import Iterator
from typing import Any

from bpstudio.data.progress import Tell, silent

PIECE_BYTES = 2**20


def places(data: bytes, tell: Tell, start: int = 0) -> Iterator[int]:
    """Yield where the pieces of `data` from `start` on begin."""
    for place in range(start, len(data), PIECE_BYTES):
        tell(0)
        yield place


def pieces(data: bytes, tell: Tell, start: int = 0) -> Iterator[bytes]:
    """Yield copies of the pieces of `data` from `start` on."""
    return (data[place : place + PIECE_BYTES] for place in places(data, tell, start))


def count(data: bytes, what: bytes, tell: Tell = silent) -> int:
    """Return how often one byte, or a pair of two different ones, is in `data`."""
    size = PIECE_BYTES + len(what) - 1  # a pair may begin in one piece and end in the next
    return sum(data.count(what, place, place + size) for place in places(data, tell))


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

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; return how many bytes were left for it."""
        target = memoryview(buffer).cast("B")
        part = self._data[self._place : self._place + len(target)]
        target[: len(part)] = part
        self._place += len(part)
        self._tell(self._place / max(1, len(self._data)))
        return len(part)
