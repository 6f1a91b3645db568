"""What else has to stay small: the start, reading a table, looking at a run, memory, growth."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bpstudio.experiment.build import load_data
from bpstudio.experiment.document_file import Contents
from bpstudio.experiment.schema import from_plain
from bpstudio.resources import resource
from bpstudio.runtime.headless import prepare
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.run import Run
from tests.benchmarks.speed import CASES, write_experiment

REPEATS = 5
PEAK = """
import resource, runpy, sys
sys.argv = ["bpstudio", *sys.argv[1:]]
try:
    runpy.run_module("bpstudio", run_name="__main__")
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run_of(file: Path) -> Run:
    """Return the run of an experiment, off and away."""
    experiment = from_plain(json.loads(file.read_text()))
    run = prepare(Contents(experiment), file.parent, "float32", None)
    run.train(endless=True)
    return run


def start_seconds() -> float:
    """Return how long `bpstudio train` takes to make one step and end."""
    file = str(resource("experiments", "circle.json"))
    command = (sys.executable, "-m", "bpstudio", "train", file, "--steps", "1")

    def once() -> float:
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - start

    return statistics.median(once() for _ in range(REPEATS))


def reading_seconds() -> float:
    """Return how long a table of 2,048 rows and 785 columns takes to be read."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_experiment(Path(folder), next(c for c in CASES if c.widths[0] == 784))
        experiment = from_plain(json.loads(file.read_text()))

        def once() -> float:
            start = time.perf_counter()
            load_data(experiment.data, experiment.loss, Path(folder))
            return time.perf_counter() - start

        return statistics.median(once() for _ in range(REPEATS))


def looking_share(file: Path, seconds: float = 3.0) -> float:
    """Return the share of the time that 30 snapshots a second take."""
    run = run_of(file)
    observer = Observer(run.trainer)
    spent, end = 0.0, time.perf_counter() + seconds
    while (now := time.perf_counter()) < end:
        observer.observe(run, 0, 0.0)
        spent += time.perf_counter() - now
        while time.perf_counter() < now + 1 / 30:
            run.advance(20)
    return spent / seconds


def growth(steps: int = 1_000_000) -> float:
    """Return how fast the last tenth of a run is, beside its first."""
    run = run_of(resource("experiments", "circle.json"))

    def tenth() -> float:
        start = time.perf_counter()
        run.advance(steps // 10)
        return time.perf_counter() - start

    tenths = [tenth() for _ in range(10)]
    return tenths[0] / tenths[-1]


def peak_bytes() -> int:
    """Return how much memory the training of the largest network takes in all, at its peak."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_experiment(Path(folder), CASES[-1])
        command = (sys.executable, "-c", PEAK, "train", str(file), "--steps", "100")
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(done.stdout.splitlines()[-1]) * 1024


def main() -> None:
    """Print the figures."""
    with np.errstate(all="ignore"):
        looks = {
            name: looking_share(resource("experiments", f"{name}.json"))
            for name in ("circle", "digits")
        }
    print("\n| what | measured | at most |")
    print("|---|---|---|")
    print(f"| `bpstudio train` of one step, start to end | {start_seconds():.2f} s | |")
    print(f"| a table of 784 columns and 2,048 rows is read | {reading_seconds():.2f} s | 1 s |")
    for name, share in looks.items():
        print(f"| 30 snapshots a second of {name} | {share:.1%} of the time | 3 % |")
    print(f"| 150528-100-10 trains within | {peak_bytes() / 1e6:,.0f} MB in all | 500 MB |")
    print(f"| the last tenth of 10⁶ steps | {growth():.0%} of the first's speed | |", flush=True)


if __name__ == "__main__":
    main()
