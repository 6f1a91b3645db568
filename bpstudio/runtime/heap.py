"""Memory that was freed goes back to the system; the C library would keep it in hand.

It does so for each thread apart, and what is kept between what is in use doesn't serve the next
large array: an hour of training one network after the other left 218 MB of it behind.
"""

from __future__ import annotations

import ctypes
import sys

# What mallopt(3) calls M_TRIM_THRESHOLD and M_MMAP_THRESHOLD.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
# bytes; what is larger has a mapping of its own. With 1 MB snapshots of a large network cost half
# as much again, for a mapping is made of pages that aren't there yet; with 4 MB a window that is
# used for long keeps too much in hand.
LARGE = 2**21
BLOCK = 100_000  # bytes: so much has to be freed for glibc to look at the end of a heap


def keep_little() -> None:
    """Have no thread keep more than `LARGE` at the end of its heap, from now on.

    Left to itself glibc keeps up to 64 MB there: the more, the larger the arrays that it saw go.
    """
    glibc = _glibc()
    if glibc is not None:
        glibc.mallopt(MMAP_THRESHOLD, LARGE)
        glibc.mallopt(TRIM_THRESHOLD, LARGE)


def give_back() -> None:
    """Give back what nobody uses, where the system's library can; takes some milliseconds.

    What lies at the end of a heap is given back by the thread alone that the heap is of: that is
    the one which calls this.
    """
    glibc = _glibc()
    if glibc is None:
        return
    glibc.malloc_trim(0)
    glibc.mallopt(TRIM_THRESHOLD, 0)
    glibc.free(ctypes.c_void_p(glibc.malloc(BLOCK)))
    glibc.mallopt(TRIM_THRESHOLD, LARGE)


def _glibc() -> ctypes.CDLL | None:
    """Return the C library; None where it is another than glibc."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        return None
    library.malloc.restype = ctypes.c_void_p
    return library
