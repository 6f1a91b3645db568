"""The document follows where the user goes on with another run than it was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.snapshot import Begun, Snapshot
    from bpstudio.ui.document import Document

LOOKING_BACK = "this is step {} of the past; branch from here to change anything, or go back to now"


class Adoption:
    """Notes which run is to come, and makes its experiment the document's once it is shown."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._wanted: tuple[int, int] | None = None  # from a run to another
        self._experiment: Experiment | None = None  # of that one, where it is known
        self._words = ""

    def want(self, run: int, other: int, words: str, experiment: Experiment | None = None) -> None:
        """Note that the user goes on from a run with another; `words` name the undo step.

        With its `experiment`, a reset that comes before it is shown is followed, too.
        """
        self._wanted, self._words, self._experiment = (run, other), words, experiment

    def note(self, begun: Begun) -> None:
        """Note that a run has begun: with a branch the user goes on."""
        if begun.parent is not None:
            words = f"Branch from step {count(begun.step)}"
            self.want(begun.parent, begun.run, words, begun.experiment)
        elif self._wanted is not None and begun.experiment == self._experiment:
            self._wanted = self._wanted[0], begun.run

    def follow(self, newest: Snapshot) -> None:
        """Lock the document while one looks back; adopt the run that was waited for."""
        self._document.lock = LOOKING_BACK.format(count(newest.step)) if newest.is_past else ""
        wanted = self._wanted
        if wanted is None or newest.run != wanted[1] or newest.is_past:
            return
        self._wanted = None
        if newest.experiment is not None and newest.data is not None:
            self._document.adopt(self._words, newest.experiment, newest.data, wanted)
