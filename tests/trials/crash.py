"""The application is killed while somebody works in it: the next start finds the work again."""

import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.storage import experiment_text
from bpstudio.runtime.left_behind import left_behind
from bpstudio.ui.autosave import INTERVAL
from tests.trials.apart import Apart, apart
from tests.trials.crowd import crowd
from tests.trials.report import Outcome
from tests.trials.watch import OWN_WORDS

ASKED = "SIGKILL of the application, in a lesson, too: at most 60 s lost, untitled too"
SHORT, FULL = 2, 100
OFTEN = 1.0  # seconds between two savings: nobody wants to wait for 100 minutes
LOST = 60.0 - INTERVAL  # seconds that may be lost beyond the interval
LATEST = 3.0  # seconds after the first saving is due that it is killed, at most
FILE = """{"format": "bpstudio", "version": 1, "data": {"name": "%s"},
 "network": {"hidden": [{"units": 8}]}, "training": {"epochs": 1000000}}"""


def trial(count: int, seed: int) -> Outcome:
    """Kill so many windows, with a file and without."""
    outcome = Outcome("crash")
    with apart("crash_window") as windows:
        for attempt in range(seed, seed + count):
            with outcome.attempt(attempt):
                lost = killed(windows, attempt)
                outcome.note(**{f"s lost, saved each {OFTEN:g} s": lost})
                outcome.note(**{f"s lost, saved each {INTERVAL:g} s": lost + INTERVAL - OFTEN})
    return outcome


def killed(windows: Apart, seed: int) -> float:
    """Kill a window at a random moment and return how many seconds of work are lost."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.json"
        file.write_text(text := FILE % ("circle", "moons")[seed % 2])
        case = {
            "seed": seed,
            "interval": OFTEN,
            "folder": folder,
            "is_told": True,
            "in_lesson": seed % 2 == 1,
        }
        case |= {"errors": f"{folder}/errors", "file": str(file) if seed % 4 < 2 else ""}
        windows.ask(**case)
        states, shelf = _killed_while_working(windows, OFTEN + rng.uniform(0, LATEST))
        killed_at = time.monotonic()
        errors = [
            line
            for line in Path(case["errors"]).read_text().splitlines()
            if not OWN_WORDS.search(line)
        ]
        assert file.read_text() == text, "the file was changed"
        assert not errors, errors
        found = left_behind(Path(shelf))
        assert not found.troubles, found.troubles
        kept_of_it = [kept for kept in found.kept if kept.kind == "experiment"]
        contents = [read_contents(kept.path) for kept in kept_of_it]  # the newest first
        for kept in found.kept:
            kept.slot.release(remove=True)
    whole = [kept for kept in kept_of_it if not kept.is_alone]
    assert len(whole) <= 1, f"{len(whole)} documents were kept"
    if contents:
        since = _until(states, experiment_text(contents[0].experiment), killed_at)
    else:
        since = _unsaved_since(states, killed_at)
    lost = max(killed_at - since, 0.0)
    assert lost <= OFTEN + LOST * crowd(), f"{lost:.1f} s are lost"
    return lost


def _killed_while_working(windows: Apart, after: float) -> tuple[list[dict[str, Any]], str]:
    """Return all states that were told, and the folder for recovery, of a window killed then."""
    states: list[dict[str, Any]] = []
    process, shelf, first = 0, "", time.monotonic()
    for told in windows.told():
        process, shelf = told.get("process", process), told.get("shelf", shelf)
        if "ended" in told:
            assert told["status"] == -signal.SIGKILL, told
            break
        if "at" in told:
            first = states[0]["at"] if states else told["at"]
            states.append(told)
            if told["at"] - first > after:
                os.kill(process, signal.SIGKILL)
                after = float("inf")
    return states, shelf


def _unsaved_since(states: list[dict[str, Any]], end: float) -> float:
    """Return since when there was something to lose."""
    first = states[0]["experiment"]
    unsaved = [one["at"] for one in states if one["step"] or one["experiment"] != first]
    return unsaved[0] if unsaved else end


def _until(states: list[dict[str, Any]], kept: str, end: float) -> float:
    """Return up to when the work was as it is kept: when the state after it began."""
    ends = [*(state["at"] for state in states[1:]), end]
    known = [over for state, over in zip(states, ends, strict=True) if state["experiment"] == kept]
    assert known, f"what was kept is no state that there was: {kept}"
    return max(known)
