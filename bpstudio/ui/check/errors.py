"""The card with the relative error of every parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.check.comparison_view import ComparisonView
from bpstudio.ui.check.heat_map import MOST_NAMED, NOTHING_YET, HeatMap
from bpstudio.ui.check.words import parameter_name
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.runtime.tasks.cells import LayerCells

SUBTITLE = "rows: units of the layer; columns: what comes in, bias last"
SHARED = "each cell: the largest error of the parameters in it"
UNNAMED = "a picture for each layer: the output first, layer 1 last"
HEADERS = ("parameter", "backprop", "brute force", "relative error", "checked", "left out")


class ErrorsView(ComparisonView):
    """The card whose heat map shows where the two gradients differ, by layer."""

    title = "Relative error of every parameter"
    object_name = "errorsCard"
    least_width = 46 * GRID

    def __init__(self) -> None:
        self.picture = HeatMap()
        super().__init__(self.picture)

    def show_race(self, report: Report[Comparison]) -> None:
        """Show the errors that are known, and tell how many there are."""
        self.picture.show_report(report)
        found, words = report.found, NOTHING_YET
        if found is not None:
            words = f"{count(found.done)} of {count(found.parameters)} parameters checked"
        self.describe(words)

    def subtitle(self, found: Comparison | None) -> str:
        """Return what the rows and columns are, or what shares a cell."""
        if found is None:
            return SUBTITLE
        if any(cells.error.size < cells.units * cells.inputs for cells in found.cells):
            return SHARED
        return SUBTITLE if len(found.cells) <= MOST_NAMED else UNNAMED

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each cell that has been checked: the worst of its parameters."""
        report = self.report
        if report is None or report.found is None:
            return list(HEADERS), []
        return list(HEADERS), cell_rows(report)


def cell_rows(report: Report[Comparison]) -> list[list[str]]:
    """Return a row of a table for each cell that has been checked, the output's first."""
    assert report.found is not None
    return [row for cells in reversed(report.found.cells) for row in _rows(report, cells)]


def _rows(report: Report[Comparison], cells: LayerCells) -> list[list[str]]:
    assert report.found is not None
    known = np.flatnonzero(cells.checked.ravel())
    parts = (cells.worst, cells.exact, cells.numeric, cells.error, cells.checked, cells.left_out)
    columns = [part.ravel()[known].tolist() for part in parts]
    return [
        [parameter_name(report, report.found.cells, place), *map(cell, numbers)]
        for place, *numbers in zip(*columns, strict=True)
    ]
