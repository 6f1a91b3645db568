"""Memory that was freed is the system's again."""

import ctypes
import platform
import subprocess
import sys
import threading

import numpy as np
import psutil
import pytest

from bpstudio.runtime.heap import give_back, keep_little

MEGA = 2**20
OF_GLIBC = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc",
    reason="malloc_trim and mallopt are glibc’s own: with another C library there is nothing that "
    "could be called, and that nothing is done then is tested by the last test, everywhere",
)
# Large arrays have glibc keep more in hand in all of a process, so it is one of its own.
LEFT_BY_A_THREAD = """
import sys, threading
import numpy as np, psutil
from bpstudio.runtime.heap import LARGE, give_back, keep_little

def taken():
    return psutil.Process().memory_info().rss / 2**20

def use_much():
    for _ in range(3):
        np.ones(30 * 2**20, np.uint8)
    np.ones(LARGE * 7 // 8, np.uint8)  # has no mapping of its own, and is at the end of the heap
    if "give back" in sys.argv:
        give_back()
    print(taken() - before)

if "keep little" in sys.argv:
    keep_little()
before = taken()
thread = threading.Thread(target=use_much)
thread.start()
thread.join()
"""


def left_by_a_thread(*does: str) -> float:
    """Return how many MB a process has more after one of its threads has used much."""
    command = [sys.executable, "-c", LEFT_BY_A_THREAD, *does]
    return float(subprocess.check_output(command, text=True))


@OF_GLIBC
def test_what_a_thread_has_freed_goes_back():
    kept = []

    def use_much():
        several = [np.ones(10_000, np.uint8) for _ in range(10_000)]  # each too small for a mapping
        kept.append(several[-1])  # and the last one, on top, keeps the others from going

    give_back()
    before = psutil.Process().memory_info().rss
    thread = threading.Thread(target=use_much)
    thread.start()
    thread.join()
    give_back()
    assert psutil.Process().memory_info().rss < before + 20 * MEGA


@OF_GLIBC
def test_a_thread_keeps_little_at_the_end_of_its_heap():
    assert left_by_a_thread("keep little") < 4 < 20 < left_by_a_thread()


@OF_GLIBC
def test_and_gives_that_back_too():
    assert left_by_a_thread("keep little", "give back") < 1 < left_by_a_thread("keep little")


def test_where_the_library_cannot_nothing_is_done(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())  # which has neither
    keep_little()
    give_back()
