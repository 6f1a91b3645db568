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
# Such an array has glibc keep more in hand in all of a process, so it is one of its own.
LEFT_BY_A_THREAD = """
import threading
import numpy as np, psutil
from bpstudio.runtime.heap import give_back, keep_little

def taken():
    return psutil.Process().memory_info().rss / 2**20

def use_much():
    for _ in range(3):
        np.ones(30 * 2**20, np.uint8)
    np.ones(7 * 2**19, np.uint8)
    give_back()
    print(taken() - before)

keep_little()
before = taken()
thread = threading.Thread(target=use_much)
thread.start()
thread.join()
"""


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
def test_so_does_what_it_has_left_at_the_end_of_its_heap():
    told = subprocess.check_output([sys.executable, "-c", LEFT_BY_A_THREAD], text=True)
    assert float(told) < 2


def test_where_the_library_cannot_nothing_is_done(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())  # which has neither
    keep_little()
    give_back()
