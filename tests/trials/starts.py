"""Training that is started and stopped again and again: nothing of it may stay."""

import ctypes
import gc
import sys
import threading
import time

import numpy as np
import psutil
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.spec import (
    MAX_EPOCHS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
)
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_application
from bpstudio.ui.document import Document
from bpstudio.ui.session import Session
from tests.trials.crowd import within
from tests.trials.report import Outcome

ASKED = "training started and stopped: no thread more, memory < 5 MB more, stop ≤ 200 ms"
SHORT, FULL = 30, 1_000
WARM_UP = 20  # attempts, before the memory is looked at
MOST = 5.0  # MB
COLD, MOST_WHEN_COLD = 100, 20.0  # starts in which all that is needed has been loaded
LONGEST = 0.2  # seconds
SOON = 20.0  # seconds
WIDTHS = ((8,), (64, 64), (512, 512), (50,) * 10)
MEGA = 2**20


def trial(count: int, seed: int) -> Outcome:
    """Start and stop so many trainings."""
    outcome = Outcome("starts")
    app, me, first = create_application(), psutil.Process(), 0.0
    for attempt in range(seed, seed + count):
        with outcome.attempt(attempt):
            threads = threading.active_count()
            took = within(LONGEST, lambda seed=attempt: _start_and_stop(app, seed))
            outcome.note(ms=1_000 * took)
            assert threading.active_count() == threads
        if attempt - seed == min(WARM_UP, count // 2):
            first = _taken(me)
    grown = _taken(me) - first
    outcome.note(**{"MB grown": grown})
    if grown >= (MOST if count > COLD else MOST_WHEN_COLD):
        outcome.fail(seed, f"{grown:.1f} MB more after {count} starts")
    return outcome


def _start_and_stop(app: QApplication, seed: int) -> float:
    """Return how long, in seconds, the longer of a pause and of the end took."""
    rng = np.random.default_rng(seed)
    layers = tuple(LayerSpec(units=units) for units in WIDTHS[seed % len(WIDTHS)])
    data, network = DataSpec(name="digits"), NetworkSpec(hidden=layers)
    training = TrainingSpec(epochs=MAX_EPOCHS)
    document = Document(Experiment(data=data, network=network, training=training))
    session = Session(document)
    try:
        session.set_pace(None)
        session.train()
        _wait(app, session, lambda: session.snapshot.step > 0)
        for _ in range(int(rng.integers(5))):
            app.processEvents()
            time.sleep(rng.uniform(0, 0.01))
        paused = _paused(session) if seed % 2 else 0.0  # the others are stopped while they train
    finally:
        start = time.perf_counter()
        session.stop()
        took = time.perf_counter() - start
    assert not session.is_alive
    for owned in (session, document):
        owned.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return max(took, paused)


def _paused(session: Session) -> float:
    """Pause, and return after how many seconds no more updates are made."""
    start = time.perf_counter()
    session.pause()
    while session._worker.snapshot.status is not Status.PAUSED:
        assert time.perf_counter() - start < SOON
        time.sleep(0.001)
    return time.perf_counter() - start


def _wait(app: QApplication, session: Session, condition) -> None:
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, session.snapshot
        app.processEvents()
        time.sleep(0.001)


def _taken(process: psutil.Process) -> float:
    """Return how many MB the process takes.

    Without what is only left to be collected, and what the C library keeps in hand: each thread
    takes memory from an arena of its own, of which what is free stays the process's for a while.
    """
    gc.collect()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).malloc_trim(0)
    return process.memory_info().rss / MEGA
