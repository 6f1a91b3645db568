"""What is worked out for a view, a snapshot at a time, while somebody looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bpstudio.experiment.trainer import Trainer

T = TypeVar("T")


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
    """The studies of one trainer, prepared when they are first wanted."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._prepared: dict[Study[Any], Callable[[], Any]] = {}

    def answers(self, wanted: Iterable[Study[Any]]) -> Mapping[Study[Any], Any]:
        """Return the answers to what is wanted now; what isn't gives its buffers back."""
        self._prepared = {
            study: self._prepared.get(study) or study.prepare(self._trainer) for study in wanted
        }
        return {study: answer() for study, answer in self._prepared.items()}
