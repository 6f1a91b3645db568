"""What the gallery shows, in which order: ``resources/gallery.json``, one entry an example.

To add an example, put its experiment into ``resources/experiments`` and an entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec

from bpstudio.experiment.shipped_list import read_list
from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.spec import Experiment

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An example as the file lists it.

    Parameters
    ----------
    file
        Name of the experiment's file, beside the other shipped ones.
    title, sentence
        What it is called, and what there is to see.
    """

    file: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]+\.json$")]
    title: Line
    sentence: Line


@dataclass(frozen=True)
class Example:
    """An experiment to begin with, and what the gallery says of it."""

    path: Path
    title: str
    sentence: str
    experiment: Experiment


def read_catalogue(file: Path | None = None, folder: Path | None = None) -> tuple[Example, ...]:
    """Return the examples that can be used; what is broken is logged and left out.

    Parameters
    ----------
    file, folder
        The list, and where its experiments are; the shipped ones where left out.
    """
    folder = folder or resource("experiments")

    def make(entry: Entry) -> Example:
        path = folder / entry.file
        return Example(path, entry.title, entry.sentence, read_experiment(path))

    return read_list(file or resource("gallery.json"), Entry, make, "the gallery")
