"""The deputy in the training's service: called at full pace alone, and gone when nobody trains."""

import time

import numpy as np
import psutil
import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.deputy import deputy as module
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import SOON, wait_for

pytestmark = pytest.mark.skipif(not module.IS_POSSIBLE, reason="needs a socket that is inherited")

ENDLESS = 10**9  # epochs


@pytest.fixture(autouse=True)
def stretches(monkeypatch):
    """The steps after which the deputy, called at once, has brought a run further."""
    made, advance = [], module.Deputy.advance

    def advanced(deputy, descent, steps):
        losses = advance(deputy, descent, steps)
        made.append(descent.place.step)
        return losses

    monkeypatch.setattr(module.Deputy, "advance", advanced)
    monkeypatch.setattr(module, "SETTLED", 0.1)
    monkeypatch.setattr(module, "PATIENCE", SOON)
    monkeypatch.setattr(module, "cores", lambda: 2)
    return made


def deputies():
    """The processes that this one has called."""
    return psutil.Process().children()


def wait_until(condition):
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def trained(worker, stretches, **training):
    """Let it train an experiment, which is returned, with some stretches by the deputy."""
    experiment = make_experiment(4, 3, **{"epochs": ENDLESS} | training)
    worker.open(experiment, data_of(experiment))
    worker.train()
    wait_until(lambda: len(stretches) > 5)
    return experiment


def test_every_step_is_as_it_would_be_without_it(worker, stretches):
    experiment = trained(worker, stretches)
    worker.pause()
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.PAUSED)
    alone = Run(experiment, data_of(experiment))
    alone.train()
    expected = alone.advance(snapshot.step)
    losses = np.concatenate([block.losses for block in worker.blocks])
    assert losses.tobytes() == expected.tobytes()
    for place, layer in enumerate(snapshot.layers):
        np.testing.assert_array_equal(layer.weights, alone.trainer.parameters.weights[place])
        np.testing.assert_array_equal(layer.biases, alone.trainer.parameters.biases[place])


def test_it_goes_when_nobody_trains_and_comes_again(worker, stretches):
    trained(worker, stretches)
    worker.pause()
    wait_until(lambda: not deputies())
    worker.train()
    wait_until(deputies)
    worker.set_pace(100.0)
    wait_until(lambda: not deputies())
    made = len(stretches)
    worker.set_pace(None)
    wait_until(lambda: len(stretches) > made + 2)
    worker.stop()
    worker.join(SOON)
    assert not deputies()


def test_an_edit_is_carried_out_between_its_stretches(worker, stretches):
    experiment = trained(worker, stretches)
    worker.change(edits.set_training(experiment, learning_rate=0.01), data_of(experiment), 1)
    edited = wait_for(worker, lambda snapshot: snapshot.experiment.training.learning_rate == 0.01)
    wait_until(lambda: len([step for step in stretches if step > edited.step + 2_000]) > 3)


def test_a_run_ends_at_its_last_step(worker, stretches):
    trained(worker, stretches, epochs=20_000)
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.FINISHED)
    assert (snapshot.step, snapshot.epoch) == (100_000, 20_000)
    assert sum(len(block.losses) for block in worker.blocks) == 100_000


def test_where_every_epoch_is_looked_at_it_isnt_called(worker):
    experiment = make_experiment(4, epochs=ENDLESS, stop_loss=1e-9)
    worker.open(experiment, data_of(experiment))
    worker.train()
    started = time.monotonic()
    wait_for(worker, lambda snapshot: time.monotonic() > started + 0.3)
    assert not deputies()
