"""What of a document isn't in its file, and how it is had to be kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.runtime.recovery import CIRCUIT, EXPERIMENT, About
from bpstudio.runtime.saver import CircuitDraft, ExperimentDraft

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from bpstudio.experiment.surgery import Surgery
    from bpstudio.ui.bench import Bench
    from bpstudio.ui.circuit.document import CircuitDocument, HeldCircuit
    from bpstudio.ui.document import Document
    from bpstudio.ui.held_experiment import HeldExperiment
    from bpstudio.ui.session import Session

LONGEST = 5.0  # seconds to wait for the run: as long as a huge network takes for an update
AGAIN = 0.2  # seconds until it is asked for again where it didn't follow the last edit yet


class UnsavedExperiment(QObject):
    """Edits of the experiment, numbers written by hand, and how far its run has gone on.

    While a guest has the document's place, it is about the user's own, which waits.

    Signals
    -------
    settled
        It was saved or left, as the user wanted: what was kept of it is of no use any more.
    """

    settled = Signal()

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.kind = EXPERIMENT
        self._document, self._session = document, session
        self._edits = self._saved_step = 0
        self._was_operated = False
        document.begun.connect(self._begin)
        document.edited.connect(self._count)
        document.saved.connect(self._note_saved)

    @property
    def is_there(self) -> bool:
        """Whether there is anything that would be lost."""
        went_on = self._step not in (0, self._saved_step)
        return self._own.is_dirty or self._was_operated or went_on

    @property
    def _own(self) -> HeldExperiment:
        return self._document.users

    @property
    def _bench(self) -> Bench:
        return self._session.users

    @property
    def state(self) -> object:
        """Something that is another whenever there is more to keep."""
        own = self._own
        return self._edits, self._bench.snapshot.run, self._step, own.path, own.bookmarks

    @property
    def _step(self) -> int:
        """Where the run stands, wherever one looks."""
        return self._bench.snapshot.timeline.now

    def draft(self) -> Generator[None, None, ExperimentDraft]:
        """Wait for the run, which is had between two updates, and return it with its record.

        Where it doesn't follow the last edit even after a while, the experiment goes alone.
        """
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            answer = self._bench.ask_for_run()
            while not answer.done() and time.monotonic() < end:
                yield
            if answer.done() and answer.exception() is not None:
                break  # which is told already; the experiment is kept all the same
            saved = answer.result() if answer.done() else None
            if saved is not None and saved.experiment == self._own.experiment:
                record = self._bench.frozen_record(saved.number)
                if record is not None:
                    about = About.now(self._origin, saved.now.place.step)
                    run = (saved, record)
                    return ExperimentDraft(saved.experiment, run, about, self._own.bookmarks)
            again = time.monotonic() + AGAIN
            while time.monotonic() < again:
                yield
        return self.quick_draft()

    def quick_draft(self) -> ExperimentDraft:
        """Return the experiment without its run."""
        own = self._own
        return ExperimentDraft(own.experiment, None, About.now(self._origin), own.bookmarks)

    @property
    def _origin(self) -> Path | None:
        return self._own.path or self._own.origin

    def _begin(self) -> None:
        """Begin with another document, of which nothing is unsaved."""
        if self._document.is_lent:
            return
        learned = self._document.learned
        saved = None if learned is None else learned.saved
        self._saved_step = 0 if saved is None else saved.now.place.step
        self._was_operated = False
        self._edits += 1
        self.settled.emit()

    def _count(self, _number: int, surgery: Surgery) -> None:
        if self._document.is_lent:
            return
        self._edits += 1
        self._was_operated = self._was_operated or bool(surgery)

    def _note_saved(self) -> None:
        """Note what is in the file now; the run may have gone on since it was written."""
        written = self._document.written_step
        if written is not None:
            self._saved_step, self._was_operated = written, False
        elif self._document.lacks_run:  # what the file had of it is gone
            self._saved_step = 0
        if written is not None or not self.is_there:
            self.settled.emit()


class UnsavedCircuit(QObject):
    """Edits of the circuit; told as those of the experiment."""

    settled = Signal()

    def __init__(self, document: CircuitDocument, parent: QObject) -> None:
        super().__init__(parent)
        self.kind = CIRCUIT
        self._document = document
        document.opened.connect(self._begin)
        document.path_changed.connect(self._look)  # which an edit emits, too

    @property
    def _own(self) -> HeldCircuit:
        return self._document.users

    @property
    def is_there(self) -> bool:
        """Whether there is anything that would be lost."""
        return self._own.is_dirty

    @property
    def state(self) -> object:
        """Something that is another whenever there is more to keep."""
        return self._own.diagram

    def draft(self) -> Generator[None, None, CircuitDraft]:
        """Return it; there is nothing to wait for."""
        yield from ()
        return self.quick_draft()

    def quick_draft(self) -> CircuitDraft:
        """Return it."""
        own = self._own
        return CircuitDraft(own.diagram, About.now(own.path or own.origin))

    def _begin(self) -> None:
        if not self._document.is_lent:
            self.settled.emit()

    def _look(self) -> None:
        if not self._document.is_lent and not self._document.is_dirty:
            self.settled.emit()


Unsaved = UnsavedExperiment | UnsavedCircuit
