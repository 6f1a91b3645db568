"""Bookmarks: named states of the window to jump to, as a document's file holds them.

{"format": "bpstudio-bookmarks", "version": 1,
"bookmarks": [{"name": "saturated", "page": "Network", "step": 540, "layers": [1]}]}
"""

from __future__ import annotations

import json
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bpstudio.experiment.spec import MAX_LAYERS, MAX_SEED
from bpstudio.experiment.storage import parse_struct
from bpstudio.experiment.versions import BOOKMARKS
from bpstudio.refusal import Refusal

MAX_BYTES = 3 * 2**20  # of the JSON text: more than the most and longest have, by a third
MOST = 100  # bookmarks in a document
LONGEST = 60  # characters of a name
MAX_SELECTED = MAX_LAYERS + 1  # with the output
MAX_PLACE = 10**6  # of an instruction, a unit, a gate's turn
MAX_STEP = 10**15

Name = Annotated[str, Meta(max_length=LONGEST)]
Id = Annotated[int, Meta(ge=0, le=MAX_SEED)]
Place = Annotated[int, Meta(ge=0, le=MAX_PLACE)]


class Bookmark(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A state of the window.

    Parameters
    ----------
    name
        What the user calls it.
    page, panel
        Titles of the page in front and of the panel beside it; no panel is empty.
    step
        Of the run that was looked at.
    layers
        The ids of the layers that were selected; the output's is 0.
    unit
        The unit whose numbers were shown, by its layer's id and its place.
    sample
        The place of the training sample that was shown.
    instruction
        The place of the passes' instruction, where they were stepped through.
    gates
        How many turns of the circuit's gates were done; None where both passes were through.
    """

    name: Name
    page: Name
    panel: Name = ""
    step: Annotated[int, Meta(ge=0, le=MAX_STEP)] = 0
    layers: Annotated[tuple[Id, ...], Meta(max_length=MAX_SELECTED)] = ()
    unit: tuple[Id, Place] | None = None
    sample: Annotated[int, Meta(ge=0, le=10**7)] | None = None
    instruction: Place | None = None
    gates: Place | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a file, format and version aside."""

    bookmarks: Annotated[tuple[Bookmark, ...], Meta(max_length=MOST)]


Bookmarks = tuple[Bookmark, ...]


def bookmarks_text(bookmarks: Bookmarks) -> bytes:
    """Return the JSON text of bookmarks: a line each."""
    lines = [json.dumps(msgspec.to_builtins(one), ensure_ascii=False) for one in bookmarks]
    header = json.dumps(BOOKMARKS.header)[1:-1]
    inside = ",\n".join(f"  {line}" for line in lines)
    return f'{{{header}, "bookmarks": [\n{inside}\n]}}\n'.encode()


def parse_bookmarks(text: bytes) -> Bookmarks:
    """Return the bookmarks that the bytes of a JSON text describe.

    Raises
    ------
    Refusal
        With the place of what is missing, unknown, of the wrong kind or out of range.
    """
    found = parse_struct(text, BOOKMARKS, _File, "bookmarks").bookmarks
    for place, bookmark in enumerate(found):
        for field in ("name", "page", "panel"):
            check_words(getattr(bookmark, field), f"bookmarks[{place}].{field}", field != "panel")
    return found


def check_words(words: str, place: str = "name", is_needed: bool = True) -> None:
    """Refuse a name that can't stand in a line, or none at all."""
    if is_needed and not words.strip():
        raise Refusal(place, "is empty")
    if len(words) > LONGEST:
        raise Refusal(place, f"must have at most {LONGEST} characters")
    if not words.isprintable():
        raise Refusal(place, "has a character in it that can’t be shown")
