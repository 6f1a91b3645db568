"""Memory that was freed goes back to the system; the C library would keep it in hand.

It does so for each thread apart, and what is kept between what is in use doesn't serve the next
large array: an hour of training one network after the other left 218 MB of it behind.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# What mallopt(3) calls M_TRIM_THRESHOLD and M_MMAP_THRESHOLD.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
LARGE = 2**20  # bytes


def keep_little() -> None:
    """Have no thread keep more than a MB at the end of its heap, from now on.

    Each time a large array is freed, glibc allows itself twice as much, up to 64 MB a thread, and
    `give_back` doesn't reach it. With fixed thresholds large arrays have mappings of their own.
    """
    set_option = _of_the_library("mallopt")
    if set_option is not None:
        set_option(MMAP_THRESHOLD, LARGE)
        set_option(TRIM_THRESHOLD, LARGE)


def give_back() -> None:
    """Give back what nobody uses, where the system's library can; takes some milliseconds."""
    trim = _of_the_library("malloc_trim")
    if trim is not None:
        trim(0)


def _of_the_library(name: str) -> Callable[..., object] | None:
    """Return a function of glibc; None where that isn't the C library, or lacks it."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
