"""Files that are made to fill the memory or to reach elsewhere: refused, and nothing is taken."""

import os
import tempfile
from pathlib import Path

from tests.trials.bomb_files import BOMBS, GROWN
from tests.trials.pool import Worker
from tests.trials.report import Outcome

SECONDS, MEGABYTES = 10.0, 50.0
PLACES = ("link to a device.bps", "folder.bps", "pipe.bps", "link to itself.bps", "missing.bps")
ASKED = (
    "bombs (zip, nesting, huge shapes, 10^6 entries, ../, links, duplicates): refused, "
    "≤ 50 MB taken"
)
SHORT = FULL = len(BOMBS) + len(PLACES)


def trial(count: int, seed: int) -> Outcome:
    """Read `count` bombs, the one of number `seed` first; there are `FULL` of them."""
    outcome = Outcome("bombs")
    names = [*BOMBS, *PLACES]
    with (
        tempfile.TemporaryDirectory() as folder,
        Worker("tests.trials.reading", afresh=True) as worker,
    ):
        for one in range(seed, seed + count):
            name = names[one % len(names)]
            path = Path(folder) / name.replace("/", " ")
            _lay(path, name)
            _try(worker, path, one, outcome)
            _take_away(path)
    return outcome


def _lay(path: Path, name: str) -> None:
    if name in BOMBS:
        path.write_bytes(BOMBS[name]())
        if name in GROWN:
            os.truncate(path, GROWN[name])
    elif name.startswith("link to a device"):
        path.symlink_to("/dev/zero")
    elif name.startswith("folder"):
        path.mkdir()
    elif name.startswith("pipe"):
        os.mkfifo(path)
    elif name.startswith("link to itself"):
        path.symlink_to(path)


def _try(worker: Worker, path: Path, seed: int, outcome: Outcome) -> None:
    outcome.tried += 1
    result = worker.call("tried", str(path))
    outcome.note(s=result.seconds, MB=result.megabytes)
    trouble = result.trouble
    if not trouble and not result.value:
        trouble = "wasn't refused"
    if not trouble and result.megabytes > MEGABYTES:
        trouble = f"took {result.megabytes:.0f} MB"
    if not trouble and result.seconds > SECONDS:
        trouble = f"took {result.seconds:.0f} s"
    if trouble:
        outcome.fail(seed, f"{path.name}: {trouble}")


def _take_away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
