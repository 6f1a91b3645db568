"""The window is closed, or told by the system to end, while it is busy."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from tests.trials.apart import Apart, apart
from tests.trials.crowd import within
from tests.trials.report import Outcome
from tests.trials.watch import OWN_WORDS

ASKED = (
    "window closed in training, in loading, in checking, in exporting, in a lesson, presented; "
    "SIGTERM: status 0 in 2 s, no Qt message, 200 each"
)
STATES = ("training", "loading", "preparing", "drawing", "checking", "exporting")
STATES += ("in_a_lesson", "presenting")
WAYS = ("close", "terminate")
SHORT, FULL = len(STATES), 200 * len(STATES) * len(WAYS)
LONGEST = 2.0  # seconds
LATEST = 0.6  # seconds that a state is left alone before its end, at most
AT_ONCE = 2

DIGITS = """{"format": "bpstudio", "version": 1, "data": {"name": "digits"},
 "network": {"hidden": [{"units": 32}, {"units": 16}]}, "training": {"epochs": 1000000}}"""
PHOTO = """{"format": "bpstudio", "version": 1,
 "data": {"name": "noise", "samples": 128, "features": 150528, "classes": 100, "test_fraction": 0},
 "training": {"batch_size": 32, "learning_rate": 2e-5, "epochs": 1000000}}"""
TINY = """{"format": "bpstudio", "version": 1, "data": {"name": "circle"},
 "network": {"hidden": [{"units": 2}]}, "training": {"epochs": 1000000}}"""
FILES = {"small": DIGITS, "large": PHOTO, "tiny": TINY}


def trial(count: int, seed: int) -> Outcome:
    """Close so many windows, in each state, by either way, of a small and of a large network."""
    outcome, seeds = Outcome("closing"), SimpleQueue[int]()
    for attempt in range(seed, seed + count):
        seeds.put(attempt)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(_close, seeds, outcome) for _ in range(AT_ONCE)]:
            done.result()
    return outcome


def _close(seeds: SimpleQueue[int], outcome: Outcome) -> None:
    """Close windows while there are seeds."""
    with apart("closing_window") as windows:
        while not seeds.empty():
            seed = seeds.get()
            with outcome.attempt(seed):
                outcome.note(s=within(LONGEST, lambda seed=seed: closed(windows, seed, outcome)))


def closed(windows: Apart, seed: int, outcome: Outcome) -> float:
    """Close a window; return the seconds that it took, and note those in which it worked."""
    rng, (case, state) = np.random.default_rng(seed), divmod(seed, len(STATES))
    case, way = divmod(case, len(WAYS))
    size = ("small", "large")[case % 2]
    if STATES[state] == "exporting":  # what takes long there is the number of steps
        size = "tiny"
    with tempfile.TemporaryDirectory() as folder:
        file, errors = Path(folder) / f"{size}.json", Path(folder) / "errors"
        file.write_text(FILES[size])
        wanted = {"state": STATES[state], "how": WAYS[way], "delay": rng.uniform(0, LATEST)}
        windows.ask(**wanted, folder=folder, file=str(file), errors=str(errors))
        asked = windows.hear()
        ended = windows.hear() if "asked" in asked else asked
        lines = [line for line in errors.read_text().splitlines() if not OWN_WORDS.search(line)]
        words = f"{wanted}, {size} network, {ended}: {lines}"
        left = {one.name for one in Path(folder).iterdir()} - {file.name, "run.csv", "errors"}
    assert ended["status"] == 0, words
    assert not lines, words
    assert not left, f"{words} left {left}"
    outcome.note(**{"s of work": ended["worked"] - asked["worked"]})
    return ended["ended"] - asked["asked"]
