"""Memory that was freed is the system's again."""

import ctypes
import platform
import threading

import numpy as np
import psutil
import pytest

from bpstudio.runtime.heap import give_back

MEGA = 2**20


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc",
    reason="malloc_trim is glibc’s: another C library gives memory back when it likes, unasked",
)
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


def test_where_the_library_cannot_nothing_is_done(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())  # which has no malloc_trim
    give_back()
