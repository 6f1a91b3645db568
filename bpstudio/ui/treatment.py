"""What the user does about the doctor's findings: a twin, the cure itself, or a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.overfit import OverfitBatch, Overfitting
from bpstudio.ui.numbers import on_screen

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.finding import Cure
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.doctor import DoctorView

ALREADY = "The experiment is like that already: Reset begins anew with it."


class Treatment(QObject):
    """Carries out what the doctor's panel asks for.

    Signals
    -------
    told
        What was done, in words.
    racing
        Two runs train side by side, and their losses are to be seen.
    """

    told = Signal(str)
    racing = Signal()

    def __init__(self, view: DoctorView, session: Session, editor: Editor) -> None:
        super().__init__(view)
        self._session, self._editor = session, editor
        view.twin_wanted.connect(self._run_a_twin)
        view.cure_wanted.connect(self._apply)
        self._view = view
        view.overfit.wanted.connect(self.overfit)
        view.overfit.stop_wanted.connect(session.stop_task)
        session.report_changed.connect(self._follow_task)

    def _run_a_twin(self, cure: Cure) -> None:
        """Train the experiment and the cured one side by side, from the same start."""
        experiment = self._editor.document.experiment
        cured = cure.apply(experiment)
        if cured == experiment:
            self.told.emit(ALREADY)
            return
        self._session.race((("as it is", experiment), (cure.short, cured)))
        self.racing.emit()
        self.told.emit(f"Two runs from the same start: as it is, and “{cure.label}”.")

    def overfit(self) -> None:
        """See whether the network can learn one batch by heart; the run has no part in it."""
        self._session.start_task(OverfitBatch())

    def _follow_task(self) -> None:
        report = self._session.report
        if report is None or not report.found_by(OverfitBatch):
            return
        self._view.follow_overfitting(report)
        found: Overfitting | None = report.found
        if report.status is TaskStatus.FINISHED and found is not None and found.verdict:
            self.told.emit(on_screen(found.verdict.sentence))

    def _apply(self, cure: Cure) -> None:
        """Make the edit; where it concerns the first weights, begin anew with it."""
        before = self._editor.document.experiment
        if not self._editor.apply(cure.label, cure.apply):
            return
        if cure.acts_at_reset:
            self._session.reset()
            self.told.emit(f"{cure.label}: the run begins anew. The one before is in Runs.")
        elif self._editor.document.experiment == before:
            self.told.emit(ALREADY)
