"""How long the network canvas takes to draw: edges recoloured, and long networks opened.

Everything is drawn as the window does, into a picture by Qt's offscreen platform unless there is a
display. Other work on the machine makes all of it slower; the best of a few rounds is the least
disturbed.

    python -m tests.benchmarks.canvas [ROUNDS]
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.spec import Experiment
from bpstudio.runtime.snapshot import EMPTY, Edges, LayerSnapshot, SampleSnapshot, Snapshot
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.builder import NetworkCanvas, edges
from bpstudio.ui.builder.edges import Shown
from bpstudio.ui.document import Document
from bpstudio.ui.main_window import MainWindow
from tests.ui.builder.networks import RecordingSession, experiment

ROUNDS, FRAMES = 5, 20
SIZE = (926, 740)  # px: of the canvas in a window of 1440 x 900
DRAWN = 96  # edges of a gap in a snapshot


def layer_of(number: int, units: int, inputs: int, rng: np.random.Generator) -> LayerSnapshot:
    """Return a layer's numbers, drawn anew: every edge changes its size and colour."""
    weights = rng.normal(size=(units, inputs))
    drawn = min(max(DRAWN, edges.BUDGET), weights.size)
    order = np.argsort(np.abs(weights), axis=None)[-drawn:]
    unit, source = np.unravel_index(order, weights.shape)
    weight = weights[unit, source]
    both = Edges(unit=unit, source=source, weight=weight, gradient=weight)
    hidden = units if number else 0
    return LayerSnapshot(
        id=number,
        name="",
        activation="tanh" if number else "softmax",
        parameters=weights.size + units,
        weights=None,
        biases=rng.normal(size=units),
        strongest=both,
        a=rng.normal(size=units),
        z=rng.uniform(size=units),
        slope=rng.uniform(size=hidden),
        delta=rng.normal(size=units),
        saturated=rng.uniform(size=hidden) > 0.5,
        saturation=rng.uniform(size=hidden),
        dead=rng.uniform(size=hidden) > 0.9,
        batch_delta=rng.uniform(size=units),
        gradient_norm=1.0,
        gradient_mean=0.1,
        steepest=both,
    )


def snapshots(document: Document) -> Iterator[Snapshot]:
    """Yield snapshots of steps that have nothing in common."""
    rng, data = np.random.default_rng(0), document.dataset
    hidden = document.experiment.hidden
    widths = [data.inputs, *(layer.units for layer in hidden), data.outputs]
    numbers = [*(layer.id for layer in hidden), 0]
    for step in range(1, 10**9):
        layers = [
            layer_of(number, units, inputs, rng)
            for number, units, inputs in zip(numbers, widths[1:], widths, strict=False)
        ]
        sample = SampleSnapshot(
            position=0,
            number=0,
            x=data.train.x[0],
            y=rng.uniform(size=data.outputs),
            target=float(data.train.t[0]),
            loss=1.0,
        )
        yield replace(EMPTY, run=1, step=step, loss=1.0, layers=tuple(layers), sample=sample)


def shown(wanted: Experiment) -> NetworkCanvas:
    """Return a canvas that shows an experiment."""
    canvas = NetworkCanvas(Document(wanted), RecordingSession())
    canvas.resize(*SIZE)
    canvas.show()
    canvas.grab()
    return canvas


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def recolour(wanted: Experiment, budget: int, gradients: bool = False) -> Callable[[], float]:
    """Return what measures the median ms that a new snapshot takes, painted edges included.

    `budget` edges are drawn at most, shared out among the gaps evenly: 2,800 make 2,000 of the
    three gaps of 64-28-28-10. Of the painting, that of the edges alone counts.
    """

    def measure() -> float:
        kept, edges.BUDGET = edges.BUDGET, budget
        try:
            canvas = shown(wanted)
            if gradients:
                canvas.show_edges(Shown.GRADIENTS)
            source = snapshots(canvas.document)
            times = [_frame(canvas, next(source)) for _ in range(FRAMES)]
        finally:
            edges.BUDGET = kept
        canvas.close()
        return float(np.median(times))

    return measure


def _frame(canvas: NetworkCanvas, snapshot: Snapshot) -> float:
    """Return how long it takes to wire and to paint the edges of a snapshot."""
    scene, picture = canvas.network, QPixmap(*SIZE)
    for item in scene.items():
        item.setOpacity(1.0 if item is scene.edges else 0.0)
    return milliseconds(lambda: (scene.set_snapshot(snapshot), canvas.viewport().render(picture)))


def opened(window: MainWindow, layers: int) -> float:
    """Return how many ms it takes from a file of so many layers to their numbers on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deep.json"
        hidden = [{"units": 24, "activation": "tanh"}] * layers
        plain = {"format": "bpstudio", "version": 1, "data": {"name": "digits"}}
        file.write_text(json.dumps(plain | {"network": {"hidden": hidden}}))
        return milliseconds(lambda: _open(window, file, layers))


def _open(window: MainWindow, file: Path, layers: int) -> None:
    window.document.open(file)
    run = window.session.snapshot.run
    while len(window.session.snapshot.layers) != layers + 1 or window.session.snapshot.run == run:
        QApplication.processEvents()
    window.grab()


def main(rounds: int = ROUNDS) -> None:
    """Print the table."""
    application = create_application()
    window = create_window()
    window.resize(1440, 900)
    window.show()
    two_thousand = experiment((28, "tanh"), (28, "tanh"), data="digits")  # 64-28-28-10: 2,856
    twenty_thousand = experiment((110, "tanh"), (110, "tanh"), data="digits")  # 20,240
    rows = (
        ("2,856 weights, as drawn (300)", recolour(two_thousand, edges.BUDGET), 12),
        ("... as gradients", recolour(two_thousand, edges.BUDGET, gradients=True), 12),
        ("... 2,000 of them drawn", recolour(two_thousand, 2_800), 12),
        ("20,240 weights, condensed to 300", recolour(twenty_thousand, edges.BUDGET), 16),
        ("50 layers opened", lambda: opened(window, 50), 500),
    )
    print("| what | best, ms | median, ms | at most, ms |\n|---|---|---|---|", flush=True)
    for name, measure, bound in rows:
        times = [measure() for _ in range(rounds)]
        print(f"| {name} | {min(times):.1f} | {np.median(times):.1f} | {bound} |", flush=True)
    window.close()
    application.quit()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
