"""Watches one run through its edits: `note` its losses, `look` now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.doctor.diary import Diary
from bpstudio.runtime.doctor.examination import Examiner
from bpstudio.runtime.doctor.linear import LinearModel
from bpstudio.runtime.doctor.rules import findings

if TYPE_CHECKING:
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.doctor.chart import Chart
    from bpstudio.runtime.doctor.finding import Finding


class Doctor:
    """Watches a run; an edit, or a step back, begins a new diary.

    Attributes
    ----------
    chart
        What was measured last; None before the first look.
    findings
        What is wrong, what stands behind the rest first.
    """

    def __init__(self) -> None:
        self.chart: Chart | None = None
        self.findings: tuple[Finding, ...] = ()
        self._examiner: Examiner | None = None
        self._diary = Diary()

    def note(self, losses: Array) -> None:
        """Take the batch losses of the steps that were made."""
        self._diary.course.add(losses)

    def look(self, trainer: Trainer, has_diverged: bool = False) -> tuple[Finding, ...]:
        """Examine a run as it is now, between two steps, and return what is wrong."""
        step = trainer.descent.place.step
        went_back = self.chart is not None and step < self.chart.step
        if self._examiner is None or self._examiner.trainer is not trainer or went_back:
            self._diary = Diary()
            self._examiner = Examiner(trainer, LinearModel(trainer))
        self.chart = self._examiner.examine(self._diary, has_diverged)
        self.findings = findings(self.chart)
        return self.findings
