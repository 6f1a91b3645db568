"""The bench that is worked at, and the user's own, which rests while a guest has another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bpstudio.engine.activations import SATURATED_SHARE
from bpstudio.runtime.history import BUDGET as HISTORY_BUDGET
from bpstudio.ui.bench import Bench

if TYPE_CHECKING:
    from bpstudio.runtime.turnstile import Turnstile
    from bpstudio.runtime.worker import Worker
    from bpstudio.ui.document import Document

JOIN = 0.3  # seconds to wait for the threads at the end; see `ending`


class Benches:
    """All training threads of a window; what is set for one is set for whichever is worked at.

    Attributes
    ----------
    current
        The one that is worked at.
    own
        That of the user's own document while a guest has its place; else None.
    """

    def __init__(self, document: Document, turnstile: Turnstile) -> None:
        self._document, self._turnstile = document, turnstile
        self._threshold, self._history_budget = SATURATED_SHARE, HISTORY_BUDGET
        self._leaving: list[Worker] = []
        self._made = 0
        self.own: Bench | None = None
        self.current = self._new()

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self._threshold = share
        self.current.worker.set_threshold(share)

    def set_history_budget(self, size: int) -> None:
        """Let the checkpoints for looking back take so many bytes."""
        self._history_budget = size
        self.current.worker.set_history_budget(size)

    def lend(self) -> None:
        """Let the user's own rest as it is, with its record, and have another for a guest."""
        self.own = self.current
        self.own.rest()
        self.current = self._new()
        self.current.worker.start()
        self._set()

    def give_back(self) -> None:
        """Have the user's own back, as it was left, and end the guest's."""
        if self.own is None:
            return
        guest = self.current.worker
        guest.stop()
        self._leaving.append(guest)
        self.current, self.own = self.own, None
        self.current.worker.take_place()
        self._set()

    def let_go(self) -> None:
        """Keep nothing of a guest's whose thread has ended."""
        if self._leaving:
            self._leaving = [worker for worker in self._leaving if worker.is_alive()]

    def stop(self) -> bool:
        """End all threads; False where one is in the middle of something long."""
        benches = (self.current,) if self.own is None else (self.current, self.own)
        workers = (*(bench.worker for bench in benches), *self._leaving)
        for worker in workers:
            worker.stop()
        while not self._turnstile.is_open:
            self._turnstile.open()  # or they would stand there for a while
        end = time.perf_counter() + JOIN
        for worker in workers:
            worker.join(max(end - time.perf_counter(), 0.0))
        return not any(worker.is_alive() for worker in workers)

    def _new(self) -> Bench:
        self._made += 1
        return Bench(self._document, self._turnstile, self._made - 1)

    def _set(self) -> None:
        self.current.worker.set_threshold(self._threshold)
        self.current.worker.set_history_budget(self._history_budget)
