"""What edits have removed, kept so that undo can bring it back as it was."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.experiment.spec import Experiment

ATTIC_BYTES = 2**26


@dataclass(frozen=True)
class Removed:
    """What an edit took away from: the experiment before it, and its numbers then."""

    experiment: Experiment
    checkpoint: Checkpoint

    @property
    def nbytes(self) -> int:
        """The size of the numbers."""
        kept = self.checkpoint
        return kept.parameters.nbytes + sum(array.nbytes for array in kept.state.values())


class Attic:
    """Keeps what edits removed, by the number of the edit that would bring it back.

    Edits that were merged into one have one number; the oldest removal comes first. The oldest
    edits are forgotten when there is too much.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, list[Removed]] = OrderedDict()

    def keep(self, edit: int, removed: Removed) -> None:
        """Keep what comes back with `edit`."""
        self._kept.setdefault(edit, []).append(removed)
        while len(self._kept) > 1 and self._size() > ATTIC_BYTES:
            self._kept.popitem(last=False)

    def take(self, edit: int) -> list[Removed]:
        """Return what comes back with `edit`, oldest first, and keep it no longer."""
        return self._kept.pop(edit, [])

    def _size(self) -> int:
        return sum(removed.nbytes for list_ in self._kept.values() for removed in list_)
