"""The doctors of the runs, at a pace that the training hardly notices."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from bpstudio.runtime.doctor.doctor import Doctor
from bpstudio.runtime.snapshot import Status

if TYPE_CHECKING:
    from bpstudio.engine.program import Array
    from bpstudio.runtime.doctor.finding import Finding
    from bpstudio.runtime.run import Run

SHARE = 0.01  # of the time, at most
MOST_DOCTORS = 10

log = logging.getLogger(__name__)


class Practice:
    """Watches runs: `note` what they do, `visit` them often; few visits are looks.

    A doctor who fails is put down in the log, and lets that run be until its next edit: who
    watches mustn't stop what is watched.
    """

    def __init__(self) -> None:
        self._doctors: OrderedDict[int, Doctor] = OrderedDict()
        self._looked: dict[int, tuple[object, ...]] = {}
        self._failed: dict[int, object] = {}  # by run, the trainer that was too much for it
        self._due_at = 0.0

    def note(self, run: Run, losses: Array) -> None:
        """Take the batch losses of the steps that a run has made."""
        self._doctor_of(run).note(losses)

    def visit(self, run: Run) -> None:
        """Look at a run if it is time for that, and at one that stands still once."""
        if not self.is_due(run):
            return
        cost = time.thread_time()
        self._look(run)
        cost = time.thread_time() - cost
        self._due_at = time.perf_counter() + cost / SHARE
        self._looked[run.number] = _state(run)

    def is_due(self, run: Run) -> bool:
        """Whether a visit now would be a look."""
        has_looked = _state(run) == self._looked.get(run.number)
        if has_looked or self._failed.get(run.number) is run.trainer:
            return False
        return not run.is_running or time.perf_counter() >= self._due_at

    def _look(self, run: Run) -> None:
        try:
            self._doctor_of(run).look(run.trainer, run.status is Status.DIVERGED)
        except Exception:
            log.exception("the doctor failed")
            self._doctors[run.number] = Doctor()
            self._failed[run.number] = run.trainer

    def findings(self, run: int) -> tuple[Finding, ...]:
        """Return what is wrong with a run, as far as it has been looked at."""
        doctor = self._doctors.get(run)
        return () if doctor is None else doctor.findings

    def forget(self) -> None:
        """Give all buffers back."""
        self._doctors.clear()
        self._looked.clear()
        self._failed.clear()

    def _doctor_of(self, run: Run) -> Doctor:
        doctor = self._doctors.pop(run.number, None) or Doctor()
        self._doctors[run.number] = doctor
        while len(self._doctors) > MOST_DOCTORS:
            number, _ = self._doctors.popitem(last=False)
            self._looked.pop(number, None)
            self._failed.pop(number, None)
        return doctor


def _state(run: Run) -> tuple[object, ...]:
    return run.trainer, run.step_made, run.status
