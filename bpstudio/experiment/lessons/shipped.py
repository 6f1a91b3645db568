"""The lessons through the chapter, in which order: ``resources/lessons.json``.

To add one, put its file into ``resources/lessons`` and its name into a section of the list.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from bpstudio.experiment.lessons.storage import read_lesson
from bpstudio.experiment.shipped_list import read_list
from bpstudio.refusal import Refusal
from bpstudio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.lessons.lesson import Lesson

log = logging.getLogger(__name__)

FileName = Annotated[str, Meta(pattern=r"^[a-z0-9_]+\.json$")]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section as the list has it."""

    section: Annotated[str, Meta(min_length=1, max_length=40)]
    lessons: Annotated[tuple[FileName, ...], Meta(min_length=1, max_length=40)]


@dataclass(frozen=True)
class Placed:
    """A lesson and where it is from.

    Parameters
    ----------
    name
        By which it is remembered: that of its file, without the ending, where it is shipped.
    folder
        Where its file lies.
    """

    name: str
    lesson: Lesson
    folder: Path


@dataclass(frozen=True)
class Section:
    """Lessons that belong together."""

    title: str
    lessons: tuple[Placed, ...]


@cache
def shipped_lessons() -> tuple[Section, ...]:
    """Return the shipped lessons, read once."""
    return read_sections()


def read_sections(file: Path | None = None, folder: Path | None = None) -> tuple[Section, ...]:
    """Return the lessons that can be used; what is broken is logged and left out.

    Parameters
    ----------
    file, folder
        The list, and where its lessons are; the shipped ones where left out.
    """
    folder = folder or resource("lessons")

    def make(entry: Entry) -> Section:
        placed = []
        for name in entry.lessons:
            try:
                lesson = read_lesson(folder / name)
            except Refusal as refusal:
                log.warning("lesson %s is left out: %s", name, refusal)
                continue
            placed.append(Placed(name.removesuffix(".json"), lesson, folder))
        return Section(entry.section, tuple(placed))

    return read_list(file or resource("lessons.json"), Entry, make, "the list of lessons")
