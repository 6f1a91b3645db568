"""The card with the relative error of every parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.heat_map import MOST_NAMED, NOTHING_YET, HeatMap
from bpstudio.ui.check.words import parameter_name, staleness
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.runtime.tasks.cells import LayerCells

SUBTITLE = "rows: units of the layer; columns: what comes in, bias last"
SHARED = "each cell: the largest error of the parameters in it"
UNNAMED = "a picture for each layer: the output first, layer 1 last"
HEADERS = ("parameter", "backprop", "brute force", "relative error", "checked", "left out")


class ErrorsView(CardView):
    """The card whose heat map shows where the two gradients differ, by layer."""

    title = "Relative error of every parameter"
    object_name = "errorsCard"
    least_width = 46 * GRID

    def __init__(self) -> None:
        self.picture = HeatMap()
        super().__init__(self.picture)
        self._snapshot: Snapshot | None = None

    def follow(self, report: Report[Any]) -> None:
        """Show how far the race has come."""
        if not report.found_by(BruteForce):
            return
        self.picture.show_report(report)
        found: Comparison | None = report.found
        words = NOTHING_YET
        if found is not None:
            words = f"{count(found.done)} of {count(found.parameters)} parameters checked"
        self.describe(words)
        self._say_of_what()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._say_of_what()

    def _say_of_what(self) -> None:
        report = self.picture.report
        stale = staleness(report, self._snapshot) if report and self._snapshot else ""
        found = None if report is None else report.found
        self.subtitle_changed.emit(stale or _subtitle(found))

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each cell that has been checked: the worst of its parameters."""
        report = self.picture.report
        if report is None or report.found is None:
            return list(HEADERS), []
        return list(HEADERS), cell_rows(report)


def cell_rows(report: Report[Comparison]) -> list[list[str]]:
    """Return a row of a table for each cell that has been checked, the output's first."""
    assert report.found is not None
    return [row for cells in reversed(report.found.cells) for row in _rows(report, cells)]


def _subtitle(found: Comparison | None) -> str:
    if found is None:
        return SUBTITLE
    if any(cells.error.size < cells.units * cells.inputs for cells in found.cells):
        return SHARED
    return SUBTITLE if len(found.cells) <= MOST_NAMED else UNNAMED


def _rows(report: Report[Comparison], cells: LayerCells) -> list[list[str]]:
    assert report.found is not None
    known = np.flatnonzero(cells.checked.ravel())
    parts = (cells.worst, cells.exact, cells.numeric, cells.error, cells.checked, cells.left_out)
    columns = [part.ravel()[known].tolist() for part in parts]
    return [
        [parameter_name(report, report.found.cells, place), *map(cell, numbers)]
        for place, *numbers in zip(*columns, strict=True)
    ]
