"""What a view has seen of runs while somebody looked: a branch begins with what its parent had."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.recorder import Recorder

KEPT = 4  # runs: one may go back and forth between two of them


class _Seen(Protocol):
    def until(self, step: int) -> Self:
        """Return a copy of what was seen up to `step`."""
        ...


T = TypeVar("T", bound=_Seen)


class Seen(Generic[T]):
    """Keeps a `T` for each of the last runs.

    Parameters
    ----------
    make
        Makes the one of a run of which nothing has been seen.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._runs: OrderedDict[int, T] = OrderedDict()

    def of(self, run: int, recorder: Recorder) -> T:
        """Return what has been seen of a run; `recorder` knows from which it branched off."""
        known = self._runs.pop(run, None)
        if known is None:
            known = self._inherited(run, recorder)
        self._runs[run] = known
        while len(self._runs) > KEPT:
            self._runs.popitem(last=False)
        return known

    def _inherited(self, run: int, recorder: Recorder) -> T:
        record = recorder.record(run)
        parent = None if record is None else record.parent
        if parent is None or parent[0] not in self._runs:
            return self._make()
        return self._runs[parent[0]].until(parent[1])
