"""Lists of what ships with bpstudio, such as examples: JSON files, an entry each.

What is broken, which nobody but the house can mend, is logged and left out.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

import msgspec

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

E = TypeVar("E", bound=msgspec.Struct)
T = TypeVar("T")

log = logging.getLogger(__name__)


def read_list(file: Path, entry: type[E], make: Callable[[E], T], what: str) -> tuple[T, ...]:
    """Return what `make` makes of each entry of a list; it may raise `Refusal`.

    `what` is what the log calls the list.
    """
    try:
        raws = msgspec.json.decode(file.read_bytes(), type=list[msgspec.Raw])
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        log.warning("%s is empty: %s: %s", what, file, error)
        return ()
    made = []
    for place, raw in enumerate(raws, start=1):
        try:
            made.append(make(msgspec.json.decode(raw, type=entry)))
        except (msgspec.DecodeError, RecursionError, Refusal) as error:
            log.warning("entry %d of %s is left out: %s", place, what, error)
    return tuple(made)
