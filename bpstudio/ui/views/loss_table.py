"""The table behind the pictures of loss and accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.clock import Unit
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.ui.views.loss_accuracy import AccuracyPlot
    from bpstudio.ui.views.loss_plot import LossPlot
    from bpstudio.ui.views.run_plot import RunPlot

HEADERS = ["from step", "to step", "lowest batch", "highest batch", "mean batch", "test"]
SMOOTHED = "smoothed at that step (mean of the last tenth of the steps)"
SHARES = ["probe accuracy, %", "test accuracy, %"]


def loss_table(loss: LossPlot, accuracy: AccuracyPlot) -> tuple[list[str], list[list[str]]]:
    """Return headers and a row for each bucket of the loss, with what was evaluated last by then.

    Columns that nobody asked for are left out: another unit than steps, the smoothed loss, the
    accuracy.
    """
    ruler = loss.steps.ruler
    headers = list(HEADERS)
    rows = []
    for first, last, *losses in zip(*(part.tolist() for part in loss.buckets), strict=True):
        test = cell(loss.test_before(last))
        rows.append([f"{first:.0f}", f"{last:.0f}", *map(cell, losses), test])
    if loss.beyond is not None:  # a row of its own: it isn't in the picture's buckets
        step, number = str(loss.beyond.step), cell(loss.beyond.loss)
        rows.append([step, step, number, number, number, cell(loss.test_before(loss.beyond.step))])
    if loss.smoothed is not None:
        headers.append(SMOOTHED)
        for row in rows:
            row.append(cell(loss.smoothed_at(int(row[1]))))
    if not accuracy.isHidden():
        headers += SHARES
        for row in rows:
            row += [cell(100 * share) for share in accuracy.before(float(row[1]))]
    if ruler.unit is not Unit.STEPS:
        headers.insert(2, f"to {ruler.name}")
        for row in rows:
            row.insert(2, cell(ruler.of(float(row[1]))))
    _add_beside(loss, headers, rows, "mean batch" if loss.smoothed is None else "smoothed")
    if not accuracy.isHidden():
        _add_beside(accuracy, headers, rows, "accuracy, %")
    return headers, rows


def _add_beside(plot: RunPlot, headers: list[str], rows: list[list[str]], what: str) -> None:
    """Add a column for each pinned run: its number where the shown run is as far as the row."""
    headers += [f"{one.name}, {what}" for one in plot.overlays]
    for row in rows:
        row += map(cell, plot.beside_at(float(row[1])))
