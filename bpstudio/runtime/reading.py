"""A thread that reads, or writes, something large while the window goes on; it can be given up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from bpstudio.data.progress import Cancelled
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Reading(threading.Thread, Generic[T]):
    """Carries out `work`, which tells its progress by calling what it is given.

    Parameters
    ----------
    work
        Called with `report`; calls it with the share done, 0 to 1, often enough: that is where
        it can be given up.

    Attributes
    ----------
    share
        How much has been done, 0 to 1.
    result
        What came out; None so far, and where it was given up or refused.
    refusal
        Why it can't be had; None so far.
    """

    def __init__(self, work: Callable[[Callable[[float], None]], T]) -> None:
        super().__init__(name="reading")
        self.share = 0.0
        self.result: T | None = None
        self.refusal: Refusal | None = None
        self._work = work
        self._given_up = threading.Event()

    @property
    def has_begun(self) -> bool:
        """Whether it has been started."""
        return self.ident is not None

    def give_up(self) -> None:
        """Let it end at its next report, without a result."""
        self._given_up.set()

    def run(self) -> None:
        """Do the work."""
        try:
            self._report(0.0)
            self.result = self._work(self._report)
        except Refusal as refusal:
            self.refusal = refusal
        except MemoryError:
            self.refusal = Refusal("", "there is not enough memory for this")
        except Cancelled:
            pass

    def _report(self, share: float) -> None:
        self.share = share
        if self._given_up.is_set():
            raise Cancelled
