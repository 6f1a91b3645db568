"""What a canvas shows: the network as it is, or as it was at a step that one looks back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session


class Showing:
    """The document's network, or that of the past."""

    def __init__(self, document: Document, session: Session) -> None:
        self._document, self._session = document, session

    @property
    def is_past(self) -> bool:
        """Whether it is a step that one looks back at; then nothing can be edited."""
        return self._session.snapshot.is_past

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
