"""The loss over the steps: every batch's, and the test set's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from bpstudio.engine.losses import LOSSES
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, SEGMENT_HEIGHT
from bpstudio.ui.views.legend import Entry, Legend, Mark
from bpstudio.ui.views.loss_plot import LossPlot
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import View

if TYPE_CHECKING:
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot

NOTHING_YET = "No loss yet: press Train, or Update for a single step."


class LossView(View):
    """Batch loss as a band with its mean, test loss as a dotted line with round markers."""

    title = "Loss"
    object_name = "lossView"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._plot = LossPlot()
        super().__init__(self._plot, parent)
        self._legend = Legend()
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._legend, 1)
        row.addWidget(self._axis_switch())
        self._plot.say(NOTHING_YET)

    def _axis_switch(self) -> QWidget:
        """Return the switch between a linear and a logarithmic axis."""
        frame = QFrame()
        frame.setObjectName("segmented")
        frame.setFixedHeight(SEGMENT_HEIGHT)
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        switch = QToolButton()
        switch.setText("log")
        switch.setCheckable(True)
        switch.setAccessibleName("logarithmic loss axis")
        switch.setToolTip("Logarithmic axis: equal distances are equal ratios of the loss")
        switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        switch.toggled.connect(self._plot.set_log)
        row.addWidget(switch)
        return frame

    def header(self) -> QWidget:
        """Return the legend with the current values, and the choice of axis."""
        return self._header

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the losses recorded so far; the legend has the newest."""
        steps = len(recorder.losses)
        has_test = len(recorder.test.steps) > 0
        self._plot.say("" if steps or has_test else NOTHING_YET)
        experiment = snapshot.experiment
        name = LOSSES[experiment.loss].label.lower() if experiment else "loss"
        self._plot.frame.y_name = f"{name}, mean of a batch"
        self._plot.set_run(recorder, max(steps, snapshot.step))
        self._show_legend(snapshot.test_loss)

    def _show_legend(self, test_loss: float | None) -> None:
        entries = []
        buckets = self._plot.buckets
        if len(buckets.last):
            number = figure(float(buckets.mean[-1]))
            steps = int(buckets.steps[-1])
            short = f"mean of {count(steps)}"
            names = (f"{short} batches", short, "mean") if steps > 1 else ("batch",)
            entries.append(Entry(Mark.LINE, names, number))
        if test_loss is not None:
            entries.append(Entry(Mark.DOTS, ("test",), figure(test_loss)))
        self._legend.show_entries(entries)
        words = "; ".join(f"{entry.names[0]} {entry.number}" for entry in entries)
        self.describe(words or NOTHING_YET)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each bucket of the picture, and the test loss evaluated last."""
        buckets = self._plot.buckets
        rows = []
        for first, last, *losses in zip(*(part.tolist() for part in buckets), strict=True):
            test = self._plot.test_before(last)
            rows.append([f"{first:.0f}", f"{last:.0f}", *map(cell, losses), cell(test)])
        headers = ["from step", "to step", "lowest batch", "highest batch", "mean batch", "test"]
        return headers, rows
