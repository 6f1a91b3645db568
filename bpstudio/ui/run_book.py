"""What the user does with runs: names, pins, races, going on with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.variants import DIMENSIONS, variants
from bpstudio.runtime.clock import Unit
from bpstudio.ui.race.dialog import RaceDialog
from bpstudio.ui.views.ruler import unit_choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.experiment.variants import Variant
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.runs import RunsView

BATCHES = (
    "SGD takes each sample’s own gradient, GD the mean of all: the one is noisy and quick, the "
    "other steady and slow."
)


class RunBook(QObject):
    """Carries out what the list of runs and the Train menu ask for.

    Signals
    -------
    told
        What was done, in words.
    racing
        Runs train side by side, and their losses are to be seen.
    """

    told = Signal(str)
    racing = Signal()

    def __init__(
        self, view: RunsView, session: Session, editor: Editor, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view, self._session, self._editor, self._window = view, session, editor, parent
        view.renamed.connect(self._rename)
        view.pinned.connect(self._pin)
        view.resumed.connect(session.resume)
        view.restored.connect(self._restore)
        view.forgotten.connect(self._forget)
        view.recalled.connect(self._recall)
        view.race_wanted.connect(self.ask_for_race)
        actions["actionRace"].triggered.connect(self._race_descents)
        actions["actionRaceOf"].triggered.connect(self.ask_for_race)

    def _rename(self, run: int, name: str) -> None:
        if (record := self._session.recorder.record(run)) is not None:
            record.name = name
            self._session.refresh_views()

    def _pin(self, run: int, is_pinned: bool) -> None:
        if (record := self._session.recorder.record(run)) is not None:
            record.pin(is_pinned)
            self._session.refresh_views()

    def _restore(self, run: int) -> None:
        record = self._session.recorder.record(run)
        if record is not None and (experiment := record.experiment) is not None:
            self._editor.apply(f"Experiment of {record.name}", lambda _: experiment)

    def _forget(self, run: int) -> None:
        name = self._name(run)
        self._session.forget(run)
        self._session.refresh_views()
        self.told.emit(f"Deleted {name}; the arrow beside Race in Runs brings it back.")

    def _recall(self, run: int) -> None:
        self._session.recall(run)
        self._session.refresh_views()
        self.told.emit(f"Restored {self._name(run)}.")

    def _name(self, run: int) -> str:
        record = self._session.recorder.record(run)
        return f"run {run}" if record is None else record.name

    def _race_descents(self) -> None:
        """Race gradient descent, stochastic and batch stochastic descent."""
        batch, experiment = DIMENSIONS["batch"], self._editor.document.experiment
        self._race(tuple(variants(experiment, batch, batch.values(experiment))))
        self.told.emit(BATCHES)

    def ask_for_race(self) -> None:
        """Let the user choose what races."""
        dialog = RaceDialog(self._editor.document.experiment, self._window)
        dialog.chosen.connect(self._race)
        dialog.open()

    def _race(self, chosen: tuple[Variant, ...]) -> None:
        race(self._session, chosen)
        self.racing.emit()


def race(session: Session, chosen: tuple[Variant, ...]) -> None:
    """Race them, measured so that they can be compared: a step isn't the same for all."""
    if unit_choice().unit is Unit.STEPS:
        unit_choice().choose(Unit.EPOCHS)
    session.race(chosen)
