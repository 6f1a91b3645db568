"""Keeps unsaved work in the folder for recovery, in a thread of its own."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from bpstudio.experiment.circuits.storage import write_diagram
from bpstudio.experiment.document_file import keep_document
from bpstudio.experiment.table_path import seen_from
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import document_entries
from bpstudio.runtime.left_behind import Found, left_behind
from bpstudio.runtime.recovery import CIRCUIT, EXPERIMENT, About, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recovery import Draft, Kept
    from bpstudio.runtime.saved_run import SavedRun

T = TypeVar("T")


@dataclass(frozen=True)
class ExperimentDraft:
    """An experiment with its run and the record of it, which nobody changes any more."""

    experiment: Experiment
    run: tuple[SavedRun, Record] | None
    about: About
    bookmarks: Bookmarks = ()
    kind: str = EXPERIMENT

    @property
    def is_whole(self) -> bool:
        """Whether its run is in it."""
        return self.run is not None

    def write(self, path: Path) -> None:
        """Write it as a document; a table is named as seen from there."""
        entries = {} if self.run is None else document_entries(*self.run, path.parent)
        keep_document(path, seen_from(self.experiment, path.parent), entries, self.bookmarks)


@dataclass(frozen=True)
class CircuitDraft:
    """A circuit."""

    diagram: Diagram
    about: About
    kind: str = CIRCUIT
    is_whole: bool = True

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        write_diagram(self.diagram, path)


class Saver:
    """Does one thing after the other, in a thread that begins with the first.

    What is asked for is done in the order in which it was asked for; the futures tell how it went.

    Parameters
    ----------
    shelf
        The folder in which all windows keep their work.
    """

    def __init__(self, shelf: Path) -> None:
        self.shelf = shelf
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._slot: Slot | None = None
        self._found: dict[Slot, set[str]] = {}  # of earlier windows, with what is left in them

    def keep(self, draft: Draft) -> Future[bool]:
        """Keep a document, in place of what was kept of it; its run stays where it has none.

        The answer is whether there is no more to be kept, as `Slot.keep` says.
        """
        return self._do(lambda: self._keep(draft))

    def drop(self, kind: str) -> Future[None]:
        """Keep nothing of a document."""
        return self._do(lambda: self._drop(kind))

    def search(self) -> Future[Found]:
        """Look for what earlier windows have left behind; it is held until `stop`."""
        return self._do(self._search)

    def adopt(self, kept: Kept) -> Future[None]:
        """Make what an earlier window left behind this window's own."""
        return self._do(lambda: self._adopt(kept))

    def discard(self, kept: Kept) -> Future[None]:
        """Remove what an earlier window left behind."""
        return self._do(lambda: self._discard(kept))

    def stop(self, *, keep: bool, timeout: float) -> None:
        """End, and remove what this window has kept unless the next start is to find it.

        What is left of earlier windows stays in any case, and is noted as seen unless the next
        start is to find what there is.
        """
        if self._thread is not None:
            self._do(lambda: self._release(keep))
            self._jobs.put(None)
            self._thread.join(timeout)
            self._thread = None

    def _do(self, work: Callable[[], T]) -> Future[T]:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="autosave", daemon=True)
            self._thread.start()
        answer: Future[T] = Future()
        self._jobs.put(lambda: _answer(answer, work))
        return answer

    # From here on: the thread.

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _keep(self, draft: Draft) -> bool:
        try:
            return self._own().keep(draft)
        except Refusal:
            if self._slot is not None and not self._slot.folder.is_dir():
                self._slot.release(remove=True)  # somebody has: the next attempt makes another
                self._slot = None
            raise

    def _own(self) -> Slot:
        if self._slot is None:
            self._slot = Slot.make(self.shelf)
        return self._slot

    def _drop(self, kind: str) -> None:
        if self._slot is not None:
            self._slot.drop(kind)

    def _search(self) -> Found:
        found = left_behind(self.shelf)
        for kept in found.kept:
            self._found.setdefault(kept.slot, set()).add(kept.place)
        return found

    def _adopt(self, kept: Kept) -> None:
        self._own().adopt(kept)
        self._leave(kept)

    def _discard(self, kept: Kept) -> None:
        kept.slot.remove(kept.place)
        self._leave(kept)

    def _leave(self, kept: Kept) -> None:
        """Let go of an earlier window's slot once nothing is left in it that can be read."""
        left = self._found.get(kept.slot, set())
        left.discard(kept.place)
        if not left and self._found.pop(kept.slot, None) is not None:
            kept.slot.leave()

    def _release(self, keep: bool) -> None:
        for slot in self._found:
            if not keep:
                slot.note_seen()
            slot.release(remove=False)
        self._found.clear()
        if self._slot is not None:
            self._slot.release(remove=not keep)
            self._slot = None


def _answer(answer: Future[T], work: Callable[[], T]) -> None:
    try:
        answer.set_result(work())
    except Exception as error:  # whoever asked has to tell of it
        answer.set_exception(error)
