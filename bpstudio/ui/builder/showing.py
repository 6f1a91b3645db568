"""What a canvas shows: the network as it is, or as it was at a step that one looks back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session

WHY_LOCKED = (
    "As it was at step {}, and locked: branch from here (Ctrl+B) to change anything, "
    "or go back to now (Ctrl+End)."
)


class Showing(QObject):
    """The document's network, or that of the past.

    Signals
    -------
    changed
        It is another one, or of another step of the past.
    """

    changed = Signal()

    def __init__(self, document: Document, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._past_step = -1  # that was told of; none
        document.experiment_changed.connect(self.changed)
        session.snapshot_changed.connect(self._follow)

    def _follow(self) -> None:
        step = self._session.snapshot.step if self.is_past else -1
        if step != self._past_step:
            self._past_step = step
            self.changed.emit()

    @property
    def is_past(self) -> bool:
        """Whether it is a step that one looks back at; then nothing can be edited."""
        return self._session.snapshot.is_past

    @property
    def why_locked(self) -> str:
        """Why nothing can be edited, and what to do; empty where it can."""
        return WHY_LOCKED.format(count(self._session.snapshot.step)) if self.is_past else ""

    @property
    def experiment(self) -> Experiment:
        """The experiment of what is shown."""
        past = self._session.snapshot.experiment if self.is_past else None
        return past or self._document.experiment

    @property
    def dataset(self) -> Dataset:
        """The data of what is shown."""
        past = self._session.snapshot.data if self.is_past else None
        return past or self._document.dataset
