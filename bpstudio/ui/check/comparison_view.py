"""What the cards share that show how brute force and backprop compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.words import staleness
from bpstudio.ui.cover import Kind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison


class ComparisonView(CardView):
    """Follows the race, and says where what it shows is of another step or experiment."""

    tells = frozenset({Kind.GRADIENTS})

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self._report: Report[Comparison] | None = None
        self._snapshot: Snapshot | None = None

    def show_race(self, report: Report[Comparison]) -> None:
        """Show how far the race has come."""
        raise NotImplementedError

    def subtitle(self, found: Comparison | None) -> str:
        """Return what stands below the title while what is shown is not stale."""
        raise NotImplementedError

    @property
    def report(self) -> Report[Comparison] | None:
        """How the newest race stands; None before the first."""
        return self._report

    def follow(self, report: Report[Any]) -> None:
        """Show how far the race has come, if that is what is told of."""
        if report.found_by(BruteForce):
            self._report = report
            self.show_race(report)
            self._say_of_what()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._say_of_what()

    def _say_of_what(self) -> None:
        report = self._report
        stale = staleness(report, self._snapshot) if report and self._snapshot else ""
        self.subtitle_changed.emit(stale or self.subtitle(report.found if report else None))
