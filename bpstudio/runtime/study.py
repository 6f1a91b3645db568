"""What is worked out for a view, a snapshot at a time, while somebody looks at it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bpstudio.experiment.trainer import Trainer

T = TypeVar("T")
log = logging.getLogger(__name__)
STUDY_SHARE = 0.015  # of the time, at most, for each study while it trains


class Study(Generic[T]):
    """A question about the network at one step; `T`, a frozen value, is the answer.

    Two studies that are equal are one: derive from it as a frozen dataclass, whose fields say
    what exactly is asked.
    """

    def prepare(self, trainer: Trainer) -> Callable[[], T]:
        """Return what answers, between two steps, as often as asked; with buffers of its own.

        It is called in the training thread and must leave everything as it was.
        """
        raise NotImplementedError


class Studies:
    """The studies of one trainer, prepared when they are first wanted.

    Attributes
    ----------
    spent
        The seconds that the last answers took.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._known: dict[Study[Any], _Answering] = {}
        self.spent = 0.0

    def answers(self, wanted: Iterable[Study[Any]], hurry: bool) -> Mapping[Study[Any], Any]:
        """Return the answers to what is wanted now; what isn't gives its buffers back.

        In a `hurry` an answer may be one that was given a little before: a study takes at most
        its share of the time. One that fails has the answer None from then on: a view's question
        doesn't stop the training.
        """
        start = time.thread_time()
        self._known = {
            study: self._known.get(study) or _Answering(study, self._trainer) for study in wanted
        }
        found = {study: known.answer(hurry) for study, known in self._known.items()}
        self.spent = time.thread_time() - start
        return found


class _Answering:
    """A study with its last answer; it is prepared when it is first asked."""

    def __init__(self, study: Study[Any], trainer: Trainer) -> None:
        self._study, self._trainer = study, trainer
        self._answer: Callable[[], Any] | None = None
        self._last: Any = None
        self._due = 0.0

    def answer(self, hurry: bool) -> Any:
        if self._last is None or not hurry or time.perf_counter() >= self._due:
            cost = time.thread_time()
            self._last = self._ask()
            cost = time.thread_time() - cost
            self._due = time.perf_counter() + cost / STUDY_SHARE
        return self._last

    def _ask(self) -> Any:
        try:
            if self._answer is None:
                self._answer = self._study.prepare(self._trainer)
            return self._answer()
        except Exception:
            log.exception("what a panel wanted to know couldn’t be worked out")
            self._answer = _nothing
            return None


def _nothing() -> None:
    """Answer what has failed before."""
