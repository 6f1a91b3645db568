"""What is fair where others work on the same machine: a time limit goes by how many there are."""

import os
from collections.abc import Callable

ATTEMPTS = 3


def crowd() -> float:
    """Return how many share each processor, of late; 1 where there is no waiting."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(os.getloadavg()[0] / (cores or 1), 1.0)


def within(longest: float, timed: Callable[[], float]) -> float:
    """Return how many seconds `timed` says that it took, at most `longest` in a crowd of one.

    What takes longer is done again: a program that is slow is slow each time, but a processor that
    is taken away for a moment, which no average tells of, isn't taken away each time.

    Raises
    ------
    AssertionError
        When it takes longer each time.
    """
    for _ in range(ATTEMPTS):
        took = timed()
        if took <= longest * crowd():
            return took
    raise AssertionError(f"it took {took:.3f} s, and longer than {longest} s each time")
