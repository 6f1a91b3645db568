"""The card with the two gradients, one against the other, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.gradcheck import relative_errors
from bpstudio.runtime.tasks.brute_force import SCATTERED
from bpstudio.ui.check.comparison_view import ComparisonView
from bpstudio.ui.check.scatter_picture import NOTHING_YET, ScatterPicture
from bpstudio.ui.check.words import finding, parameter_name
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

SUBTITLE = "a dot for each parameter, |∂L/∂w|"


class ScatterView(ComparisonView):
    """The card that shows whether brute force and backprop find the same."""

    title = "Backprop against brute force"
    object_name = "scatterCard"
    least_width = 40 * GRID

    def __init__(self) -> None:
        self.picture = ScatterPicture()
        super().__init__(self.picture)

    def show_race(self, report: Report[Comparison]) -> None:
        """Show a dot for each parameter that is known, and the verdict."""
        self.picture.report = report
        found = report.found
        self.picture.message = "" if found is not None and found.done else NOTHING_YET
        self.picture.changed()
        told = finding(found, report.experiment) if found else None
        self.describe(told.sentence() if told else NOTHING_YET)

    def subtitle(self, found: Comparison | None) -> str:
        """Return what the dots are, and of how many parameters."""
        if found is None or found.parameters <= SCATTERED:
            return SUBTITLE
        shown, many = count(found.points.shape[1]), counted(found.parameters, "parameter")
        return f"{shown} of {many}, from everywhere; |∂L/∂w|"

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return both gradients of the parameters that are drawn."""
        headers = ["parameter", "backprop", "brute force", "relative error"]
        report = self.report
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
