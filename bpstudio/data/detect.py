"""How a table seems to be written and what its columns seem to hold, from its beginning."""

from dataclasses import dataclass

from bpstudio.data.cells import Kind
from bpstudio.data.format import Format
from bpstudio.data.head import Head


@dataclass(frozen=True)
class ColumnGuess:
    """What a column seems to hold; `reason` says why it had better be ignored."""

    name: str
    kind: Kind
    reason: str = ""


@dataclass(frozen=True)
class Guess:
    """How a table seems to be written.

    Attributes
    ----------
    format
        How it is written. Its encoding is ``"auto"`` where the beginning doesn't tell.
    columns
        What each column seems to hold, in the file's order.
    target
        Name of the column that seems to be what is to be learned; None if there is no column.
    numeric_target
        Whether it seems to be learned as a number rather than as a class.
    """

    format: Format
    columns: tuple[ColumnGuess, ...]
    target: str | None
    numeric_target: bool


def detect(head: Head) -> Guess:
    """Guess how a table is written and what its columns hold; never refuses."""
    raise NotImplementedError
