"""What edits have removed or overwritten, kept so that undo can bring it back as it was."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bpstudio.runtime.removal import joined

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.surgery import Number
    from bpstudio.runtime.removal import Removed

ATTIC_BYTES = 2**26


class Attic:
    """Keeps what edits removed or overwrote, by the number of the edit that would bring it back.

    Edits that were merged into one have one number and are kept as one; of a unit that was
    removed several times, and of a number that was written several times, the oldest counts. The
    oldest edits are forgotten when there is too much.
    """

    def __init__(self) -> None:
        self._budget = ATTIC_BYTES
        self._kept: OrderedDict[int, Removed] = OrderedDict()
        self._numbers: dict[int, dict[object, Number]] = {}

    def keep(self, edit: int, removed: Removed, data: Dataset) -> None:
        """Keep what comes back with `edit`, of a run on these data."""
        known = self._kept.get(edit)
        self._kept[edit] = removed if known is None else joined(known, removed, data)
        self.shrink(self._budget)

    def shrink(self, budget: int) -> None:
        """Keep to another budget, but for the newest edit."""
        self._budget = budget
        while len(self._kept) > 1 and self.nbytes > budget:
            self._kept.popitem(last=False)

    def keep_numbers(self, edit: int, numbers: tuple[Number, ...]) -> None:
        """Keep the numbers that come back with `edit`."""
        known = self._numbers.setdefault(edit, {})
        for number in numbers:
            known.setdefault(number.place, number)

    def removed(self, edit: int) -> Removed | None:
        """Return what comes back with `edit`."""
        return self._kept.get(edit)

    def replaced(self, edit: int) -> tuple[Number, ...]:
        """Return the numbers that come back with `edit`."""
        return tuple(self._numbers.get(edit, {}).values())

    def has_of(self, edit: int) -> bool:
        """Whether anything comes back with `edit`."""
        return edit in self._kept or edit in self._numbers

    def forget(self, edit: int) -> None:
        """Keep no longer what came back with `edit`."""
        self._kept.pop(edit, None)
        self._numbers.pop(edit, None)

    @property
    def nbytes(self) -> int:
        """The size of what was removed."""
        return sum(removed.checkpoint.nbytes for removed in self._kept.values())
