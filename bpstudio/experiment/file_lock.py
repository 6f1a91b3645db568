"""A lock that the system takes back when its process ends, however that ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(path: Path) -> BinaryIO | None:
    """Return the file at `path`, made where there is none, locked until it is closed.

    None where somebody else holds it, or has just taken it away.
    """
    try:
        file = path.open("ab")
    except FileNotFoundError:  # its folder is gone
        return None
    try:
        _lock(file.fileno())
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    except OSError:
        pass
    file.close()
    return None


def is_held(handle: int, name: str) -> bool:
    """Lock an open file until it is closed; False where another holds it or has taken it away.

    Where there are no locks, nobody else has one either, and it counts as held.
    """
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    try:
        return os.path.samestat(os.fstat(handle), os.stat(name))
    except FileNotFoundError:
        return False
