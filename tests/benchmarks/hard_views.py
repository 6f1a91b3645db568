"""What a refresh costs where a picture has most to draw: pinned runs, many layers, regions.

All is drawn at the size of a panel. What is measured is the processor's time that the thread of
the window takes, so that other work on the machine matters less.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.hard_views [ROUNDS]
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import OUTPUT, with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Snapshot
from bpstudio.runtime.studies.histograms import HistogramsStudy
from bpstudio.ui.app import create_application
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.gradient import ATTRIBUTION, GradientView
from bpstudio.ui.views.histograms import HistogramView
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.views.view import View
from tests.benchmarks.views import SIZE, UPDATE
from tests.ui.views.runs import histogram, layer, output, snapshot

ROUNDS, PINNED, LAYERS, STEPS = 40, 8, 50, 100_000

Case = tuple[View, Iterator[tuple[Snapshot, Recorder]]]


def several_runs(view: View) -> Case:
    """Nine runs of so many steps, of which eight are pinned beside the last."""
    rng, recorder = np.random.default_rng(0), Recorder()
    for run in range(1, PINNED + 2):
        for step in np.linspace(1, STEPS, 600).astype(int).tolist():
            shot = snapshot(
                step,
                layer(1, rng.random(8), norm=float(10 ** rng.normal(-2, 0.3))),
                output(),
                test_loss=1 / run + 100 / step,
                run=run,
            )
            recorder.add(shot)
        losses = rng.gamma(2.0, 0.2, STEPS) / run + np.exp(-np.arange(STEPS) / 5_000)
        recorder.add_losses(run, 1, losses)
    for record in recorder.records[:-1]:
        record.is_pinned, record.name = True, f"rate {0.1 * record.number:.1f}, tanh"
    return view, ((replace(shot, step=STEPS + k), recorder) for k in range(10**6))


def with_key(make: Callable[[View], Case], key: str) -> Callable[[View], Case]:
    """Return the same, with what a key of the view switches on."""

    def made(view: View) -> Case:
        for action in view.actions():
            if action.shortcut().toString() == key:
                action.trigger()
        return make(view)

    return made


def deep(view: View) -> Case:
    """Fifty layers of which everything has been recorded."""
    rng, recorder = np.random.default_rng(0), Recorder()
    layers = [layer(k + 1, rng.random(20), norm=10.0 ** -(k / 5)) for k in range(LAYERS)]
    answer = {
        HistogramsStudy("activations"): tuple(
            histogram(k + 1, f"layer {k + 1}") for k in range(LAYERS)
        )
    }
    shots = []
    for step in range(10, 6_000, 10):
        shots.append(replace(snapshot(step, *layers, output()), answers=answer))
        recorder.add(shots[-1])
    for shot in shots[::4]:
        view.refresh(shot, recorder)
    return view, ((replace(shots[-1], step=6_000 + k), recorder) for k in range(10**6))


def real(
    data: DataSpec, *units: int, choose: str = "", loss: str = "cross_entropy"
) -> Callable[[View], Case]:
    """Return a case of a real network, which learns between two refreshes."""

    def made(view: View) -> Case:
        network = NetworkSpec(hidden=tuple(LayerSpec(units=n, activation="tanh") for n in units))
        experiment = with_ids(Experiment(data=data, network=network, loss=loss))
        run = Run(experiment, load_data(data, loss, Path()))
        observer, recorder = Observer(run.trainer), Recorder()
        header = view.header()
        for control in header.findChildren(Choice) if choose and header else ():
            if choose in control.choices:
                control.choose(choose)
        asked = Asked(experiment.hidden[0].id if units else OUTPUT, 0)

        def shots() -> Iterator[tuple[Snapshot, Recorder]]:
            while True:
                recorder.add_losses(1, run.step_made + 1, run.advance(5))
                shot = observer.observe(run, 0, 0.0, asked, list(view.studies()))
                recorder.add(shot)
                yield shot, recorder

        return view, shots()

    return made


def crowd(samples: int, classes: int = 2) -> DataSpec:
    """Return so many samples in a plane."""
    return DataSpec(name="gauss", samples=samples, classes=classes)


CASES: dict[str, tuple[type[View], Callable[[View], Case]]] = {
    "loss, 8 pinned runs": (LossView, several_runs),
    "the same, smoothed": (LossView, with_key(several_runs, "S")),
    "gradients, 8 pinned runs": (GradientView, several_runs),
    "gradients, 50 layers": (GradientView, deep),
    "distributions, 50 layers": (HistogramView, deep),
    "saturation, 50 layers": (SaturationView, deep),
    "regions, 500 samples": (BoundaryView, real(crowd(500), 8, 8)),
    "regions, 5,000 samples": (BoundaryView, real(crowd(5_000), 8, 8)),
    "regions, 7 classes": (BoundaryView, real(crowd(1_000, 7), 8, 8)),
    "confusion and mistakes of digits": (BoundaryView, real(DataSpec(name="digits"), 16)),
    "predicted against true": (
        BoundaryView,
        real(DataSpec(name="diabetes"), 16, loss="squared_error"),
    ),
    "attribution, 50 layers": (
        GradientView,
        real(DataSpec(name="circle"), *[4] * LAYERS, choose=ATTRIBUTION),
    ),
    "a unit of digits": (UnitView, real(DataSpec(name="digits"), 16)),
}


def cost(view: View, shot: Snapshot, recorder: Recorder) -> float:
    """Return what a refresh takes until it has been painted, in ms of the thread's own time."""
    began = time.thread_time()
    view.refresh(shot, recorder)
    QApplication.sendPostedEvents(None, UPDATE)
    QCoreApplication.processEvents()
    return 1_000 * (time.thread_time() - began)


def main(rounds: int = ROUNDS) -> None:
    """Print the table."""
    app = create_application()
    print(f"\nA refresh of {SIZE[0]} x {SIZE[1]} px, painted, in ms\n")
    print("| picture | median | best |\n|---|---|---|")
    for name, (kind, make) in CASES.items():
        view = kind()
        view.resize(*SIZE)
        view.show()
        QCoreApplication.processEvents()
        shown, shots = make(view)
        costs = [cost(shown, *next(shots)) for _ in range(rounds)][3:]
        print(f"| {name} | {statistics.median(costs):.2f} | {min(costs):.2f} |", flush=True)
        view.close()
    app.quit()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
