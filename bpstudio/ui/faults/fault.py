"""A fault of the program: what it was, where, and how often it has happened."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

LONGEST_MESSAGE, LONGEST_TRACE = 300, 20_000  # characters
# Through which overrides it came, as PySide puts it in front: that is in the trace.
WAY = re.compile(r"(Error calling Python override of [\w:]+\(\): )+")
INSIDE = "Something went wrong inside bpstudio"
TITLES: dict[type[BaseException], str] = {
    MemoryError: "There wasn’t enough memory for what was to be done",
    RecursionError: "Something inside bpstudio went round in circles",
}

Cause = tuple[type[BaseException], str, int]


@dataclass(slots=True, eq=False)
class Fault:
    """One cause, as text alone: nothing that was in use then is kept alive.

    Parameters
    ----------
    title
        What happened, in a few plain words.
    kind, message
        The exception's type and what it says.
    trace
        The traceback, cut where it is very long.
    count
        How often it has happened.
    """

    title: str
    kind: str
    message: str = ""
    trace: str = ""
    count: int = 1
    at: datetime = field(default_factory=datetime.now)

    @property
    def words(self) -> str:
        """What the exception says, with its type."""
        return f"{self.kind}: {self.message}" if self.message else self.kind


def fault_of(
    kind: type[BaseException],
    error: BaseException | None,
    trace: TracebackType | None,
    title: str = INSIDE,
) -> Fault:
    """Return an exception as a fault."""
    found = next((words for known, words in TITLES.items() if issubclass(kind, known)), title)
    lines = traceback.format_exception(kind, error, trace)
    return Fault(found, kind.__name__, _message(error), _cut("".join(lines)))


def cause_of(kind: type[BaseException], trace: TracebackType | None) -> Cause:
    """Return what went wrong where: the same again is the same cause.

    Where a recursion breaks off is chance; it is known by where it began.
    """
    while trace is not None and trace.tb_next is not None and kind is not RecursionError:
        trace = trace.tb_next
    if trace is None:
        return kind, "", 0
    return kind, trace.tb_frame.f_code.co_filename, trace.tb_lineno


def is_round(count: int) -> bool:
    """Whether it is a power of ten."""
    return str(count).strip("0") == "1"


def _message(error: BaseException | None) -> str:
    try:
        text = "" if error is None else str(error)
    except Exception:  # the exception is of anyone's making
        text = "it can’t say what"
    text = WAY.sub("", text, count=1)
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} …"


def _cut(text: str) -> str:
    """Return a text without its middle where it is too long."""
    if len(text) <= LONGEST_TRACE:
        return text
    half = LONGEST_TRACE // 2
    return f"{text[:half]}\n…\n{text[-half:]}"
