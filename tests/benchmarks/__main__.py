"""Speed side by side with PyTorch, on the same data, in one run: ``make bench``.

Each pair is one training by ``bpstudio train --json`` and one by PyTorch eager with one and with
two threads; the table has the medians, and the ratio to the better of the two. A second table
says what the window costs (`window.py`).
"""

import json
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.benchmarks import window

PAIRS = 3
HERE = Path(__file__).parent
# name, widths, activation, batch, steps of ours, steps of the peer, least ratio, aim
NETWORKS = (
    ("2-8-8-2", (2, 8, 8, 2), "tanh", 10, 60_000, 4_000, 20, 35),
    ("2-4-2-2", (2, 4, 2, 2), "sigmoid", 10, 60_000, 4_000, 15, 30),
    ("64-32-10", (64, 32, 10), "sigmoid", 32, 40_000, 4_000, 12, 20),
    ("50-(50 x 10)-10", (50, *[50] * 10, 10), "sigmoid", 32, 6_000, 1_500, 5, 8),
    ("784-128-64-10", (784, 128, 64, 10), "relu", 64, 3_000, 1_500, 1.5, 2),
    ("784-512-512-10", (784, 512, 512, 10), "relu", 128, 400, 400, 0.9, 1.3),
)
SAMPLES = 2_048


def write_table(folder: Path, widths: tuple[int, ...]) -> Path:
    """Write a table of noise with classes, as both sides read it."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((SAMPLES, widths[0])).round(4)
    t = rng.integers(0, widths[-1], SAMPLES)
    t[: widths[-1]] = np.arange(widths[-1])
    table = folder / "table.csv"
    header = ",".join([*(f"x{place}" for place in range(widths[0])), "t"])
    np.savetxt(table, np.column_stack([x, t]), "%.10g", ",", header=header, comments="")
    return table


def write_experiment(folder: Path, widths: tuple[int, ...], activation: str, batch: int) -> Path:
    """Write the experiment that trains on the table."""
    hidden = [{"units": units, "activation": activation} for units in widths[1:-1]]
    plain = {
        "format": "bpstudio",
        "version": 1,
        "data": {"path": "table.csv", "test_fraction": 0, "standardize": False},
        "network": {"hidden": hidden},
        "training": {"batch_size": batch, "learning_rate": 0.01},
    }
    file = folder / "experiment.json"
    file.write_text(json.dumps(plain))
    return file


def steps_per_second(*command: str) -> float:
    """Run a command that prints JSON with its speed."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["steps_per_second"])


def measure(network: tuple, folder: Path) -> tuple[list[float], list[float]]:
    """Return our speeds and the better of the peer's, a pair at a time."""
    _, widths, activation, batch, steps, peer_steps, *_ = network
    table = write_table(folder, widths)
    file = write_experiment(folder, widths, activation, batch)
    ours, peers = [], []
    for _ in range(PAIRS):
        train = (sys.executable, "-m", "bpstudio", "train", str(file), "--json")
        ours.append(steps_per_second(*train, "--steps", str(steps)))
        peer = (sys.executable, str(HERE / "peer_torch.py"), str(table), activation)
        shape = ",".join(map(str, widths))
        peers.append(
            max(
                steps_per_second(*peer, shape, str(batch), str(peer_steps), str(threads))
                for threads in (1, 2)
            )
        )
    return ours, peers


def main() -> None:
    """Print the table."""
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, ")
    print("steps/s, medians; ratio with its least and largest pair\n")
    print("| network | batch | bpstudio | PyTorch | ratio | at least | aim |")
    print("|---|---|---|---|---|---|---|")
    for network in NETWORKS:
        with tempfile.TemporaryDirectory() as folder:
            ours, peers = measure(network, Path(folder))
        ratios = sorted(a / b for a, b in zip(ours, peers, strict=True))
        name, _, activation, batch, *_, least, aim = network
        print(
            f"| {name} {activation} | {batch} | {statistics.median(ours):,.0f} "
            f"| {statistics.median(peers):,.0f} | {statistics.median(ratios):.1f} "
            f"({ratios[0]:.1f} to {ratios[-1]:.1f}) | {least} | {aim} |",
            flush=True,
        )
    window.main()


if __name__ == "__main__":
    main()
