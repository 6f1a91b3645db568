"""A long piece of work about the network, carried on beside the training, a little at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from weakref import ReferenceType

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.trainer import Trainer

T = TypeVar("T")
REPORT_EVERY = 0.05  # seconds, about: more often nobody could read it


class TaskStatus(StrEnum):
    """How a task stands."""

    WAITING = "waiting"  # for the step that is looked back at, before it begins
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"  # by the user, or because another document was opened
    REPLACED = "replaced"  # a newer one is worked at


class Task(Generic[T]):
    """A piece of work; `T`, a frozen value, is what it finds.

    Derive from it as a frozen dataclass, whose fields say what exactly is wanted.
    """

    def begin(self, trainer: Trainer) -> Iterator[T | None]:
        """Yield all that has been found so far, or None where there is nothing new to tell.

        It runs in the training thread, which goes on to other things at each yield: so yield
        often, about every millisecond. The trainer goes on, or is replaced, in between: take
        copies before the first yield, and leave it as it was. What is yielded last is the result.

        Raises
        ------
        Refusal
            In words, where the work can't be done.
        """
        raise NotImplementedError

    def memory_needed(self, trainer: Trainer) -> int:
        """Return about how many bytes it takes; so much is looked for before it begins."""
        return 0

    @property
    def about(self) -> Report[Any] | None:
        """The report of another task whose step it is about, too; None: what is looked at now."""
        return None

    @property
    def words(self) -> str:
        """What it is, in words, as in "not enough memory for ..."."""
        return "the work"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report(Generic[T]):
    """How a task stands, and what it has found so far.

    `number` counts the tasks that were started, from 1. `found` is None before the first yield.
    `message` says in words why it failed. `run`, `step`, `experiment` and `data` are what it is
    about: the parameters as they were when it began. What was found stays on the screen when
    another document is opened; so it doesn't keep the data, a large table maybe, but their
    `features`, by which parameters are named.
    """

    number: int
    task: Task[T]
    status: TaskStatus
    found: T | None = None
    message: str = ""
    run: int = 0
    step: int = 0
    experiment: Experiment | None = None
    data: ReferenceType[Dataset] | None = None
    features: tuple[str, ...] = ()

    def is_on(self, data: Dataset | None) -> bool:
        """Whether it is about these data."""
        return self.data is not None and self.data() is data

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status not in (TaskStatus.WAITING, TaskStatus.RUNNING)

    def found_by(self, kind: type[Task[Any]]) -> bool:
        """Whether it is of a task of this kind."""
        return isinstance(self.task, kind)


class Pulse:
    """Says when a report is due again, by the clock."""

    def __init__(self, every: float = REPORT_EVERY) -> None:
        self._every = every
        self._due = 0.0

    def beats(self) -> bool:
        """Whether a report is due now; then the next one is due a while later."""
        now = time.perf_counter()
        if now < self._due:
            return False
        self._due = now + self._every
        return True
