"""The card with the two gradients, one against the other, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpstudio.engine.gradcheck import relative_errors
from bpstudio.runtime.tasks.brute_force import SCATTERED, BruteForce
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.scatter_picture import NOTHING_YET, ScatterPicture
from bpstudio.ui.check.words import finding, parameter_name, staleness
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

SUBTITLE = "a dot for each parameter, |∂L/∂w|"


class ScatterView(CardView):
    """The card that shows whether brute force and backprop find the same."""

    title = "Backprop against brute force"
    object_name = "scatterCard"
    least_width = 40 * GRID

    def __init__(self) -> None:
        self.picture = ScatterPicture()
        super().__init__(self.picture)
        self._snapshot: Snapshot | None = None

    def follow(self, report: Report[Any]) -> None:
        """Show how far the race has come."""
        if not report.found_by(BruteForce):
            return
        self.picture.report = report
        found: Comparison | None = report.found
        self.picture.message = "" if found is not None and found.done else NOTHING_YET
        self.picture.changed()
        told = finding(found, report.experiment) if found else None
        self.describe(told.sentence() if told else NOTHING_YET)
        self._say_of_what()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._say_of_what()

    def _say_of_what(self) -> None:
        report = self.picture.report
        stale = staleness(report, self._snapshot) if report and self._snapshot else ""
        self.subtitle_changed.emit(stale or self._subtitle())

    def _subtitle(self) -> str:
        found = self.picture.report.found if self.picture.report else None
        if found is None or found.parameters <= SCATTERED:
            return SUBTITLE
        shown, many = count(found.points.shape[1]), counted(found.parameters, "parameter")
        return f"{shown} of {many}, from everywhere; |∂L/∂w|"

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return both gradients of the parameters that are drawn."""
        headers = ["parameter", "backprop", "brute force", "relative error"]
        report = self.picture.report
        if report is None or report.found is None:
            return headers, []
        places, exact, numeric = report.found.points
        errors = relative_errors(exact, numeric)
        rows = zip(*(part.tolist() for part in (places, exact, numeric, errors)), strict=True)
        cells = report.found.cells
        return headers, [
            [parameter_name(report, cells, int(place)), *map(cell, numbers)]
            for place, *numbers in rows
        ]
