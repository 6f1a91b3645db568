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

ENDLESS = 10**9  # epochs


@pytest.fixture(autouse=True)
def stretches(ready_machine, monkeypatch):
    """The steps after which the deputy, called at once, has brought a run further."""
    made, advance = [], module.Deputy.advance

    def advanced(deputy, descent, steps):
        losses = advance(deputy, descent, steps)
        made.append(descent.place.step)
        return losses

    monkeypatch.setattr(module.Deputy, "advance", advanced)
    monkeypatch.setattr(module, "SETTLED", 0.1)
    return made


def deputies():
    """The deputies that this process has called and that are there."""
    children = psutil.Process().children()
    return [child for child in children if child.is_running() and module.SERVE in _command(child)]


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:  # it has just ended
        return ()


def wait_until(condition):
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def trained(worker, stretches, **training):
    """Let it train an experiment, with some stretches by the deputy; return that and its data."""
    experiment = make_experiment(4, 3, **{"epochs": ENDLESS} | training)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.train()
    wait_until(lambda: len(stretches) > 5)
    return experiment, data


def test_every_step_is_as_it_would_be_without_it(worker, stretches):
    experiment, data = trained(worker, stretches)
    worker.pause()
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.PAUSED)
    alone = Run(experiment, data)
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
    experiment, data = trained(worker, stretches)
    edited = edits.set_training(experiment, learning_rate=0.01)
    worker.change(edited, data, 1)
    made = len(stretches)
    wait_for(worker, lambda snapshot: snapshot.experiment == edited)
    wait_until(lambda: len(stretches) > made + 4)
    worker.pause()
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.PAUSED)
    (mark,) = snapshot.timeline.marks
    alone = Run(experiment, data)
    alone.train()
    alone.advance(mark.step)
    alone.change(edited, alone.trainer.data)
    alone.advance(snapshot.step - mark.step)
    for place, layer in enumerate(snapshot.layers):
        np.testing.assert_array_equal(layer.weights, alone.trainer.parameters.weights[place])


def test_an_edit_to_a_large_network_lets_it_go(worker, stretches):
    experiment, data = trained(worker, stretches)
    worker.change(edits.set_units(experiment, 1, 20_000), data, 1)
    wait_for(worker, lambda snapshot: snapshot.experiment.hidden[0].units == 20_000)
    wait_until(lambda: not deputies())


def test_a_run_ends_at_its_last_step(worker, stretches):
    trained(worker, stretches, epochs=40_000)
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.FINISHED, 60.0)
    assert (snapshot.step, snapshot.epoch) == (200_000, 40_000)
    assert sum(len(block.losses) for block in worker.blocks) == 200_000


def test_where_every_epoch_is_looked_at_it_isnt_called(worker, stretches):
    experiment = make_experiment(4, epochs=ENDLESS, stop_loss=1e-9)
    worker.open(experiment, data_of(experiment))
    worker.train()
    began = wait_for(worker, lambda snapshot: snapshot.step).step
    started = time.monotonic()
    wait_for(worker, lambda snapshot: time.monotonic() > started + 0.3)
    assert wait_for(worker, lambda snapshot: snapshot.step > began + 1_000)
    assert not stretches
    assert not deputies()
