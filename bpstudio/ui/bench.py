"""A training thread, and all in the window that belongs to what it trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.worker import Worker
from bpstudio.ui.adoption import Adoption
from bpstudio.ui.started_tasks import StartedTasks

if TYPE_CHECKING:
    from concurrent.futures import Future

    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.turnstile import Turnstile
    from bpstudio.ui.document import Document

APART = 1_000_000  # so many runs lie between the numbers of one bench and those of the next


class Bench:
    """Where one document is trained. That of the user's own waits while a guest has another.

    Parameters
    ----------
    place
        The how-manieth bench it is: no run of it has the number of one on another.

    Attributes
    ----------
    worker, recorder, adoption, tasks
        The thread; what its runs have shown; what the document takes over from it; its tasks.
    """

    def __init__(self, document: Document, turnstile: Turnstile, place: int = 0) -> None:
        self.recorder, self.adoption, self.tasks = Recorder(), Adoption(document), StartedTasks()
        self.worker = Worker(turnstile, numbered_from=place * APART)

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self.worker.snapshot

    def ask_for_run(self) -> Future[SavedRun | None]:
        """Ask for the run as it is between two updates, and wait for nothing."""
        return self.worker.save()

    def take_records(self) -> None:
        """Take over what there is to record."""
        worker = self.worker
        for begun in self.recorder.take(worker.begun, worker.blocks, worker.samples):
            self.adoption.note(begun)

    def frozen_record(self, run: int) -> Record | None:
        """Return what is recorded of a run by now, for another thread to read."""
        self.take_records()
        record = self.recorder.record(run)
        return None if record is None else record.frozen()

    def rest(self) -> None:
        """Train no more, and work at no task, until it is gone on with."""
        self.worker.pause()
        self.worker.stop_task()

    def revive(self) -> None:
        """Let another thread carry on where the training thread has died of a fault."""
        self.worker = self.worker.successor()
        self.worker.start()
