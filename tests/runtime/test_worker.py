"""The training thread, by its commands and what comes out."""

import time

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.turnstile import LONGEST_WAIT, Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime.experiments import data_of, huge, make_experiment
from tests.runtime.waiting import SOON, wait_for


def has(status):
    return lambda snapshot: snapshot.status is status


def test_trains_to_the_end_and_loses_no_loss(worker):
    experiment = make_experiment(4, 3, epochs=40, batch_size=10)
    worker.open(experiment, data_of(experiment))
    worker.train()
    snapshot = wait_for(worker, has(Status.FINISHED))

    alone = Run(experiment, data_of(experiment))
    alone.train()
    expected = alone.advance(200)
    blocks = list(worker.blocks)
    assert [block.first for block in blocks] == [
        1 + sum(len(block.losses) for block in blocks[:place]) for place in range(len(blocks))
    ]
    assert np.concatenate([block.losses for block in blocks]).tobytes() == expected.tobytes()
    assert (snapshot.step, snapshot.epoch) == (200, 40)
    # a run that is over at once has been sampled all the same, in its order
    steps = [sample.step for sample in worker.samples if sample.step]
    assert steps == sorted(steps)
    assert set(range(1, 17)) <= set(steps)
    assert len(set(steps)) > 40
    # and the same bits as without a thread
    W = alone.trainer.parameters.weights
    for place, layer in enumerate(snapshot.layers):
        np.testing.assert_array_equal(layer.weights, W[place])


def test_snapshot_tells_the_same_as_the_equations(worker):
    experiment = make_experiment(5)
    worker.open(experiment, data_of(experiment))
    worker.show_sample(3)
    snapshot = wait_for(worker, lambda s: s.sample is not None and s.sample.position == 3)
    hidden, output = snapshot.layers
    x, t = snapshot.sample.x, np.eye(2)[int(snapshot.sample.target)]
    a1 = hidden.weights @ x + hidden.biases
    z1 = 1 / (1 + np.exp(-a1))
    a2 = output.weights @ z1 + output.biases
    y = np.exp(a2) / np.exp(a2).sum()
    delta1 = output.weights.T @ (y - t) * z1 * (1 - z1)
    for got, want in [
        *((hidden.a, a1), (hidden.z, z1), (output.z, y), (snapshot.sample.y, y)),
        *((output.delta, y - t), (hidden.delta, delta1), (hidden.slope, z1 * (1 - z1))),
        (snapshot.sample.loss, -np.log(y @ t)),
    ]:
        np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-6)
    assert (hidden.name, output.name, output.id, output.activation) == (
        *("layer 1", "output", 0, "softmax"),
    )
    assert snapshot.step == 0
    assert hidden.gradient_norm > 0


def test_pause_update_reset(worker):
    experiment = make_experiment(4, epochs=10**6)
    worker.open(experiment, data_of(experiment))
    worker.train()
    wait_for(worker, lambda s: s.step > 50)
    worker.pause()
    paused = wait_for(worker, has(Status.PAUSED))
    worker.step()
    assert wait_for(worker, lambda s: s.step != paused.step).step == paused.step + 1
    worker.reset()
    assert wait_for(worker, lambda s: s.run == 2).step == 0


def test_it_trains_on_after_updates_by_hand(worker):
    experiment = make_experiment(4, epochs=10**6)
    worker.open(experiment, data_of(experiment))
    for _ in range(5):
        worker.step()
    worker.train()
    assert wait_for(worker, lambda s: s.step > 50).status is Status.RUNNING
    steps = [sample.step for sample in worker.samples]
    assert steps == sorted(steps)
    assert 6 in steps  # the next sample is due at once


def test_edits_while_it_trains_take_effect_and_keep_it_training(worker):
    experiment = make_experiment(4, epochs=10**6)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.train()
    for number in range(1, 60):
        place = number % (len(experiment.hidden) + 1)
        wider = edits.add_layer(experiment, place, "tanh", units=number % 5 + 1)
        removed = edits.remove_layers(wider, (wider.hidden[0].id,))
        for edit, value in ((number, wider), (number + 100, removed)):
            worker.change(value, data, edit)
        experiment = removed
    snapshot = wait_for(worker, lambda s: s.experiment == experiment)
    assert snapshot.status is Status.RUNNING
    assert [len(layer.z) for layer in snapshot.layers] == [experiment.hidden[0].units, 2]


def test_slow_pace_keeps_time(worker):
    experiment = make_experiment(4, epochs=10**6)
    worker.open(experiment, data_of(experiment))
    worker.set_pace(20.0)
    worker.train()
    wait_for(worker, lambda s: s.step >= 1)
    start, first = time.monotonic(), worker.snapshot.step
    time.sleep(1.0)
    worker.pause()
    last = wait_for(worker, has(Status.PAUSED)).step
    assert last - first == pytest.approx(20 * (time.monotonic() - start), abs=4)


def test_a_failure_is_said_and_the_next_experiment_trains(worker, monkeypatch, caplog):
    experiment = make_experiment(4)
    data = data_of(experiment)
    worker.open(experiment, data)
    wait_for(worker, lambda s: s.layers)

    def fail(*_):
        raise RuntimeError("a fault of our own")

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", fail)
        worker.train()
        failed = wait_for(worker, has(Status.FAILED))
    assert "a fault of our own" in failed.message
    assert failed.layers
    caplog.clear()
    worker.open(experiment, data)
    worker.train()
    wait_for(worker, lambda s: s.step > 5)


def test_a_refused_start_is_said_and_nothing_trains(worker, tmp_path):
    experiment = make_experiment(4, activation="identity")
    worker.open(experiment, data_of(experiment))
    worker.train()
    wait_for(worker, lambda s: s.step > 0)
    worker.blocks.clear()
    worker.open(*huge(experiment, tmp_path))
    failed = wait_for(worker, has(Status.FAILED))
    assert "standardise" in failed.message
    assert (failed.run, failed.step, failed.layers) == (2, 0, ())
    worker.blocks.clear()
    for press in (worker.train, worker.step, worker.reset):
        press()
    time.sleep(0.1)
    assert not worker.blocks
    assert worker.snapshot.status is Status.FAILED


def test_what_was_learned_survives_a_refused_edit_and_its_undo(worker, tmp_path):
    experiment = make_experiment(4, activation="identity", epochs=10**6)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.train()
    wait_for(worker, lambda s: s.step > 5)
    worker.pause()
    paused = wait_for(worker, has(Status.PAUSED))
    worker.change(*huge(experiment, tmp_path), 1)
    wait_for(worker, has(Status.FAILED))
    worker.train()  # is not possible now
    worker.change(experiment, data, -1)
    back = wait_for(worker, has(Status.PAUSED))
    assert (back.run, back.step, back.message) == (1, paused.step, "")
    np.testing.assert_array_equal(back.layers[0].weights, paused.layers[0].weights)
    worker.train()
    wait_for(worker, lambda s: s.step > paused.step)


def test_turnstile_holds_the_training_but_not_for_ever():
    turnstile = Turnstile()
    turnstile.close()
    turnstile.close()
    turnstile.open()
    start = time.monotonic()
    turnstile.wait()
    assert LONGEST_WAIT / 2 < time.monotonic() - start < SOON
    turnstile.open()
    turnstile.open()  # one too many does no harm
    start = time.monotonic()
    turnstile.wait()
    assert time.monotonic() - start < LONGEST_WAIT


def test_a_dear_look_at_one_network_does_not_silence_the_next(worker):
    experiment = make_experiment(4)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.train()
    wait_for(worker, has(Status.RUNNING))
    worker._conductor.lookout._due_at = (
        time.perf_counter() + 1_000
    )  # as after one that took half a minute
    wider = edits.set_units(experiment, 1, 7)
    worker.change(wider, data, 1)
    snapshot = wait_for(worker, lambda snapshot: snapshot.experiment == wider)
    assert snapshot.status is Status.RUNNING


def test_trains_to_a_step_whatever_the_pace_and_pauses_there(worker):
    experiment = make_experiment(4, 3, epochs=40, batch_size=10)
    worker.set_pace(0.01)
    worker.open(experiment, data_of(experiment))
    worker.train_to(37)
    snapshot = wait_for(worker, lambda s: s.step == 37 and s.status is Status.PAUSED)

    alone = Run(experiment, data_of(experiment))
    alone.train()
    alone.advance(37)
    for place, layer in enumerate(snapshot.layers):
        np.testing.assert_array_equal(layer.weights, alone.trainer.parameters.weights[place])
    worker.train_to(20)  # it is past that
    worker.train()  # and the pace is what it was
    snapshot = wait_for(worker, has(Status.RUNNING))
    assert snapshot.step <= 38


def test_a_workers_runs_are_numbered_from_where_it_is_told():
    worker = Worker(Turnstile(), numbered_from=1_000)
    worker.start()
    try:
        experiment = make_experiment(4)
        worker.open(experiment, data_of(experiment))
        assert wait_for(worker, lambda s: bool(s.layers)).run == 1_001
    finally:
        worker.stop()
        worker.join(SOON)
