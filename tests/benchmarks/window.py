"""What the window costs: training in it, at full pace, beside training without one.

Pairs alternate, since a machine is faster one minute than the next: `bpstudio train --json`, which
times the training loop alone, then the same experiment in a window with every view in sight. The
window is drawn on the display that there is, or else by Qt's offscreen platform.

    python -m tests.benchmarks.window [PAIRS [SECONDS]]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bpstudio.resources import resource

PAIRS, SECONDS = 5, 8.0
ENDLESS = 10**9  # epochs
HERE = Path(__file__).parent
LARGE = {
    "format": "bpstudio",
    "version": 1,
    "data": {"name": "noise", "features": 784, "classes": 10, "samples": 2_048},
    "network": {"hidden": 2 * [{"units": 512, "activation": "relu"}]},
    "training": {"batch_size": 128, "learning_rate": 0.01},
}
# name, experiment, steps without a window, least share, aim
NETWORKS = (
    ("2-8-8-2", json.loads(resource("experiments", "circle.json").read_text()), 200_000, 60, 75),
    ("784-512-512-10", LARGE, 400, 75, 75),
)


def write_experiment(folder: Path, plain: dict) -> Path:
    """Write an experiment that never ends."""
    training = plain["training"] | {"epochs": ENDLESS}
    file = folder / "experiment.json"
    file.write_text(json.dumps(plain | {"training": training}))
    return file


def last_line(folder: Path, *arguments: str) -> dict:
    """Run Python with a home of its own and return the JSON that it prints."""
    command = (sys.executable, "-m", *arguments)
    env = os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return json.loads(done.stdout.splitlines()[-1])


def measure(plain: dict, steps: int, pairs: int, seconds: float) -> list[tuple[float, dict]]:
    """Return of each pair the speed without a window, and the report from within one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write_experiment(folder, plain)
        train = ("bpstudio", "train", str(file), "--json", "--steps", str(steps))
        window = ("tests.benchmarks.in_window", str(file), str(seconds))
        return [
            (last_line(folder, *train)["steps_per_second"], last_line(folder, *window))
            for _ in range(pairs)
        ]


def row(name: str, measured: list[tuple[float, dict]], bounds: str) -> str:
    """Return a row of the table: medians, and of the share its least and largest pair."""
    shares = sorted(window["steps_per_second"] / alone for alone, window in measured)
    windows = [window for _, window in measured]

    def median(of: str) -> float:
        return statistics.median(window[of] for window in windows)

    def rate(of: str) -> str:
        return f"{statistics.median(window['per_second'].get(of, 0.0) for window in windows):.0f}"

    views = (of for of in windows[0]["per_second"] if of not in ("ticks", "snapshots"))
    cells = (
        name,
        f"{statistics.median(alone for alone, _ in measured):,.0f}",
        f"{median('steps_per_second'):,.0f}",
        f"{statistics.median(shares):.0%} ({shares[0]:.0%} to {shares[-1]:.0%})",
        bounds,
        f"{median('window_share'):.0%}",
        f"{median('late_p50'):.1f}/{median('late_p99'):.1f}",
        f"{rate('ticks')}/{rate('snapshots')}",
        ", ".join(f"{of} {rate(of)}" for of in sorted(views)),
    )
    return f"| {' | '.join(cells)} |"


def main(pairs: int = PAIRS, seconds: float = SECONDS) -> None:
    """Print the table."""
    print(f"\nIn a window ({os.environ.get('DISPLAY', 'offscreen')}), medians of {pairs} pairs\n")
    print(
        "| network | steps/s without | in the window | share | at least/aim | "
        "window's thread, of a core | event loop late, ms, p50/p99 (at most 16) | "
        "ticks/snapshots a second (30 ticks) | refreshes a second (10) |"
    )
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for name, plain, steps, least, aim in NETWORKS:
        measured = measure(plain, steps, pairs, seconds)
        bounds = f"{least} %/{aim} %" if least else "–"
        print(row(name, measured, bounds), flush=True)


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, float), sys.argv[1:], strict=False)))
