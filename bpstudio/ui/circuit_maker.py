"""Opens the network that is shown, or one of its units, as a circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.studies.circuit import CircuitStudy
from bpstudio.ui.names import layer_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.ui.session import Session

NETWORK, UNIT = "Open the network as a circuit", "Open this unit as a circuit"
NO_UNIT = f"{UNIT}: click a unit first, so that its numbers are shown"
FAULT = "it can’t be worked out, by a fault inside bpstudio"
NO_NETWORK = "there is no network to be opened: it can’t be trained as it is"


class CircuitMaker(QObject):
    """Asks the training thread for a circuit, with the weights of the step that is shown.

    It is fed by the session as a view is, while it waits for an answer.

    Signals
    -------
    made
        The diagram, and what it is called.
    refused
        Why there is none, in words.
    """

    made = Signal(object, str)
    refused = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._wanted: CircuitStudy | None = None
        session.add_view(self)

    def open_network(self) -> None:
        """Open the whole network, on the sample that is shown."""
        self._ask(None)

    def open_unit(self, unit: Asked | None) -> None:
        """Open one unit, on the sample that is shown; refuse none."""
        if unit is None:
            self.refused.emit(NO_UNIT)
        else:
            self._ask(unit)

    def _ask(self, unit: Asked | None) -> None:
        sample = self._session.snapshot.sample
        self._wanted = CircuitStudy(0 if sample is None else sample.position, unit)
        self._session.refresh_view(self)

    def studies(self) -> Iterable[Study[Any]]:
        """Return the question, while there is one."""
        return () if self._wanted is None else (self._wanted,)

    def isVisible(self) -> bool:
        """Whether it waits for an answer."""
        return self._wanted is not None

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Take the answer, once it is there."""
        study = self._wanted
        if study is None:
            return
        found = snapshot.answer(study)
        if found is None:
            if snapshot.status is Status.FAILED:
                self._give_up(study, NO_NETWORK)
            elif study in snapshot.answers:
                self._give_up(study, FAULT)
        elif isinstance(found, Refusal):
            self._give_up(study, f"{found.place} {found.reason}")
        else:
            self._wanted = None
            self.made.emit(found, _title(study, snapshot))

    def _give_up(self, study: CircuitStudy, why: str) -> None:
        self._wanted = None
        self.refused.emit(f"{NETWORK if study.unit is None else UNIT}: {why}")


def _title(study: CircuitStudy, snapshot: Snapshot) -> str:
    """Return what the circuit is of: ``Unit 3 of layer 1, sample 126``."""
    sample = snapshot.sample
    of = f", sample {sample.number}" if sample and sample.position == study.position else ""
    if study.unit is None or snapshot.experiment is None:
        return f"Network{of}"
    return f"{_unit_words(study.unit, snapshot.experiment)}{of}"


def _unit_words(unit: Asked, experiment: Experiment) -> str:
    layer = layer_names(experiment).get(unit.layer, "")
    return f"Unit {unit.unit + 1} of {layer}"
