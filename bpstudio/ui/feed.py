"""Feeds the views that can be seen: all of them, but not all in one tick where they are slow."""

from __future__ import annotations

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


class Feed:
    """Holds the views, and who of them is due; they take turns."""

    def __init__(self) -> None:
        self._views: list[Shown] = []
        self._due: list[Shown] = []
        self._a_tick = 1  # so many are fed in one go

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

    def studies(self) -> frozenset[Study[Any]]:
        """Return what the views in sight want to know."""
        seen = (view for view in self._views if view.isVisible())
        return frozenset(study for view in seen for study in view.studies())

    def give(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Feed the views whose turn it is."""
        self._due = [view for view in self._due if view.isVisible()]
        fed, self._due = self._due[: self._a_tick], self._due[self._a_tick :]
        for view in fed:
            view.refresh(snapshot, recorder)

    def took(self, seconds: float, budget: float) -> None:
        """Feed fewer of them the next time if it took longer than it may, else more."""
        wanted = self._a_tick + (-1 if seconds > budget else 1)
        self._a_tick = min(max(wanted, 1), max(len(self._views), 1))
