"""How much may stand in the text of an experiment, told from the value before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bpstudio.experiment.spec import replace
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment

MAX_BYTES = 16 * 2**20
MAX_WIDE_BYTES = 4 * 2**20  # of text with other than ASCII characters: each takes up to 4 bytes
MAX_COMMAS = 180_000  # each separates two values, and a value may take 250 bytes
INDENT = 10  # bytes, at most, that stand around a value of a row
ROOM = 2**16  # bytes for the path of a table, the header and the like


def check_room(experiment: Experiment, place: str) -> None:
    """Refuse at `place` what makes an experiment too large for its file to be read again."""
    data, path = experiment.data, experiment.data.path or ""
    # the path may hold bytes that are no text
    text = msgspec.json.encode(replace(experiment, data=replace(data, path=None)))
    commas = text.count(b",") + path.count(",")
    is_wide = not (text.isascii() and path.isascii())
    size = len(text) + INDENT * commas + ROOM
    if commas > MAX_COMMAS or size > (MAX_WIDE_BYTES if is_wide else MAX_BYTES):
        raise Refusal(place, "would be more than a file can hold: it couldn’t be opened again")
