"""The beginning of a file, to look at before all of it is read."""

from dataclasses import dataclass
from pathlib import Path

from bpstudio.data.encoding import to_utf_8
from bpstudio.data.format import Encoding
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


def text_of(head: Head, encoding: Encoding) -> bytes:
    """Return the text in UTF-8; Refusal where it can't be in that encoding."""
    data = head.data
    if encoding == "utf-16" and not head.is_whole:
        data = data[: len(data) // 2 * 2]  # two bytes a character, which may be cut in two
    return to_utf_8(data, encoding)


def whole_lines(head: Head, text: bytes) -> bytes:
    """Return what a head's text has of lines that aren't cut short."""
    return text if head.is_whole else text[: max(text.rfind(b"\n"), text.rfind(b"\r")) + 1]
