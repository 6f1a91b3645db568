"""A process with a window of its own that does as it is told, to be ended by the tests.

``python -m tests.ui.some_window INTERVAL FILE`` opens the window, edits and trains a little, waits
until that is kept (where INTERVAL, in seconds, is 0 it never is), prints what there is to recover,
and stays.
"""

import json
import sys

import numpy as np
from PySide6.QtCore import QTimer

from bpstudio.experiment import edits
from bpstudio.experiment.storage import experiment_text
from bpstudio.ui import app, autosave

RATE, STEPS = 0.0625, 6


def main() -> None:
    interval = float(sys.argv[1])
    autosave.INTERVAL = interval or 1e6
    make = app.create_window

    def make_and_work(path):
        window = make(path)
        QTimer.singleShot(0, window, lambda: work(window, is_kept=interval > 0))
        return window

    app.create_window = make_and_work
    sys.exit(app.run(sys.argv[2]))


def work(window, is_kept):
    document, session = window.document, window.session
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=RATE))
    for _ in range(STEPS):
        session.step()
    window.circuit.canvas.commands.add("tanh")
    timer = QTimer(window, interval=20)
    timer.timeout.connect(lambda: tell(window, timer, is_kept))
    timer.start()


def tell(window, timer, is_kept):
    """Print what there is to recover once it is there, and kept."""
    snapshot, saver = window.session.snapshot, window.autosave
    if snapshot.step < STEPS or snapshot.experiment != window.document.experiment:
        return
    if is_kept and any(map(saver.has_news, saver.documents)):
        return
    timer.stop()
    told = {
        "experiment": experiment_text(window.document.experiment),
        "parameters": parameters(snapshot),
        "gates": len(window.circuit.document.diagram.circuit.nodes),
    }
    print(json.dumps(told), flush=True)


def parameters(snapshot):
    layers = [np.column_stack((layer.weights, layer.biases)) for layer in snapshot.layers]
    return np.concatenate([block.ravel() for block in layers]).astype("<f4").tobytes().hex()


if __name__ == "__main__":
    main()
