"""Numbers that name layers and gates: given once, and kept through edits and files."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from bpstudio.experiment.spec import MAX_SEED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def fresh_ids(taken: Collection[int]) -> Iterator[int]:
    """Yield ids that nobody has: the next ones, then gaps, where those would be too large."""
    yield from range(max(taken, default=0) + 1, MAX_SEED + 1)
    yield from (number for number in count(1) if number not in taken)


def fresh_id(taken: Collection[int]) -> int:
    """Return the first id that nobody has."""
    return next(fresh_ids(taken))
