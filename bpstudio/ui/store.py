"""A small file of values by name, which nothing that is in it can stop or fool.

It is JSON rather than Qt's own format: of that, reading a value unpickles what it finds, so that a
file could have anything carried out.
"""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1  # of what the values mean; a file says which one it is of
LARGEST = 1_000_000  # bytes
BROKEN, NEWER, UNREADABLE = "broken", "newer", "unreadable"

log = logging.getLogger(__name__)


class Store:
    """Values by name, read from a file and written to it at once; what is read may be anything.

    What can't be written is kept while the program runs. Other processes may write, too: each
    changes one value at a time.

    Attributes
    ----------
    path
        Of the file, which needn't be there.
    trouble
        What is wrong with the file as it was read last: `BROKEN`, `NEWER`, `UNREADABLE`; or "".
    is_writable
        Whether the last value could be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self.is_writable = True
        self._values: dict[str, Any] = {}
        self._read_as: tuple[int, ...] | None = None

    def value(self, key: str) -> Any:
        """Return what is kept under a name; None where there is nothing."""
        self._read()
        return self._values.get(key)

    def contains(self, key: str) -> bool:
        """Whether something is kept under a name."""
        self._read()
        return key in self._values

    def setValue(self, key: str, value: Any) -> None:
        """Keep what JSON can write under a name."""
        self._read()
        if self._values.get(key) != value or key not in self._values:
            self._values[key] = value
            self._write()

    def remove(self, key: str) -> None:
        """Keep nothing under a name."""
        self._read()
        if key in self._values:
            del self._values[key]
            self._write()

    def put_aside(self) -> str:
        """Rename a file that can't be used, so that a new one can be begun and nothing is lost.

        Returns its name from now on, empty where it can't be renamed.
        """
        name = f"{self.path.stem}.{self.trouble}.json"
        try:
            self.path.replace(self.path.with_name(name))
        except OSError as error:
            log.warning("%s can’t be renamed: %s", self.path, error)
            name = ""
        self.trouble = ""
        self._read_as = self._look()
        return name

    @property
    def may_be_written(self) -> bool:
        """Whether the file is one that can be written, or could be made, as far as can be told."""
        place = self.path
        while not place.exists() and place != place.parent:
            place = place.parent
        return os.access(place, os.W_OK) and (place == self.path or place.is_dir())

    def _look(self) -> tuple[int, ...] | None:
        """Return what tells a file from another; None where there is none."""
        try:
            found = self.path.stat()
        except (OSError, ValueError):
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _read(self) -> None:
        """Read the file, if it is another than before."""
        seen = self._look()
        if seen is None or seen == self._read_as:
            return
        self._read_as = seen
        self._values, self.trouble = _read(self.path)

    def _write(self) -> None:
        if self.trouble:
            self.put_aside()
        try:
            text = json.dumps({"version": VERSION, **self._values}, indent=1)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            target = self.path.resolve()  # it may be a link to where somebody keeps it
            new = target.with_name(f".{target.name}.{os.getpid()}")
            try:
                new.write_text(text, encoding="utf-8")
                new.replace(target)
            finally:
                new.unlink(missing_ok=True)
        except (OSError, RuntimeError) as error:
            if self.is_writable:
                log.warning("Settings can’t be written to %s: %s", self.path, error)
            self.is_writable = False
        else:
            self.is_writable = True
            self._read_as = self._look()


def _read(path: Path) -> tuple[dict[str, Any], str]:
    """Return the values in a file, and what is wrong with it."""
    try:
        if not path.is_file():  # reading what isn't one might wait for ever
            return {}, UNREADABLE
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        return {}, UNREADABLE
    if len(content) > LARGEST:
        return {}, BROKEN
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}, BROKEN
    if not isinstance(found, dict):
        return {}, BROKEN
    values = cast("dict[str, Any]", found)
    version = values.pop("version", None)
    if type(version) is not int or version < 1:
        return {}, BROKEN
    return (values, "") if version <= VERSION else ({}, NEWER)
