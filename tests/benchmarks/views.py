"""What a refresh of each view costs, painting included, early and late in a run.

The run is fabricated: samples at 2,000 of its steps, a loss at each. Early and late alternate,
since a machine is faster one minute than the next; the cost isn't to grow with the run. What
counts is the processor's time, whatever else the machine does.

    python -m tests.benchmarks.views [ROUNDS]
"""

import os
import statistics
import sys
import time
from dataclasses import replace

if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from bpstudio.runtime.clock import Passed
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Snapshot
from bpstudio.ui.app import create_application
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.view import View
from tests.ui.views.runs import layer, output, snapshot, with_answers, with_unit

SIZE = (384, 190)  # px
EARLY, LATE = 10_000, 1_000_000  # steps
SAMPLES, UNITS, ROUNDS = 2_000, 32, 60
UPDATE = QEvent.Type.UpdateRequest


def run_of(steps: int) -> tuple[Snapshot, Recorder]:
    """Return a snapshot at the end of a run of so many steps, and its recorder."""
    rng, recorder = np.random.default_rng(0), Recorder()
    for step in np.linspace(1, steps, SAMPLES).astype(int).tolist():
        sizes = 10 ** rng.normal(-2, 0.3, 3)
        layers = [layer(k, rng.random(UNITS), norm=float(sizes[k])) for k in (1, 2)]
        layers.append(output(float(sizes[0])))
        told = {"passed": Passed(step / 50, 32.0 * step, step / 1_000), "probe_accuracy": 0.9}
        figures = [replace(one, by_unit=rng.random((3, max(len(one.a), 1)))) for one in layers]
        newest = snapshot(step, *figures, test_loss=float(sizes[0]), test_accuracy=0.8, **told)
        recorder.add(newest)
    recorder.add_losses(1, 1, rng.gamma(2.0, 0.2, steps))
    return with_answers(with_unit(newest)), recorder


def cost(view: View, shot: Snapshot, recorder: Recorder) -> float:
    """Return what a refresh takes until it has been painted, in ms of the processor."""
    began = time.thread_time()
    view.refresh(shot, recorder)
    QApplication.sendPostedEvents(None, UPDATE)
    QCoreApplication.processEvents()
    return 1_000 * (time.thread_time() - began)


def measure(kind: type[View], runs: list[tuple[Snapshot, Recorder]], rounds: int) -> list[float]:
    """Return the median cost in each of the runs."""
    views = []
    for _ in runs:
        view = kind()
        view.resize(*SIZE)
        view.show()
        views.append(view)
    QCoreApplication.processEvents()
    found: list[list[float]] = [[] for _ in runs]
    for number in range(rounds):
        for view, one, costs in zip(views, runs, found, strict=True):
            # a number more: what shows the same again may save itself the work
            shot = replace(one[0], step=one[0].step + number)
            costs.append(cost(view, shot, one[1]))
    for view in views:
        view.close()
    return [statistics.median(costs[3:]) for costs in found]


def main(rounds: int = ROUNDS) -> None:
    """Print the table."""
    app = create_application()
    runs = [run_of(steps) for steps in (EARLY, LATE)]
    print(
        f"\nA refresh of a view of {SIZE[0]} x {SIZE[1]} px, painted, medians in ms of the "
        "processor, late/early at most 1.10\n"
    )
    print(f"| view | at step {EARLY:,} | at step {LATE:,} | late/early |\n|---|---|---|---|")
    for kind in VIEWS:
        early, late = measure(kind, runs, rounds)
        print(f"| {kind.object_name} | {early:.2f} | {late:.2f} | {late / early:.2f} |", flush=True)
    app.quit()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
