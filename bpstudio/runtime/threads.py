"""How many threads a matrix product may use: a function of shapes and cores, never of timing.

The last bits of a product depend on the number of threads, so the same experiment on the same
machine must always get the same number. Two threads made small layers up to 25 times slower,
784-128-64-10 at batch 64 1.3 times faster and 784-512-512-10 at batch 128 1.8 times. Where another
program keeps the cores busy, threads that wait for each other cost more than they bring: with two
of them, the panels of a large gradient, some hundred small products, took ten times as long then.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

from bpstudio.engine.panels import PANEL_BYTES
from bpstudio.engine.rule import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.engine.parameters import Shape

THREAD_PRODUCTS = 3e6  # multiplications that a thread has to have before it pays off
MOST_THREADS = 8
FLOAT32_BYTES = 4


def product_threads(shape: Shape, batch: int) -> int:
    """Return the number of threads for a network of this shape at this batch size.

    Where the gradient is formed in panels, these are the products that have to be large enough.
    """
    largest = max(out * into * batch for out, into in shape.blocks)
    if shape.size >= LARGE:
        largest = min(largest, PANEL_BYTES // FLOAT32_BYTES * batch)
    return max(min(cores(), MOST_THREADS, int(largest / THREAD_PRODUCTS)), 1)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def use_threads(count: int) -> None:
    """Let NumPy's matrix products use `count` threads from now on."""
    _blas().limit(limits=count, user_api="blas")


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let matrix products use `count` threads within, and as many as before afterwards."""
    with _blas().limit(limits=count, user_api="blas"):
        yield
