"""The window is closed, or told by the system to end, while it is busy."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from tests.trials.apart import apart
from tests.trials.report import Outcome

ASKED = (
    "window closed in training, in loading, in checking, in exporting; SIGTERM: "
    "status 0 in 2 s, no Qt message, 200 each"
)
STATES = ("training", "loading", "preparing", "drawing", "checking", "exporting")
WAYS = ("close", "terminate")
SHORT, FULL = 6, 200 * len(STATES) * len(WAYS)
LONGEST = 2.0  # seconds
LATEST = 0.6  # seconds that a state is left alone before its end, at most
AT_ONCE = 2

DIGITS = """{"format": "bpstudio", "version": 1, "data": {"name": "digits"},
 "network": {"hidden": [{"units": 32}, {"units": 16}]}, "training": {"epochs": 1000000}}"""
PHOTO = """{"format": "bpstudio", "version": 1,
 "data": {"name": "noise", "samples": 128, "features": 150528, "classes": 100, "test_fraction": 0},
 "training": {"batch_size": 32, "learning_rate": 2e-5, "epochs": 1000000}}"""
FILES = {"small": DIGITS, "large": PHOTO}


def trial(count: int, seed: int) -> Outcome:
    """Close so many windows, in each state, by either way, of a small and of a large network."""
    outcome = Outcome("closing")

    def close(attempt: int) -> None:
        with outcome.attempt(attempt):
            outcome.note(s=closed(attempt))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(close, range(seed, seed + count)))
    return outcome


def closed(seed: int) -> float:
    """Close one window, whose state and size go by the seed; return the seconds that it took."""
    rng, case = np.random.default_rng(seed), seed
    case, state = divmod(case, len(STATES))
    case, way = divmod(case, len(WAYS))
    size = list(FILES)[case % len(FILES)] if STATES[state] != "exporting" else "small"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{size}.json"
        file.write_text(FILES[size])
        delay = rng.uniform(0, LATEST)
        words = (STATES[state], WAYS[way], f"{delay:.3f}", folder, file)
        with apart("closing_window", *words) as window:
            asked = window.hear()["at"]
            took = window.end() - asked
            errors, status = window.errors(), window.process.returncode
        left = {one.name for one in Path(folder).iterdir()} - {file.name, "run.csv"}
    case_words = f"{size} network, {STATES[state]}, {WAYS[way]} after {delay:.3f} s"
    assert status == 0, f"{case_words}: status {status}: {errors}"
    assert not errors, f"{case_words}: {errors}"
    assert not left, f"{case_words}: left {left}"
    assert took <= LONGEST, f"{case_words}: took {took:.2f} s"
    return took
