"""What is looked at in the snapshots, and when they are taken: no more often than they may cost."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bpstudio.engine.initializers import no_pause
from bpstudio.runtime.past import Past
from bpstudio.runtime.thresholds import Thresholds
from bpstudio.runtime.wishes import SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.race import Race
    from bpstudio.runtime.reporter import Reporter
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.runtime.turnstile import Turnstile

OBSERVED_SHARE = 0.05  # of the time, at most, for snapshots while training
LONGEST_SILENCE = 2.0  # seconds without a snapshot, whatever it costs: else it looks dead


class Lookout:
    """Takes a snapshot where one is wanted and due, and has it recorded.

    Parameters
    ----------
    reporter
        Observes and records.
    turnstile
        Where it waits while the screen draws.

    Attributes
    ----------
    sample
        The place of the training sample whose numbers are given.
    thresholds
        Under which slope units count as saturated.
    check
        Is called meanwhile; raises `SupersededError` where the network is about to be another.
    """

    def __init__(self, reporter: Reporter, turnstile: Turnstile) -> None:
        self._reporter, self._turnstile = reporter, turnstile
        self.sample = 0
        self.thresholds = Thresholds()
        self.check: Callable[[], object] = no_pause
        self._asked: Asked | None = None  # the unit that all is told about
        self._studies: frozenset[Study[Any]] = frozenset()  # what is to be answered besides
        self._is_wanted = False
        self._due_at = 0.0

    def want(self) -> None:
        """Take a snapshot as soon as one is due; asking twice makes one."""
        self._is_wanted = True

    def begin_afresh(self) -> None:
        """Want one of another network: what the one before it cost to look at doesn't count."""
        self._due_at = 0.0
        self.want()

    def show_sample(self, position: int) -> None:
        """Give the numbers of this training sample."""
        self.sample = position
        self.want()

    def ask_about(self, asked: Asked | None) -> None:
        """Tell all about this unit, or about none."""
        self._asked = asked
        self.want()

    def study(self, wanted: frozenset[Study[Any]]) -> None:
        """Answer these studies, and no others."""
        self._studies = wanted
        self.want()

    def set_threshold(self, share: float, run: Run | None) -> None:
        """Count units as saturated whose slope is under this share, in `run` from now on."""
        if run is not None:
            self.thresholds.set(share, run.number, run.timeline.newest)
        self.thresholds.share = self._reporter.threshold = share
        self.want()

    def is_due(self, is_running: bool) -> bool:
        """Whether one is wanted, and may be taken while it `is_running`."""
        return self._is_wanted and not (is_running and time.perf_counter() < self._due_at)

    def look(
        self, run: Run | Past, speed: float, aside: tuple[int, ...], race: Race | None
    ) -> Snapshot | None:
        """Return the snapshot of a run, or None where nobody wants it any more.

        Parameters
        ----------
        speed
            Updates a second.
        aside, race
            The runs that were put aside, by number; what this one takes part in.
        """
        with self._turnstile:
            if not isinstance(run, Past):
                self._reporter.practice.visit(run)
            snapshot = self._observed(run, speed)
        if snapshot is None:
            return None
        snapshot = replace(
            snapshot,
            aside=aside,
            racing=race.numbers if race and race.is_running else (),
            standing=None if race is None else race.standing,
            # up to the run's newest step, wherever one looks
            thresholds=self.thresholds.of(run.number, run.timeline.newest),
            findings=() if snapshot.is_past else self._reporter.practice.findings(run.number),
        )
        if not isinstance(run, Past):  # before it is put out: who sees it finds it recorded
            self._reporter.take_down(run, snapshot)
        return snapshot

    def _observed(self, run: Run | Past, speed: float) -> Snapshot | None:
        self._is_wanted = False
        observer = self._reporter.observer_of(run)
        cost = time.thread_time()
        try:
            snapshot = observer.observe(
                run, self.sample, speed, self._asked, self._studies, self.check
            )
        except SupersededError:
            return None
        cost = time.thread_time() - cost - observer.studies.spent  # which has its own share
        self._due_at = time.perf_counter() + min(cost / OBSERVED_SHARE, LONGEST_SILENCE)
        if snapshot.is_past and not snapshot.is_exact:
            self.want()  # there is more to come
        return snapshot
