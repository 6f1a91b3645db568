"""Files that were sound and have been spoilt: read as they are, or refused in words."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from tests.trials import corpus
from tests.trials.pool import Result, Worker
from tests.trials.report import Outcome
from tests.trials.spoiling import WAYS, one_of

ASKED = (
    "fuzzed files (bytes, structure, zip, JSON, CSV): no uncaught exception, each ≤ 2 s and "
    "≤ 200 MB more, open document unchanged"
)
SHORT, FULL = 150, 10_000
SECONDS, MEGABYTES = 2.0, 200.0
TRIES = 3
IN_WINDOW = 10  # every so many files are opened in the window, the others are read
KINDS = ("experiments", "circuits", "lessons", "tables", "parameters", *("documents",) * 3)


def trial(count: int, seed: int) -> Outcome:
    """Spoil `count` files and read each."""
    outcome = Outcome("fuzz")
    with tempfile.TemporaryDirectory() as folder, Worker("tests.trials.opening") as worker:
        _warm_up(worker, Path(folder))
        for one in range(seed, seed + count):
            outcome.tried += 1
            path = spoilt(one, Path(folder))
            in_window = one % IN_WINDOW == 0
            function = "opened" if in_window else "tried"
            result = _called(worker, function, path)
            trouble = result.trouble
            if not trouble and result.seconds > SECONDS:
                trouble = f"{path.name} took {result.seconds:.1f} s"
            if not trouble and result.megabytes > MEGABYTES:
                trouble = f"{path.name} took {result.megabytes:.0f} MB"
            if trouble:
                outcome.fail(one, trouble, path)
            outcome.note(s=result.seconds, MB=result.megabytes)
            outcome.count("refused" if result.value else "taken")
            if not in_window:  # whose file is watched: without it, it isn't saved any more
                path.unlink()
    return outcome


def _called(worker: Worker, function: str, path: Path) -> Result:
    """Try a file; one that took too long is tried again, since the machine may be busy."""
    results = [worker.call(function, str(path))]
    while results[-1].seconds > SECONDS and not results[-1].trouble and len(results) < TRIES:
        results.append(worker.call(function, str(path)))
    return min(results, key=lambda result: (not result.trouble, result.seconds))


def spoilt(seed: int, folder: Path) -> Path:
    """Write the spoilt file of a seed."""
    rng = np.random.default_rng(seed)
    kind = one_of(rng, KINDS)
    name = one_of(rng, corpus.kinds()[kind])
    content = one_of(rng, WAYS[kind])(corpus.files()[name], rng)
    path = folder / f"{seed}{Path(name).suffix}"
    path.write_bytes(content)
    return path


def _warm_up(worker: Worker, folder: Path) -> None:
    """Open a sound file each way, so that what the first one brings along isn't counted."""
    for kind, names in corpus.kinds().items():
        path = folder / f"sound{Path(names[0]).suffix}"
        path.write_bytes(corpus.files()[names[0]])
        for function in ("tried", "opened"):
            result = worker.call(function, str(path))
            assert not result.trouble, f"{kind}: {result.trouble}"
    worker.forget()
