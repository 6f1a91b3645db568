"""Looking back through the training thread: what comes out, and how runs branch and come back."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec, Experiment, TrainingSpec
from bpstudio.runtime.loss_block import joined
from bpstudio.runtime.past import Past
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.worker import FAULT
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


@pytest.fixture
def opened(worker):
    experiment = make_experiment(5, 3, batch_size=10, epochs=100)
    data = data_of(experiment)
    worker.open(experiment, data)
    wait_for(worker, lambda s: s.experiment == experiment)
    return experiment, data


def numbers(snapshot):
    """Return all that a snapshot tells of its step."""
    told = [snapshot.step, snapshot.epoch, snapshot.loss, snapshot.test_loss]
    for layer in snapshot.layers:
        arrays = (layer.weights, layer.biases, layer.a, layer.z, layer.delta, layer.batch_delta)
        told += [array.tobytes() for array in arrays]
        told += [layer.gradient_norm, layer.update_ratio, layer.saturation.tobytes()]
    return told


def stepped(worker, steps):
    """Make updates one by one and return the snapshot after each."""
    first = worker.snapshot.step
    seen = {}
    for step in range(first + 1, first + steps + 1):
        worker.step()
        seen[step] = wait_for(worker, lambda s, step=step: s.step == step and not s.is_past)
    return seen


def travelled(worker, step):
    worker.travel(step)
    return wait_for(worker, lambda s: s.timeline.wanted == step and s.is_exact)


def test_a_step_that_is_looked_back_at_is_told_as_it_was_then(worker, opened):
    seen = stepped(worker, 90)
    for step in (1, 40, 64, 65, 89):
        past = travelled(worker, step)
        assert past.is_past
        assert past.status is Status.PAUSED
        assert past.timeline.newest == 90
        assert numbers(past) == numbers(seen[step])
    worker.come_back()
    now = wait_for(worker, lambda s: not s.is_past)
    assert numbers(now) == numbers(seen[90])
    assert all(not sample.is_past for sample in worker.samples if hasattr(sample, "is_past"))


def test_a_run_is_looked_back_at_through_its_edits(worker, opened):
    experiment, data = opened
    seen = stepped(worker, 20)
    wider = edits.set_units(experiment, 1, 7)
    worker.change(wider, data, 1)
    wait_for(worker, lambda s: s.experiment == wider)
    seen |= stepped(worker, 20)
    past = travelled(worker, 10)
    assert past.experiment == experiment
    assert numbers(past) == numbers(seen[10])
    assert [mark.words for mark in past.timeline.marks] == ["layer 1: units 5 → 7"]
    assert travelled(worker, 30).experiment == wider
    assert travelled(worker, 20).experiment == experiment, "before the edit"


def test_training_branches_off_where_one_looks(worker, opened):
    seen = stepped(worker, 80)
    travelled(worker, 30)
    worker.branch()
    branch = wait_for(worker, lambda s: s.run == 2)
    assert (branch.step, branch.is_past, branch.aside) == (30, False, (1,))
    begun = worker.begun[-1]
    assert (begun.run, begun.parent, begun.step) == (2, 1, 30)
    again = stepped(worker, 20)
    for step, snapshot in again.items():
        assert numbers(snapshot) == numbers(seen[step])
    worker.resume(1)
    back = wait_for(worker, lambda s: s.run == 1)
    assert (back.step, back.aside) == (80, (2,))
    assert numbers(back) == numbers(seen[80])
    worker.forget(2)
    wait_for(worker, lambda s: s.aside == ())


def test_train_and_update_branch_of_themselves_and_an_edit_or_a_reset_comes_back(worker, opened):
    experiment, data = opened
    stepped(worker, 40)
    travelled(worker, 10)
    worker.step()
    assert wait_for(worker, lambda s: s.run == 2).step == 11
    travelled(worker, 5)
    slower = edits.set_training(experiment, learning_rate=0.01)
    worker.change(slower, data, 1)
    after = wait_for(worker, lambda s: s.experiment == slower)
    assert (after.run, after.step, after.is_past) == (2, 11, False)
    travelled(worker, 5)
    worker.reset()
    assert wait_for(worker, lambda s: s.run == 3).step == 0
    travelled(worker, 0) if worker.snapshot.step else None
    worker.train()
    finished = wait_for(worker, lambda s: s.status is Status.FINISHED)
    assert (finished.run, finished.step) == (3, 500)


def test_a_step_beyond_the_run_is_its_end_and_one_before_it_its_beginning(worker, opened):
    stepped(worker, 5)
    worker.travel(99)
    assert not wait_for(worker, lambda s: s.step == 5).is_past
    worker.travel(-3)
    past = wait_for(worker, lambda s: s.is_past)
    assert past.step == 0


def test_the_recorder_follows_a_branch(worker, opened):
    stepped(worker, 60)
    travelled(worker, 25)
    worker.branch()
    wait_for(worker, lambda s: s.run == 2)
    stepped(worker, 10)
    recorder = Recorder()
    blocks = list(joined(worker.blocks))
    for block in blocks:
        if block.run == 2:
            for begun in worker.begun:
                recorder.begin(begun)
            worker.begun.clear()
        recorder.add_losses(block.run, block.first, block.losses)
    for sample in list(worker.samples):
        recorder.add(sample)
    assert recorder.run == 2
    assert len(recorder.losses) == 35
    of_parent = np.concatenate([block.losses for block in blocks if block.run == 1])
    told = [recorder.losses.value(step) for step in range(1, 36)]
    np.testing.assert_array_equal(told, of_parent[:35])
    assert recorder.gradients[0].steps.max() == 35
    assert (np.diff(recorder.gradients[0].steps) > 0).all()


def test_the_last_steps_of_a_run_that_diverged_can_be_walked_through(worker, opened):
    experiment, data = opened
    seen = stepped(worker, 120)
    wild = edits.set_training(experiment, learning_rate=1e5)
    worker.change(wild, data, 1)
    worker.train()
    end = wait_for(worker, lambda s: s.status is Status.DIVERGED)
    line = end.timeline
    assert line.now == end.step < line.newest
    assert line.marks[-1].words == "diverged"
    assert end.culprit is not None
    assert end.culprit.layer in {layer.id for layer in end.layers}
    for step in range(line.newest - 100, line.now):
        assert numbers(travelled(worker, step)) == numbers(seen[step])
    worst = travelled(worker, line.newest)
    np.testing.assert_equal(worst.loss, end.loss)
    worker.come_back()
    back = wait_for(worker, lambda s: not s.is_past)
    assert (back.status, back.step) == (Status.DIVERGED, end.step)


def test_steps_with_losses_beyond_all_numbers_can_be_walked_through(worker):
    squared = Experiment(
        data=DataSpec(name="diabetes"),
        loss="squared_error",
        training=TrainingSpec(batch_size=10, learning_rate=1e25),
    )
    worker.open(squared, data_of(squared))
    wait_for(worker, lambda s: s.experiment == squared)
    worker.train()
    end = wait_for(worker, lambda s: s.status is Status.DIVERGED)
    assert np.isposinf(end.loss)
    for step in (1, end.timeline.newest, 1):
        past = travelled(worker, step)
        assert (past.step, past.status) == (step, Status.PAUSED)
        assert np.isposinf(past.loss) == (step == end.timeline.newest)
    worker.come_back()
    back = wait_for(worker, lambda s: not s.is_past)
    assert (back.status, back.message) == (Status.DIVERGED, end.message)


def test_a_way_back_that_fails_is_given_up(worker, opened, monkeypatch, caplog):
    stepped(worker, 70)

    def fail(past, seconds):
        raise ValueError("no way")

    monkeypatch.setattr(Past, "approach", fail)
    worker.travel(69)
    failed = wait_for(worker, lambda s: s.status is Status.FAILED and not s.is_past)
    assert failed.step == 70
    assert failed.message == f"{FAULT}: ValueError: no way"
    assert len([one for one in caplog.records if one.exc_info]) == 1


@pytest.mark.parametrize("rate", [1e3, 1e5, 1e30])
def test_a_branch_that_diverges_again_names_layer_and_unit_too(worker, opened, rate):
    experiment, data = opened
    stepped(worker, 70)
    worker.change(edits.set_training(experiment, learning_rate=rate), data, 1)
    worker.train()
    first = wait_for(worker, lambda s: s.status is Status.DIVERGED)
    end, cause = first.timeline.newest, first.step
    for from_end in (0, 1, 2, 0):  # the last one is a branch of a branch
        run = worker.snapshot.run
        if worker.snapshot.timeline.newest - from_end == worker.snapshot.timeline.now:
            worker.train()  # where the run stands: it is no branch
        else:
            travelled(worker, worker.snapshot.timeline.newest - from_end)
            worker.train()
            wait_for(worker, lambda s, run=run: s.run > run)
        again = wait_for(worker, lambda s: s.status is Status.DIVERGED and not s.is_past)
        assert again.timeline.newest >= end
        assert "went first" in again.message
        assert again.culprit == first.culprit
        assert (again.step, again.message.split(". ")[-1]) == (cause, first.message.split(". ")[-1])
