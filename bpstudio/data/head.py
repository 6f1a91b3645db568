"""The beginning of a file, to look at before all of it is read."""

from dataclasses import dataclass
from pathlib import Path

from bpstudio.data.source import open_regular

HEAD_BYTES = 2**22


@dataclass(frozen=True)
class Head:
    """The first bytes of a file.

    Attributes
    ----------
    data
        At most `HEAD_BYTES`.
    size
        How many bytes the whole file has.
    file
        What to call it in a refusal.
    """

    data: bytes
    size: int
    file: str

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole file."""
        return len(self.data) >= self.size


def read_head(path: Path) -> Head:
    """Return the beginning of a regular file; Refusal where there is none, or it can't be read."""
    with open_regular(path) as (file, size):
        return Head(file.read(HEAD_BYTES), size, str(path))
