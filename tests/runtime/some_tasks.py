"""Tasks for the tests."""

import time
from dataclasses import dataclass

from bpstudio.refusal import Refusal
from bpstudio.runtime.task import Task
from tests.runtime.waiting import SOON


@dataclass(frozen=True)
class Counting(Task):
    """Counts, and tells with each number the step that it is about."""

    to: int = 1_000_000
    pause: float = 0.0005

    def begin(self, trainer):
        """Count."""
        step = trainer.descent.place.step
        for number in range(1, self.to + 1):
            time.sleep(self.pause)
            yield (number, step)


@dataclass(frozen=True)
class Failing(Task):
    """Finds something, then fails."""

    error: Exception

    def begin(self, trainer):
        """Fail."""
        yield 7
        raise self.error


@dataclass(frozen=True)
class Greedy(Counting):
    """Wants more memory than there is."""

    def memory_needed(self, trainer):
        """Return more than there is."""
        return 10**18

    @property
    def words(self):
        """What it is."""
        return "a greedy task"


REFUSED = Refusal("network", "it can’t be done")


def report_when(worker, condition):
    """Return the first report that fulfils the condition."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        report = worker.report
        if report is not None and condition(report):
            return report
        time.sleep(0.002)
    raise AssertionError(f"it didn't come: {worker.report}")
