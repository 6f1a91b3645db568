"""What the training thread is asked for the pictures: snapshots, and what views want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.worker import Worker
    from bpstudio.ui.feed import Feed

# At full pace what is drawn is taken from the training, and nobody reads numbers 30 times a second.
TICKS_A_SNAPSHOT_AT_FULL_PACE = 3


class Asking:
    """Asks at the ticks for the next snapshot, and for what the views in sight want to know."""

    def __init__(self) -> None:
        self._studies: frozenset[Study[Any]] = frozenset()
        self._ticks = 0

    def forget(self) -> None:
        """Note that it is another thread that is asked, which was never asked before."""
        self._studies = frozenset()

    def ask(self, worker: Worker, feed: Feed, *, is_training: bool, is_at_full_pace: bool) -> None:
        """Ask a worker, unless it is too soon after the last time."""
        self._ticks += 1
        is_between = self._ticks % TICKS_A_SNAPSHOT_AT_FULL_PACE != 0
        if is_at_full_pace and is_training and is_between:
            return
        wanted = feed.studies()
        if wanted != self._studies:
            self._studies = wanted
            worker.study(wanted)
        if is_training:
            worker.want_snapshot()
