"""The circuits to begin with, in which order: ``resources/circuits.json``, one entry an example.

To add one, put its circuit into ``resources/circuits`` and an entry into the list.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from bpstudio.experiment.circuits.storage import read_diagram
from bpstudio.refusal import Refusal
from bpstudio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.circuits.diagram import Diagram

log = logging.getLogger(__name__)

Line = Annotated[str, Meta(min_length=1, max_length=140)]


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


def read_examples(file: Path | None = None, folder: Path | None = None) -> tuple[Example, ...]:
    """Return the examples that can be used; what is broken is logged and left out.

    Parameters
    ----------
    file, folder
        The list, and where its circuits are; the shipped ones where left out.
    """
    file = file or resource("circuits.json")
    folder = folder or resource("circuits")
    try:
        entries = msgspec.json.decode(file.read_bytes(), type=list[msgspec.Raw])
    except (OSError, msgspec.DecodeError) as error:
        log.warning("there are no examples of circuits: %s: %s", file, error)
        return ()
    examples = (_example(entry, folder, place) for place, entry in enumerate(entries, start=1))
    return tuple(example for example in examples if example is not None)


def _example(raw: msgspec.Raw, folder: Path, place: int) -> Example | None:
    """Return one example, or None where its entry or its file is broken."""
    try:
        entry = msgspec.json.decode(raw, type=Entry)
        diagram = read_diagram(folder / entry.file)
    except (msgspec.DecodeError, Refusal) as error:
        log.warning("entry %d of the circuits is left out: %s", place, error)
        return None
    name = entry.file.removesuffix(".json")
    return Example(name, entry.title, entry.place, entry.sentence, diagram)
