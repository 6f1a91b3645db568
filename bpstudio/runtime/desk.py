"""The one task that is worked at, and how it stands. No thread here; see `Conductor`."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import ref

from bpstudio.data.memory import check_available
from bpstudio.refusal import Refusal
from bpstudio.runtime.task import Report, Task, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.runtime.past import Past
    from bpstudio.runtime.run import Run

SLICE = 0.002  # seconds at a time

log = logging.getLogger(__name__)


class Desk:
    """Holds the newest task and carries it on; an older one gives way to it.

    Attributes
    ----------
    report
        How the newest task stands; None before the first. A newer one replaces it.
    """

    def __init__(self) -> None:
        self.report: Report[Any] | None = None
        self._number = 0
        self._work: Iterator[Any] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether there is something to be done."""
        return self.report is not None and not self.report.is_over

    def put(self, task: Task[Any], number: int) -> None:
        """Take on a task, the `number`-th; it begins when it is next gone on with."""
        if self.is_busy:
            self._end(TaskStatus.REPLACED)
        self.report = Report(number=number, task=task, status=TaskStatus.WAITING)

    def cancel(self) -> None:
        """Leave the task where it is; what it has found stays in the report."""
        if self.is_busy:
            self._end(TaskStatus.CANCELLED)

    def go_on(self, of: Run | Past | None) -> None:
        """Work for a short while; a task that hasn't begun is about `of` as it is now.

        Whatever goes wrong in the task is told in its report.
        """
        try:
            if self._work is None:
                self._begin(of)
            self._go_on()
        except Refusal as refusal:
            self._end(TaskStatus.FAILED, str(refusal))
        except MemoryError:
            self._end(TaskStatus.FAILED, "there isn’t enough memory for it")
        except Exception as error:
            log.exception("a task failed")
            self._end(TaskStatus.FAILED, f"{type(error).__name__}: {error}")

    def _begin(self, of: Run | Past | None) -> None:
        assert self.report is not None
        if of is None:
            raise Refusal("", "there is no network yet")
        task, trainer, about = self.report.task, of.trainer, self.report.task.about
        data = trainer.data
        self.report = replace(
            self.report,
            status=TaskStatus.RUNNING,
            run=of.number if about is None else about.run,
            step=trainer.descent.place.step if about is None else about.step,
            experiment=trainer.experiment if about is None else about.experiment,
            data=ref(data) if about is None else about.data,
            features=data.features if about is None else about.features,
        )
        check_available(task.memory_needed(trainer), "", task.words)
        self._work = iter(task.begin(trainer))

    def _go_on(self) -> None:
        assert self._work is not None
        assert self.report is not None
        end = time.perf_counter() + SLICE
        for found in self._work:
            if found is not None:
                self.report = replace(self.report, found=found)
            if time.perf_counter() >= end:
                return
        self._end(TaskStatus.FINISHED)

    def _end(self, status: TaskStatus, message: str = "") -> None:
        assert self.report is not None
        work, self._work = self._work, None
        self.report = replace(self.report, status=status, message=message)
        if work is not None and hasattr(work, "close"):
            try:
                work.close()
            except Exception:  # it is over all the same
                log.exception("a task failed while it ended")
