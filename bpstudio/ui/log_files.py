"""Where the log lies, and what a process that crashed has left there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QStandardPaths

LOG, CRASH = "bpstudio.log", "crash.log"
LONGEST_TRACE = 64_000  # bytes of what a crash has left
TAIL = 64_000  # bytes of the log that are shown


@dataclass(frozen=True)
class Crash:
    """How a process before this one ended that didn't end in order.

    Parameters
    ----------
    at
        When.
    trace
        What was being done then, for a report.
    """

    at: datetime
    trace: str

    @property
    def cause(self) -> str:
        """What ended it, as the system calls it: "Segmentation fault"."""
        line = self.trace.strip().partition("\n")[0]
        return line.removeprefix("Fatal Python error: ") or "unknown"


def folder() -> Path:
    """Return where the log lies; it needn't be there."""
    place = QStandardPaths.StandardLocation.GenericStateLocation
    return Path(QStandardPaths.writableLocation(place)) / "bpstudio"


def log_path() -> Path:
    """Return the file of the log; it needn't be there."""
    return folder() / LOG


def crash_path() -> Path:
    """Return the file that a crash is written to; it needn't be there."""
    return folder() / CRASH


def tail() -> str:
    """Return the end of the log, from a whole line on; empty where there is none."""
    try:
        with log_path().open("rb") as file:
            return _end_of(file, TAIL)
    except OSError:
        return ""


def take_crash() -> Crash | None:
    """Return what the last crash has left, and empty the file: it is told once."""
    path = crash_path()
    try:
        with path.open("r+b") as file:
            trace = _end_of(file, LONGEST_TRACE)
            at = datetime.fromtimestamp(path.stat().st_mtime)
            if trace.strip():
                file.truncate(0)
                return Crash(at, trace)
    except (OSError, ValueError, OverflowError):
        pass
    return None


def _end_of(file: BinaryIO, size: int) -> str:
    """Return the last bytes of a file as a text, from a whole line on."""
    length = file.seek(0, 2)
    file.seek(max(length - size, 0))
    text = file.read(size).decode("utf-8", "replace")
    return text.partition("\n")[2] or text if length > size else text
