"""Feeds the views that can be seen: all of them, but not all in one tick where they are slow."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study


class Shown(Protocol):
    """What is fed: a view."""

    def studies(self) -> Iterable[Study[Any]]:
        """Return what it wants to be found out for it now."""

    def isVisible(self) -> bool:
        """Whether it can be seen; what can't is not fed."""

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the newest numbers."""


PATIENCE = 1.0  # seconds that what is owed waits for a tick without news of what is in sight
SMOOTHING = 0.2  # of what feeding one costs: a tick's share in it


class Feed:
    """Holds the views, and who of them is due; they take turns."""

    def __init__(self) -> None:
        self._views: list[Shown] = []  # those that were fed last, last
        self._due: list[Shown] = []
        self._owed: list[Shown] = []  # fed the next time even where they are out of sight
        self._owed_since = 0.0
        self._given = 0
        self._seconds_each: float | None = None  # what feeding and painting one costs
        self._left = 0.0  # of the last budget: the part of a view that there was no room for

    def add(self, view: Shown) -> None:
        """Feed a view from now on, while it is visible."""
        self._views.append(view)

    def ask(self, view: Shown) -> None:
        """Feed a view the next time, whether there is news or not."""
        if view not in self._due:
            self._due.append(view)

    def ask_for_all(self) -> None:
        """Feed each view once more, those that have waited first."""
        for view in self._views:
            self.ask(view)

    def renew(self) -> None:
        """Feed each view once more, even out of sight: what it keeps is of data that are gone."""
        self.ask_for_all()
        self._owed, self._owed_since = list(self._views), monotonic()

    def studies(self) -> frozenset[Study[Any]]:
        """Return what the views in sight want to know."""
        seen = (view for view in self._views if view.isVisible())
        return frozenset(study for view in seen for study in view.studies())

    def give(
        self, snapshot: Snapshot, recorder: Recorder, budget: float, *, besides: int = 0
    ) -> None:
        """Feed the views whose turn it is, at least one.

        Parameters
        ----------
        budget
            Seconds that drawing may take.
        besides
            For how many views counts what is drawn besides.
        """
        room = self._left + self._affordable(budget)
        self._left = room % 1
        fed = self._next(max(int(room) - besides, 1))
        self._given = len(fed) + besides
        for view in fed:
            self._views.remove(view)
            self._views.append(view)
            view.refresh(snapshot, recorder)

    def _next(self, at_most: int) -> list[Shown]:
        """Take those out whose turn it is; what can't be seen loses its turn.

        What is owed something all the same comes when nothing in sight is due; once it has waited
        for long, one a tick beside what is in sight.
        """
        overdue = self._overdue()
        at_most = max(at_most - len(overdue), 1)
        taken: list[Shown] = []
        unseen: list[Shown] = []
        while self._due and len(taken) < at_most:
            view = self._due.pop(0)
            if view.isVisible():  # asked of those alone: it takes Qt 25 us
                taken.append(view)
            elif view in self._owed:
                unseen.append(view)
        if not taken:
            taken, unseen = unseen[:at_most], unseen[at_most:]
        taken += overdue
        self._due += unseen
        self._owed = [view for view in self._owed if view not in taken]
        return taken

    def _overdue(self) -> list[Shown]:
        """Take one out that is owed something and has waited for long, if there is any."""
        if not self._owed or monotonic() - self._owed_since < PATIENCE:
            return []
        overdue = [view for view in self._due if view in self._owed][:1]
        self._due = [view for view in self._due if view not in overdue]
        return overdue

    def _affordable(self, budget: float) -> float:
        return budget / self._seconds_each if self._seconds_each else 1.0

    def took(self, seconds: float) -> None:
        """Learn what one costs from how long it took to draw what was given last."""
        if not self._given:
            return
        each = seconds / self._given
        before = each if self._seconds_each is None else self._seconds_each
        self._seconds_each = before + SMOOTHING * (each - before)
