"""The status bar in words: one plain sentence about the run, and what is being run."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bpstudio.runtime.snapshot import Snapshot, Status
from bpstudio.ui.names import counted, data_label, never_saturates
from bpstudio.ui.numbers import count, figure, on_screen, percent

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment

WORDS = {
    Status.RUNNING: "Training.",
    Status.PAUSED: "Paused.",
    Status.FINISHED: "The epochs are done; Train carries on for as many again.",
}
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-z])")
SLOW = 10.0  # steps/s: of fewer the first decimal counts
HARDLY_ANY = 1e-6  # of the output layer's gradient: nothing to learn from


def curly(words: str) -> str:
    """Return words that are a terminal's, too, with the apostrophes of the screen."""
    return _APOSTROPHE.sub("’", words)


def run_sentence(snapshot: Snapshot, dataset: Dataset, preparing: int = 0) -> str:
    """Return what the run is doing and what its gradients are like, in words with numbers.

    `preparing` is the number of parameters of a network that is still being made, else 0.
    """
    if preparing and snapshot.status is not Status.FAILED:
        return f"Preparing the network: {counted(preparing, 'parameter')}."
    if snapshot.is_past:
        return _looking_back(snapshot)
    if snapshot.message:  # it diverged, failed, or a rule ended it
        return _message(snapshot)
    if snapshot.step == 0:
        return _before(snapshot, dataset)
    return f"{WORDS[snapshot.status]} {_finding(snapshot)}"


def trouble_words(snapshot: Snapshot) -> tuple[str, str]:
    """Return what has stopped the training by itself: a title, and the rest."""
    what, _, rest = _message(snapshot).partition(": ")
    detail = f"{rest[:1].upper()}{rest[1:]}"
    if snapshot.status is Status.DIVERGED:
        detail += " See how it came, step by step: Ctrl+[ and Ctrl+], or along the history."
    return f"{what}.", detail


def _message(snapshot: Snapshot) -> str:
    """Return what the run says of its end; its numbers as they stand on the screen."""
    if snapshot.status is not Status.DIVERGED:  # others may name files
        return snapshot.message
    return on_screen(snapshot.message)


def _looking_back(snapshot: Snapshot) -> str:
    """Return which step is looked at, and what can be done there."""
    line = snapshot.timeline
    if not snapshot.is_exact:
        return f"Going back to step {count(line.wanted or 0)}: step {count(snapshot.step)} so far."
    return (
        f"Looking back at step {count(snapshot.step)} of {count(line.newest)}: the settings are "
        "those of then, and locked. Train and Update branch from here."
    )


def _before(snapshot: Snapshot, dataset: Dataset) -> str:
    parts = f"{count(len(dataset.train.x))} samples to train on"
    if len(dataset.test.x):
        parts += f", {count(len(dataset.test.x))} to test on"
    what = f"{data_label(dataset.name)}: {parts}."
    return f"{what} Press Train." if snapshot.status is Status.PAUSED else what


def _finding(snapshot: Snapshot) -> str:
    """Return how much of the output's gradient arrives at layer 1, and why, or the loss."""
    first, output = snapshot.layers[:1], snapshot.layers[-1:]
    if first == output or not output[0].gradient_norm > 0:
        return f"The loss of this batch is {figure(snapshot.loss, 4)}."
    share = first[0].gradient_norm / output[0].gradient_norm
    if share < HARDLY_ANY:
        name, times = first[0].name, figure(share)
        return f"Hardly any gradient reaches {name}: {times} times the output layer’s."
    text = f"‖∂L/∂W‖ of {first[0].name} is {_share_of(share)} the output layer’s"
    saturation = first[0].saturation
    if not len(saturation) or never_saturates(first[0].activation):
        return f"{text}."
    saturated = percent(float(saturation.mean()), 0)
    return f"{text}; {saturated} of its units are saturated on the probe set."


def _share_of(share: float) -> str:
    return f"{percent(share, 0)} of" if 0.01 <= share < 1.995 else f"{figure(share)} times"


def run_summary(experiment: Experiment, dataset: Dataset, steps_per_second: float) -> str:
    """Return what is being run: widths, number of parameters, precision, seed, speed."""
    widths = [dataset.inputs, *(layer.units for layer in experiment.hidden), dataset.outputs]
    parameters = sum((into + 1) * units for into, units in pairwise(widths))
    parts = [shape_text(widths), counted(parameters, "parameter")]
    parts += ["float32", f"seed {experiment.training.seed}"]
    if steps_per_second > 0:
        parts.append(f"{speed_text(steps_per_second)} steps/s")
    return " · ".join(parts)


def speed_text(steps_per_second: float) -> str:
    """Return a speed to three digits, which is as well as it is known; a slow one to two."""
    if steps_per_second <= 0:
        return "0"
    if steps_per_second < SLOW:
        return figure(steps_per_second, 2)
    digits = len(str(int(steps_per_second)))
    return count(int(round(steps_per_second, min(3 - digits, 0))))


def shape_text(widths: list[int]) -> str:
    """Return the widths of the layers, runs of equal ones shortened: ``30–24 × 12–2``."""
    runs: list[list[int]] = []
    for width in widths:
        if runs and runs[-1][0] == width and len(widths) > 6:
            runs[-1][1] += 1
        else:
            runs.append([width, 1])
    return "–".join(
        count(width) if times == 1 else f"{count(width)} × {times}" for width, times in runs
    )
