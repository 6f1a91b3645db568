"""What the user does about the doctor's findings: a twin beside the run, or the cure itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.finding import Cure
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.doctor import DoctorView


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

    def _run_a_twin(self, cure: Cure) -> None:
        """Train the experiment and the cured one side by side, from the same start."""
        experiment = self._editor.document.experiment
        cured = cure.apply(experiment)
        if cured == experiment:
            self.told.emit("The experiment is like that already: Reset begins anew with it.")
            return
        self._session.race((("as it is", experiment), (cure.short, cured)))
        self.racing.emit()
        self.told.emit(f"Two runs from the same start: as it is, and “{cure.label}”.")

    def _apply(self, cure: Cure) -> None:
        """Make the edit; where it concerns the first weights, begin anew with it."""
        if self._editor.apply(cure.label, cure.apply) and cure.acts_at_reset:
            self._session.reset()
            self.told.emit(f"{cure.label}: the run begins anew. The one before is in Runs.")
