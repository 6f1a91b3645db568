"""A disk that fails at a call of one's choice."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS = ("fdopen", "fsync", "chmod", "replace", "unlink")


class FaultyDisk:
    """Counts the calls that write, and lets one of them fail, or all from there on.

    Parameters
    ----------
    error
        Its number, as `errno` has it.
    at
        Which call fails, counted from 0.
    for_good
        Whether all later ones fail, too: then nothing can be tidied up.
    """

    def __init__(self, error: int, at: int, *, for_good: bool = False) -> None:
        self._error, self._at, self._for_good = error, at, for_good
        self.calls = 0

    @property
    def has_failed(self) -> bool:
        """Whether there were enough calls for one to fail."""
        return self.calls > self._at

    def pass_or_fail(self) -> None:
        """Count a call; raise where it is to fail."""
        number, self.calls = self.calls, self.calls + 1
        if number == self._at or (self._for_good and number > self._at):
            raise OSError(self._error, os.strerror(self._error))

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Let the calls of this process go to this disk."""
        patches = [patch.object(os, name, self._guarded(getattr(os, name))) for name in CALLS]
        patches.append(patch.object(tempfile, "mkstemp", self._guarded(tempfile.mkstemp)))
        try:
            for one in patches:
                one.start()
            yield
        finally:
            patch.stopall()

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            self.pass_or_fail()
            found = call(*arguments, **options)
            return _File(found, self) if call.__name__ == "fdopen" else found

        return guarded


class _File:
    """An open file on such a disk."""

    def __init__(self, file: Any, disk: FaultyDisk) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        self._disk.pass_or_fail()
        return int(self._file.write(content))

    def flush(self) -> None:
        self._disk.pass_or_fail()
        self._file.flush()

    def close(self) -> None:
        self._file.close()  # it is closed even where that fails
        self._disk.pass_or_fail()
