"""Waiting for the training thread."""

import time

SOON = 10.0  # seconds


def wait_for(worker, condition, seconds=SOON):
    """Return the first snapshot that fulfils the condition."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        worker.want_snapshot()
        snapshot = worker.snapshot
        if condition(snapshot):
            return snapshot
        time.sleep(0.002)
    raise AssertionError(f"it didn't come: {worker.snapshot}")
