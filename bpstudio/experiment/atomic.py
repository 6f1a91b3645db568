"""Files replaced as a whole: there is the old one or the new one, never half of one.

What is written lies beside the file under a hidden name until it takes its place. Its writer holds
a lock on it; one without a lock was left behind by a process that was killed, and the next save to
the folder takes it away.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.data.source import digest
from bpstudio.experiment.file_lock import hold, is_held
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PREFIX = ".bpstudio-"
ATTEMPTS = 3  # a save that takes away what was left may take a new file for one


def write_atomically(path: Path, content: bytes) -> bytes:
    """Write a file beside `path`, bring it to the disk, and put it in the place of `path`.

    Returns the digest of the content, which tells it from what others write.

    Raises
    ------
    Refusal
        When that can't be done; what was there before is as it was.
    """
    with replacing(path) as file:
        file.write(content)
    return digest(BytesIO(content))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes the place of `path` at the end, at once.

    Where the block raises, what was there before is as it was.

    Raises
    ------
    Refusal
        When the file can't be written; what was there before is as it was.
    """
    check_writable(path)
    try:
        target = path.resolve()  # a link stays one, and what it points to is written
        _remove_left(target.parent)
        handle, name = _new_file(target.parent)
    except OSError as error:
        raise _unwritable(error) from None
    try:
        with _open(handle) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _grant(name, target)
            if sys.platform == "win32":
                file.close()  # what is open can't be renamed there
            os.replace(name, target)
        _bring_to_disk(target.parent)
    except BaseException as error:
        with suppress(OSError):  # a disk that is broken may refuse that, too
            os.unlink(name)
        if isinstance(error, OSError):
            raise _unwritable(error) from None
        raise


def _new_file(folder: Path) -> tuple[int, str]:
    """Return a new hidden file, open and locked until it is closed, and its name."""
    import tempfile  # brings much along that reading does without

    for _ in range(ATTEMPTS):
        handle, name = tempfile.mkstemp(prefix=f"{PREFIX}{_machine()}-", dir=folder)
        if is_held(handle, name):
            return handle, name
        os.close(handle)
    raise OSError("another process takes its new files away")


@contextmanager
def _open(handle: int) -> Iterator[BinaryIO]:
    """Give a file to write to; by the end of the block all is said, so closing it says no more."""
    file = os.fdopen(handle, "w+b")
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def _remove_left(folder: Path) -> None:
    """Remove what saves of this user on this machine have left there, whose process is gone."""
    if sys.platform == "win32":
        return  # a lock ends there before the file has its name
    left = re.compile(rf"{re.escape(PREFIX)}{_machine()}-\w+")
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            is_ours = left.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            if is_ours and entry.stat(follow_symlinks=False).st_uid == os.getuid():
                _remove_unlocked(Path(entry.path))


def _remove_unlocked(path: Path) -> None:
    with suppress(OSError):
        if lock := hold(path):
            with lock:
                path.unlink()


@cache
def _machine() -> str:
    """Return what tells this machine from others: another's locks aren't seen in every folder."""
    import platform

    return sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _bring_to_disk(folder: Path) -> None:
    """See to it that the new name outlasts a power failure, where a folder can be told so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def check_writable(path: Path) -> None:
    """Refuse a path that no file can be written to, for what can be told without writing."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            reason = "it isn't a regular file"
        elif not target.parent.is_dir():
            reason = "there is no such folder"
        elif not os.access(target.parent, os.W_OK):
            reason = "the folder is read-only"
        elif target.exists() and not os.access(target, os.W_OK):
            reason = "the file is read-only"  # the folder would let another take its place
        else:
            return
    except (OSError, RuntimeError, ValueError):
        reason = "it can't be the name of a file"
    raise Refusal("", f"can't be written: {reason}")


def _grant(name: str, target: Path) -> None:
    """Give a file the permissions of `target`, or those that a new file of this user's gets.

    And its owner and group, as far as that is allowed: who could read it still can.
    """
    try:
        old = target.stat()
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        for owner in (-1, old.st_uid):  # each for itself: one may be allowed alone
            with suppress(OSError):
                os.chown(name, owner, old.st_gid)
    os.chmod(name, old.st_mode & 0o7777)


def _unwritable(error: OSError) -> Refusal:
    reason = error.strerror or str(error)
    return Refusal("", f"can't be written: {reason.lower()}; what was there before is unchanged")
