"""What edits have removed or overwritten, kept so that undo can bring it back as it was."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Number

ATTIC_BYTES = 2**26


@dataclass(frozen=True)
class Removed:
    """What an edit took away from: the experiment before it, and its numbers then."""

    experiment: Experiment
    checkpoint: Checkpoint


class Attic:
    """Keeps what edits removed or overwrote, by the number of the edit that would bring it back.

    Edits that were merged into one have one number; the oldest removal comes first, and of a
    number that was written several times the oldest counts. The oldest edits are forgotten when
    there is too much.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, list[Removed]] = OrderedDict()
        self._numbers: dict[int, dict[object, Number]] = {}

    def keep(self, edit: int, removed: Removed) -> None:
        """Keep what comes back with `edit`."""
        self._kept.setdefault(edit, []).append(removed)
        while len(self._kept) > 1 and self._size() > ATTIC_BYTES:
            self._kept.popitem(last=False)

    def keep_numbers(self, edit: int, numbers: tuple[Number, ...]) -> None:
        """Keep the numbers that come back with `edit`."""
        known = self._numbers.setdefault(edit, {})
        for number in numbers:
            known.setdefault(number.place, number)

    def removed(self, edit: int) -> list[Removed]:
        """Return what comes back with `edit`, oldest first."""
        return self._kept.get(edit, [])

    def replaced(self, edit: int) -> tuple[Number, ...]:
        """Return the numbers that come back with `edit`."""
        return tuple(self._numbers.get(edit, {}).values())

    def forget(self, edit: int) -> None:
        """Keep no longer what came back with `edit`."""
        self._kept.pop(edit, None)
        self._numbers.pop(edit, None)

    def _size(self) -> int:
        return sum(removed.checkpoint.nbytes for list_ in self._kept.values() for removed in list_)
