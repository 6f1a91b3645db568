"""Keeps what isn't saved, now and then, where the next start finds it after a crash."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from bpstudio.runtime.saver import Saver

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from concurrent.futures import Future

    from bpstudio.runtime.recovery import Kept
    from bpstudio.ui.unsaved import Unsaved

INTERVAL = 50.0  # seconds: with the time that waiting and writing take, a crash costs 60 at most
AGAIN = 10.0  # seconds until a run is asked for again that couldn't be had
POLL = 30  # ms between two looks at what is under way
LAST_RUN = 0.6  # seconds to wait for the run when the window has to close at once
LAST = 1.4  # seconds for that and for what is still to be written: the system gives two for all


def recovery_folder() -> Path:
    """Return the folder in which all windows of this user keep their work."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "recovery"


class Autosave(QObject):
    """Has unsaved documents written by a `Saver`, and drops what is settled.

    Neither the window nor the training waits: the run is asked for, and written in the saver's
    thread once it has come.

    Attributes
    ----------
    documents
        What it looks after.
    saver
        Does the writing.

    Signals
    -------
    failed
        It couldn't be done, and why; told once, until it can be done again.
    mended
        It can be done again.
    """

    failed = Signal(str)
    mended = Signal()

    def __init__(self, documents: Sequence[Unsaved], parent: QObject) -> None:
        super().__init__(parent)
        self.saver = Saver(recovery_folder())
        self.documents = tuple(documents)
        self._kept: dict[str, object] = {}  # by kind, the state that was kept last
        self._under_way: dict[str, Generator[None, None, object]] = {}
        self._failing: set[str] = set()
        self._leaves_work = False
        self._end: float | None = None  # when all must be written, where the window has to close
        self._timer = QTimer(self, interval=round(1000 * INTERVAL))
        self._timer.timeout.connect(self.save_now)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.save_now)
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self._go_on)
        for document in documents:
            document.settled.connect(partial(self._forget, document))
        self._timer.start()

    def save_now(self) -> None:
        """Begin to keep what has changed since it was kept last."""
        for document in self.documents:
            if not document.is_there:
                self._forget(document)
            elif self.has_news(document) and document.kind not in self._under_way:
                self._under_way[document.kind] = self._keep(document)
                self._poll.start()

    def has_news(self, document: Unsaved) -> bool:
        """Whether a document has anything that would be lost and isn't kept yet."""
        return document.is_there and self._kept.get(document.kind) != document.state

    @property
    def is_busy(self) -> bool:
        """Whether anything is being kept just now."""
        return bool(self._under_way)

    def leave_work(self) -> None:
        """Keep what isn't saved for the next start: the window closes without asking."""
        self._leaves_work = True
        self._end = time.monotonic() + LAST
        self._timer.stop()
        self._again.stop()
        for document in self.documents:
            if self.has_news(document):
                self._keep_at_once(document)

    def stop(self) -> None:
        """End; what was kept is removed, unless it is left for the next start."""
        for timer in (self._timer, self._again, self._poll):
            timer.stop()
        self._under_way.clear()
        self._kept.clear()
        self.documents = ()
        left = LAST if self._end is None else max(self._end - time.monotonic(), 0)
        self.saver.stop(keep=self._leaves_work, timeout=left)

    def adopt(self, kept: Kept) -> None:
        """Take over what has been recovered from an earlier window, as if this one had kept it.

        Where that can't be, it stays kept where it was found.
        """
        self._kept[kept.kind] = None  # what state that is isn't known
        self._under_way[kept.kind] = self._done(kept.kind, self.saver.adopt(kept))
        self._poll.start()

    def _keep(self, document: Unsaved) -> Generator[None, None, None]:
        """Wait for what there is to keep, and then until it is written."""
        state = document.state
        written = self.saver.keep((yield from document.draft()))
        if not (yield from self._done(document.kind, written)):
            return
        if written.result():
            self._kept[document.kind] = state
        else:  # the run is still to come
            self._again.start(round(1000 * AGAIN))

    def _done(self, kind: str, work: Future[Any]) -> Generator[None, None, bool]:
        """Wait for work of the saver, and tell whether it could be done."""
        while not work.done():
            yield
        error = work.exception()
        self._tell(kind, error)
        return error is None

    def _go_on(self) -> None:
        for kind, work in list(self._under_way.items()):
            if next(work, work) is work:
                self._under_way.pop(kind, None)
        if not self._under_way:
            self._poll.stop()

    def _keep_at_once(self, document: Unsaved) -> None:
        """Have a document written, without its run where that isn't to be had soon."""
        draft, end = document.draft(), time.monotonic() + LAST_RUN
        try:
            while time.monotonic() < end:
                next(draft)
                time.sleep(0.005)
        except StopIteration as done:
            self.saver.keep(done.value)
            return
        self.saver.keep(document.quick_draft())

    def _forget(self, document: Unsaved) -> None:
        """Keep nothing of a document any more, nor what is under way."""
        was_under_way = self._under_way.pop(document.kind, None) is not None
        if was_under_way or document.kind in self._kept:
            self._kept.pop(document.kind, None)
            self._failing.discard(document.kind)
            self.saver.drop(document.kind)

    def _tell(self, kind: str, error: BaseException | None) -> None:
        had_failed = bool(self._failing)
        if error is None:
            self._failing.discard(kind)
            if had_failed and not self._failing:
                self.mended.emit()
        else:
            self._failing.add(kind)
            if not had_failed:
                self.failed.emit(str(error) or type(error).__name__)
