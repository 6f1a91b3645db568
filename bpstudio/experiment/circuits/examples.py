"""The circuits to begin with, in which order: ``resources/circuits.json``, one entry an example.

To add one, put its circuit into ``resources/circuits`` and an entry into the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from bpstudio.experiment.circuits.storage import read_diagram
from bpstudio.experiment.shipped_list import read_list
from bpstudio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.circuits.diagram import Diagram

Line = Annotated[str, Meta(min_length=1, max_length=140)]

FIRST = "sigmoid_neuron"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An example as the list has it."""

    file: Annotated[str, Meta(pattern=r"^[a-z0-9_]+\.json$")]
    title: Annotated[str, Meta(min_length=1, max_length=24)]
    place: Line
    sentence: Line


@dataclass(frozen=True)
class Example:
    """A circuit to begin with.

    Parameters
    ----------
    name
        The name of its file, without the ending.
    title
        What it is called: ``"Rule 3, multiply"``.
    place
        What it shows of the chapter: ``"The chain rule over several paths"``.
    sentence
        What there is to see, or to try.
    """

    name: str
    title: str
    place: str
    sentence: str
    diagram: Diagram


@cache
def shipped_examples() -> tuple[Example, ...]:
    """Return the shipped examples, read once."""
    return read_examples()


def first_example() -> Example | None:
    """Return the example that there is to see at first; None where that is missing."""
    return next((one for one in shipped_examples() if one.name == FIRST), None)


def read_examples(file: Path | None = None, folder: Path | None = None) -> tuple[Example, ...]:
    """Return the examples that can be used; what is broken is logged and left out.

    Parameters
    ----------
    file, folder
        The list, and where its circuits are; the shipped ones where left out.
    """
    folder = folder or resource("circuits")

    def make(entry: Entry) -> Example:
        name, diagram = entry.file.removesuffix(".json"), read_diagram(folder / entry.file)
        return Example(name, entry.title, entry.place, entry.sentence, diagram)

    return read_list(file or resource("circuits.json"), Entry, make, "the list of circuits")
