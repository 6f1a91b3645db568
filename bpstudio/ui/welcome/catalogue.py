"""What the start screen offers, in which order: ``resources/welcome.json``, one entry a tile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from bpstudio.experiment.shipped_list import read_list
from bpstudio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that one may like to see: what it is called, and what one will see.

    Its `name` stands for its picture and for what it does.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+$")]
    title: Line
    sentence: Line


def read_offers(file: Path | None = None) -> tuple[Offer, ...]:
    """Return what is offered; what is broken is logged and left out."""
    file = file or resource("welcome.json")
    return read_list(file, Offer, lambda offer: offer, "the start screen")
