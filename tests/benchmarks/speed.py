"""Steps a second beside PyTorch eager and scikit-learn, on the same data, in one run.

Each pair is one training by ``bpstudio train --json`` and one by each peer, PyTorch with one and
with two threads; a ratio is to the better of the two.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bpstudio.experiment.build import load_data
from bpstudio.experiment.schema import from_plain

PAIRS = 5
SAMPLES = 2_048
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A network and how long to train it: steps of ours and of the peers; least ratio and aim."""

    name: str
    widths: tuple[int, ...]
    activation: str
    batch: int
    steps: int
    peer_steps: int
    least: float
    aim: float
    noise: bool = False


CASES = (
    Case("2-8-8-2", (2, 8, 8, 2), "tanh", 10, 60_000, 4_000, 20, 35),
    Case("2-4-2-2", (2, 4, 2, 2), "sigmoid", 10, 60_000, 4_000, 15, 30),
    Case("64-32-10", (64, 32, 10), "sigmoid", 32, 40_000, 4_000, 12, 20),
    Case("50-(50 × 10)-10", (50, *[50] * 10, 10), "sigmoid", 32, 6_000, 1_500, 5, 8),
    Case("784-128-64-10", (784, 128, 64, 10), "relu", 64, 3_000, 1_500, 1.5, 2),
    Case("784-512-512-10", (784, 512, 512, 10), "relu", 128, 600, 400, 0.9, 1.3),
    Case("150528-100-10", (150_528, 100, 10), "sigmoid", 32, 60, 40, 1.2, 2, noise=True),
)


def data_of(case: Case) -> dict:
    """Return the data of the experiment."""
    if case.noise:
        kind = {"name": "noise", "features": case.widths[0], "classes": 10, "samples": 128}
        return kind | {"test_fraction": 0}
    return {"path": "table.csv", "test_fraction": 0, "standardize": False}


def write_experiment(folder: Path, case: Case) -> Path:
    """Write an experiment, and its table where it has one."""
    if not case.noise:
        write_table(folder, case.widths)
    hidden = [{"units": units, "activation": case.activation} for units in case.widths[1:-1]]
    plain = {
        "format": "bpstudio",
        "version": 1,
        "data": data_of(case),
        "network": {"hidden": hidden},
        "training": {"batch_size": case.batch, "learning_rate": 0.01},
    }
    file = folder / "experiment.json"
    file.write_text(json.dumps(plain))
    return file


def write_table(folder: Path, widths: tuple[int, ...]) -> None:
    """Write a table of noise with classes."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((SAMPLES, widths[0])).round(4)
    t = rng.integers(0, widths[-1], SAMPLES)
    t[: widths[-1]] = np.arange(widths[-1])
    header = ",".join([*(f"x{place}" for place in range(widths[0])), "t"])
    table = np.column_stack([x, t])
    np.savetxt(folder / "table.csv", table, "%.10g", ",", header=header, comments="")


def write_samples(folder: Path, file: Path) -> Path:
    """Write what the experiment trains on, for the peers, who don't read tables as fast."""
    experiment = from_plain(json.loads(file.read_text()))
    data = load_data(experiment.data, experiment.loss, folder)
    np.savez(folder / "samples.npz", x=data.train.x.astype(np.float32), t=data.train.t)
    return folder / "samples.npz"


def steps_per_second(*command: str) -> float:
    """Run Python and return the speed in the JSON that it prints."""
    done = subprocess.run((sys.executable, *command), capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["steps_per_second"])


def measure(case: Case, pairs: int) -> list[tuple[float, float, float]]:
    """Return the speeds of bpstudio, of PyTorch at its better, and of scikit-learn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write_experiment(folder, case)
        samples = str(write_samples(folder, file))
        shape = ",".join(map(str, case.widths))
        how = (samples, case.activation, shape, str(case.batch), str(case.peer_steps))
        train = ("-m", "bpstudio", "train", str(file), "--json", "--steps", str(case.steps))
        torch, sklearn = str(HERE / "peer_torch.py"), str(HERE / "peer_sklearn.py")
        return [
            (
                steps_per_second(*train),
                max(steps_per_second(torch, *how, threads) for threads in ("1", "2")),
                steps_per_second(sklearn, *how),
            )
            for _ in range(pairs)
        ]


def row(case: Case, measured: list[tuple[float, float, float]]) -> str:
    """Return a row of the table: medians, and of the ratios their least and largest."""
    ours, torch, sklearn = (statistics.median(speeds) for speeds in zip(*measured, strict=True))

    def ratios(peer: int) -> str:
        all_ = sorted(speeds[0] / speeds[peer] for speeds in measured)
        return f"{statistics.median(all_):.1f} ({all_[0]:.1f} to {all_[-1]:.1f})"

    cells = (
        f"{case.name} {case.activation}",
        case.batch,
        *(f"{ours:,.0f}" if ours >= 100 else f"{ours:.1f}",),
        *(f"{torch:,.0f}" if torch >= 100 else f"{torch:.1f}",),
        ratios(1),
        f"{case.least:g} / {case.aim:g}",
        *(f"{sklearn:,.0f}" if sklearn >= 100 else f"{sklearn:.1f}",),
        ratios(2),
    )
    return f"| {' | '.join(map(str, cells))} |"


def main(pairs: int = PAIRS, only: str = "") -> None:
    """Print the table, or its rows whose name begins with `only`."""
    print(f"Steps/s, medians of {pairs}; ratios with their least and largest\n")
    print(
        "| network | batch | bpstudio | PyTorch | times PyTorch | at least / aim "
        "| scikit-learn | times scikit-learn |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for case in CASES:
        if case.name.startswith(only):
            print(row(case, measure(case, pairs)), flush=True)


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, str), sys.argv[1:], strict=False)))
