"""Learning rates that nothing stands: training stops, says so, and keeps what there was before."""

from __future__ import annotations

import re
import time
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, Experiment
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Snapshot, Status
from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime.experiments import data_of, make_experiment
from tests.trials.report import Outcome

if TYPE_CHECKING:
    from bpstudio.engine.program import Array

RATES = (1e3, 1e6, 1e30)
CALM = 7  # updates
ENDS = (Status.DIVERGED, Status.FAILED, Status.FINISHED)
PATIENCE = 20.0  # seconds until it has stopped
TRIALS = list(product(OPTIMIZERS, RATES, ACTIVATIONS, LOSSES))
ASKED = (
    "rate 10³, 10⁶, 10³⁰ × every activation × both losses (in full: × every optimizer): "
    "stopped, in words, parameters before it kept"
)
SHORT, FULL = len(TRIALS) // len(OPTIMIZERS), len(TRIALS)  # plain descent comes first


def trial(count: int, seed: int) -> Outcome:
    """Train `count` experiments, the one of number `seed` first."""
    outcome = Outcome("rates")
    worker = Worker(Turnstile())
    worker.start()
    worker.set_pace(None)
    for one in range(seed, seed + count):
        with outcome.attempt(one):
            experiment = _experiment(*TRIALS[one % len(TRIALS)])
            for calm in (0, CALM):  # from the first update on, and after an edit amid a run
                start = time.perf_counter()
                last = _trained(worker, experiment, calm)
                outcome.note(s=time.perf_counter() - start)
                _check(experiment, calm, last)
    worker.stop()
    worker.join()
    return outcome


def _experiment(optimizer: str, rate: float, activation: str, loss: str) -> Experiment:
    made = make_experiment(6, 5, activation=activation, learning_rate=rate, epochs=1_000)
    return edits.set_optimizer(edits.set_loss(made, loss), Choice(optimizer))


def _calm(experiment: Experiment) -> Experiment:
    return edits.set_training(experiment, learning_rate=0.001)


def _trained(worker: Worker, experiment: Experiment, calm: int) -> Snapshot:
    """Return the last snapshot of a run whose rate becomes too large after some calm updates."""
    data, before = data_of(experiment), worker.snapshot.run
    worker.open(_calm(experiment) if calm else experiment, data)
    for _ in range(calm):
        worker.step()
    if calm:
        worker.change(experiment, data, 1, NO_SURGERY)
    worker.train()
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        found = worker.snapshot
        if found.run != before and found.experiment == experiment and found.status in ENDS:
            break
        worker.want_snapshot()
        time.sleep(0.002)
    return worker.snapshot


def _check(experiment: Experiment, calm: int, last: Snapshot) -> None:
    training, activation = experiment.training, experiment.hidden[0].activation
    name = f"{training.optimizer.name}, {training.learning_rate:g}, {activation}, {experiment.loss}"
    name += f", after {calm} updates"
    assert last.status is Status.DIVERGED, f"{name}: {last.status} at step {last.step}, {last.loss}"
    words = last.message
    assert words.startswith("Diverged at step"), f"{name}: {words}"
    assert " went first: " in words, f"{name}: {words}"
    assert not {"nan", "inf"} & set(re.findall(r"\w+", words)), f"{name}: {words}"
    for layer, blocks in zip(last.layers, _known(experiment, calm, last.step), strict=True):
        for mine, its in zip((layer.weights, layer.biases), blocks, strict=True):
            assert np.isfinite(mine).all(), f"{name}: not even finite"
            assert np.array_equal(mine, its), f"{name}: other parameters are kept"


def _known(experiment: Experiment, calm: int, step: int) -> list[tuple[Array, Array]]:
    """Return weights and biases of a run of its own at a step."""
    run = Run(_calm(experiment) if calm else experiment, data_of(experiment))
    with np.errstate(all="ignore"):  # what overflows is found in the loss
        if calm:
            run.advance(calm)
            run.change(experiment, run.trainer.data, 1)
        if step > calm:
            run.advance(step - calm)
    assert run.step_made == step, f"step {step} can't be had again"
    return list(zip(run.trainer.parameters.weights, run.trainer.parameters.biases, strict=True))
