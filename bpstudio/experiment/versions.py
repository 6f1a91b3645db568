"""The formats of our files, and how what an older bpstudio has written is read.

A change of what a file means is one more function at the end of its format's `upgrades`, and a
file of the version before among the fixtures of the tests, which all must open for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Plain = dict[str, Any]  # the fields of a JSON object


@dataclass(frozen=True)
class Format:
    """A kind of JSON text.

    Parameters
    ----------
    name
        Its ``"format"``.
    upgrades
        For each version but the newest, from 1: returns the fields that the next one has, header
        aside, from those of this one.
    """

    name: str
    upgrades: tuple[Callable[[Plain], Plain], ...] = ()

    @property
    def newest(self) -> int:
        """The version that is written."""
        return len(self.upgrades) + 1

    @property
    def header(self) -> Plain:
        """What a text begins with."""
        return {"format": self.name, "version": self.newest}

    def upgraded(self, fields: Plain, version: int) -> Plain:
        """Return what fields of a known version are in the newest one."""
        for upgrade in self.upgrades[version - 1 :]:
            fields = upgrade(fields)
        return fields


EXPERIMENT = Format("bpstudio")
CIRCUIT = Format("bpstudio-circuit")
LESSON = Format("bpstudio lesson")
BOOKMARKS = Format("bpstudio-bookmarks")
RUN = Format("bpstudio-run")  # a document's parts: `state` with its run, `run` with its record
