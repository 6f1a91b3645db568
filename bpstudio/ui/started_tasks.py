"""The tasks that were started, and what there is to be told of them: of each, how it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bpstudio.runtime.task import Report, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.runtime.task import Task


class StartedTasks:
    """Numbers tasks, from 1; the training thread tells of the newest alone.

    Attributes
    ----------
    report
        How the newest task stands, as was told last; None before the first.
    """

    def __init__(self) -> None:
        self.report: Report[Any] | None = None
        self._number = 0
        self._open: dict[int, Task[Any]] = {}  # whose end hasn't been told yet

    def number(self, task: Task[Any]) -> int:
        """Return the number of a task that is being started."""
        self._number += 1
        self._open[self._number] = task
        return self._number

    def news(self, newest: Report[Any] | None) -> Iterator[Report[Any]]:
        """Yield what has changed, each as the `report` then: older tasks have been replaced."""
        last = self.report
        if newest is None or newest is last:
            return
        for number in [number for number in self._open if number < newest.number]:
            task = self._open.pop(number)
            known = last if last is not None and last.number == number else None
            known = known or Report(number=number, task=task, status=TaskStatus.WAITING)
            self.report = replace(known, status=TaskStatus.REPLACED)
            yield self.report
        if newest.is_over:
            self._open.pop(newest.number, None)
        self.report = newest
        yield newest
