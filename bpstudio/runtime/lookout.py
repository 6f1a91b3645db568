"""What is looked at in the snapshots, and when they are taken: no more often than they may cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bpstudio.engine.initializers import no_pause
from bpstudio.runtime.wishes import SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.past import Past
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.reporter import Reporter
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study

OBSERVED_SHARE = 0.05  # of the time, at most, for snapshots while training
LONGEST_SILENCE = 2.0  # seconds without a snapshot, whatever it costs: else it looks dead


class Lookout:
    """Takes a snapshot where one is wanted and due.

    Attributes
    ----------
    sample
        The place of the training sample whose numbers are given.
    asked
        The unit that all is told about, if any.
    studies
        What is to be answered besides.
    check
        Is called meanwhile; raises `SupersededError` where the network is about to be another.
    """

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self.sample = 0
        self.asked: Asked | None = None
        self.studies: frozenset[Study[Any]] = frozenset()
        self.check: Callable[[], object] = no_pause
        self._is_wanted = False
        self._due_at = 0.0

    def want(self) -> None:
        """Take a snapshot as soon as one is due; asking twice makes one."""
        self._is_wanted = True

    def begin_afresh(self) -> None:
        """Want one of another network: what the one before it cost to look at doesn't count."""
        self._due_at = 0.0
        self.want()

    def is_due(self, is_running: bool) -> bool:
        """Whether one is wanted, and may be taken while it `is_running`."""
        return self._is_wanted and not (is_running and time.perf_counter() < self._due_at)

    def look(self, run: Run | Past, speed: float) -> Snapshot | None:
        """Return the snapshot of a run, or None where nobody wants it any more."""
        self._is_wanted = False
        observer = self._reporter.observer_of(run)
        cost = time.thread_time()
        try:
            snapshot = observer.observe(
                run, self.sample, speed, self.asked, self.studies, self.check
            )
        except SupersededError:
            return None
        cost = time.thread_time() - cost - observer.studies.spent  # which has its own share
        self._due_at = time.perf_counter() + min(cost / OBSERVED_SHARE, LONGEST_SILENCE)
        if snapshot.is_past and not snapshot.is_exact:
            self.want()  # there is more to come
        return snapshot
