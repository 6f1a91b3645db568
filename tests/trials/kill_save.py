"""A process is killed while it saves: what is there then is the old file or the new one, whole."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.trials.reading import TAKEN, tried
from tests.trials.report import Outcome
from tests.trials.saving import KINDS, save_for_ever

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

ASKED = "SIGKILL at a random moment of a save: the old or the new file, and it opens"
SHORT, FULL = 12, 500
LATEST = 0.04  # seconds: some saves of each kind
PATIENCE = 60.0  # seconds until a process is there


def trial(count: int, seed: int) -> Outcome:
    """Kill `count` processes that save."""
    outcome = Outcome("kill_save")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.trials.saving"])
    for one in range(seed, seed + count):
        name = KINDS[one % len(KINDS)]
        delay = float(np.random.default_rng(one).uniform(0, LATEST))
        with outcome.attempt(one), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            known = _killed(context, name, path, delay)
            found = path.read_bytes()
            assert found in known, f"{name} is {len(found)} bytes of neither version"
            if not name.endswith("png"):
                assert tried(str(path)) == TAKEN, f"{name} doesn't open"
            is_amid = len(list(Path(folder).iterdir())) > 1
            outcome.count("amid a save" if is_amid else "between two")
    return outcome


def _killed(context: ForkServerContext, name: str, path: Path, delay: float) -> tuple[bytes, bytes]:
    """Let a process save for a while and kill it; return what it may have left."""
    pipe, theirs = context.Pipe()
    process = context.Process(target=save_for_ever, args=(name, path, theirs), daemon=True)
    process.start()
    try:
        assert pipe.poll(PATIENCE), "the process didn't start"
        known: tuple[bytes, bytes] = pipe.recv()
        time.sleep(delay)
    finally:
        process.kill()
        process.join()
        pipe.close()
        theirs.close()
    return known
