"""Networks that are ill, each in one way, and how a run of one is watched."""

import json
from pathlib import Path

import numpy as np

from bpstudio.experiment import build, edits
from bpstudio.experiment.storage import parse_experiment
from bpstudio.runtime.doctor.doctor import Doctor
from bpstudio.runtime.run import Run

LOOKS = 12
MOST_STEPS = 3_000
DIGITS = {"name": "digits"}


def layers(count, units, activation, initializer=None):
    layer = {"units": units, "activation": activation}
    if initializer is not None:
        layer["initializer"] = initializer
    return {"hidden": [layer] * count}


def experiment(data, network, **training):
    plain = {"format": "bpstudio", "version": 1, "data": data, "network": network}
    return parse_experiment(json.dumps(plain | {"training": training}).encode())


def normal(std):
    return {"name": "normal", "std": std}


ZEROS = layers(2, 32, "tanh", "zeros") | {"initializer": "zeros"}
UNSCALED = {"name": "wine", "standardize": False}
# its depth is 5.1 in every row, its colour red
STILL = {
    "path": str(Path(__file__).with_name("still.csv")),
    "columns": {"colour": "category"},
    "standardize": False,
}
NOISE = {"name": "noise", "features": 20, "samples": 100}
# what is ill, what must be said first, and when: at the start, or in the end
SICK = {
    "slopes": (
        "vanishing gradient",
        experiment(DIGITS, layers(10, 32, "sigmoid"), batch_size=32, learning_rate=0.05, epochs=20),
    ),
    "weights": (
        "vanishing gradient",
        experiment(DIGITS, layers(8, 32, "tanh", normal(0.02)), batch_size=32, epochs=12),
    ),
    "exploding": (
        "exploding gradient",
        experiment(
            DIGITS, layers(10, 32, "relu", normal(1.0)), batch_size=32, learning_rate=1e-9, epochs=5
        ),
    ),
    "saturated at first": (
        "saturated units",
        experiment(
            DIGITS, layers(2, 32, "tanh", normal(3.0)), batch_size=32, learning_rate=0.01, epochs=5
        ),
    ),
    "dead": (
        "dead units",
        experiment(DIGITS, layers(2, 32, "relu"), batch_size=32, learning_rate=3.0, epochs=10),
    ),
    "diverging": (
        "rate too high",
        experiment(DIGITS, layers(1, 32, "tanh"), batch_size=32, learning_rate=14.0, epochs=10),
    ),
    "rate too high": (
        "rate too high",
        experiment(DIGITS, layers(2, 32, "tanh"), batch_size=32, learning_rate=5.0, epochs=20),
    ),
    "rate too low": (
        "rate too low",
        experiment(DIGITS, layers(1, 32, "tanh"), batch_size=32, learning_rate=1e-5, epochs=10),
    ),
    "zeros": ("units alike", experiment(DIGITS, ZEROS, batch_size=32, epochs=10)),
    "unscaled": (
        "unscaled inputs",
        experiment(UNSCALED, layers(1, 16, "tanh"), learning_rate=0.05, epochs=30),
    ),
    "sorted": (
        "one class a batch",
        experiment(
            {"name": "iris"},
            layers(1, 8, "tanh"),
            shuffle=False,
            batch_size=5,
            learning_rate=1.0,
            epochs=30,
        ),
    ),
    "by heart": ("overfitting", experiment(NOISE, layers(1, 100, "tanh"), epochs=200)),
    "still": (
        "constant columns",
        experiment(STILL, layers(1, 8, "tanh"), learning_rate=0.5, epochs=60),
    ),
    "linear": (
        "no better than a line",
        experiment({"name": "xor"}, layers(2, 8, "identity"), epochs=60),
    ),
}


def watch(wanted, looks=LOOKS):
    """Train as long as the file says, `MOST_STEPS` at most; yield what is found at each look."""
    wanted = edits.with_ids(wanted)
    data = build.load_data(wanted.data, wanted.loss, Path())
    run, doctor = Run(wanted, data), Doctor()
    steps = min(run.trainer.steps_to(wanted.training.epochs), MOST_STEPS)
    run.train(endless=True)
    with np.errstate(all="ignore"):
        yield doctor, doctor.look(run.trainer)
        for _ in range(looks):
            doctor.note(run.advance(max(steps // looks, 1)))
            yield doctor, doctor.look(run.trainer, has_diverged=not run.is_running)
            if not run.is_running:
                return
