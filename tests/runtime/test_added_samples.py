"""Samples added by hand: the run goes on with what it has learned, forth and back."""

import numpy as np
import pytest

from bpstudio.data.added import with_added
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.runtime.history import History
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.test_history import one_by_one, past_of, state

ROW = (0.25, -0.5, "1")


def opened(**training):
    experiment = make_experiment(4, batch_size=10, optimizer=Choice("adam"), **training)
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    return runs, experiment


def with_sample(experiment, data, row=ROW):
    more = edits.add_sample(experiment, row)
    return more, with_added(data, more.data.added)


def test_the_run_goes_on_with_its_parameters_on_the_new_samples():
    runs, experiment = opened()
    run, data = runs.current, runs.current.trainer.data
    run.train()
    run.advance(13)
    before = state(run.trainer)
    more, grown = with_sample(experiment, data)
    runs.change(more, grown, edit=1)
    assert runs.current is run
    assert run.status is Status.RUNNING
    assert state(run.trainer)[:3] == before[:3], "parameters, optimizer state, place"
    assert run.trainer.data is grown
    np.testing.assert_allclose(run.trainer.x[-1], ROW[:2])
    assert run.trainer.t[-1].tolist() == [0, 1]
    run.advance(20)
    assert run.step_made == 33


def test_undo_and_redo_keep_what_was_learned_since():
    runs, experiment = opened()
    run, data = runs.current, runs.current.trainer.data
    run.advance(5)
    more, grown = with_sample(experiment, data)
    runs.change(more, grown, edit=1)
    run.advance(5)
    learned = run.trainer.parameters.flat.tobytes()
    runs.change(experiment, data, edit=-1)
    assert runs.current is run
    assert run.trainer.data is data
    assert run.trainer.parameters.flat.tobytes() == learned
    run.advance(5)
    runs.change(more, grown, edit=1)
    assert (runs.current, run.step_made) == (run, 15)


def test_each_new_sample_is_used_once_an_epoch_from_the_next_on():
    runs, experiment = opened()
    run, data = runs.current, runs.current.trainer.data
    more, grown = with_sample(experiment, data)
    runs.change(more, grown, edit=1)
    samples = len(grown.train.t)
    assert run.trainer.descent.steps_an_epoch == -(-samples // 10)
    assert sorted(run.state.order(1).tolist()) == list(range(samples))


@pytest.mark.parametrize("steps", [4, 5])
def test_where_fewer_samples_are_left_than_were_used_the_epoch_is_complete(steps):
    runs, experiment = opened(shuffle=False)
    run, data = runs.current, runs.current.trainer.data  # 42 samples to train on
    more, grown = experiment, data
    for _ in range(7):
        more, grown = with_sample(more, grown)
    runs.change(more, grown, edit=1)
    run.advance(steps)
    runs.change(experiment, data, edit=-1)
    place = run.trainer.descent.place
    assert (place.step, place.epochs, place.used) == ((4, 0, 40) if steps == 4 else (5, 1, 0))
    run.advance(5)


def test_a_place_beyond_the_samples_is_the_next_epochs_start():
    runs, experiment = opened(shuffle=False)
    run, data = runs.current, runs.current.trainer.data
    more, grown = experiment, data
    for _ in range(27):
        more, grown = with_sample(more, grown)
    runs.change(more, grown, edit=1)
    run.advance(5)
    runs.change(experiment, data, edit=-1)
    place = run.trainer.descent.place
    assert (place.step, place.epochs, place.used) == (5, 1, 0)
    run.advance(5)
    assert run.step_made == 10


def test_looking_back_across_it_is_still_bit_for_bit():
    experiment = make_experiment(4, batch_size=10, optimizer=Choice("adam"))
    data = data_of(experiment)
    run, seen = Run(experiment, data, history=History()), {}
    one_by_one(run, 40, seen)
    more, grown = with_sample(experiment, data)
    run.change(more, grown, edit=1)
    one_by_one(run, 40, seen)
    most, largest = with_sample(more, grown, (-0.5, 0.5, "0"))
    run.change(most, largest, edit=2)
    one_by_one(run, 30, seen)
    run.change(more, grown, edit=-2)
    one_by_one(run, 30, seen)
    for step, told in seen.items():
        past = past_of(run, step)
        assert (*state(past.trainer), past.loss) == told, step
    assert past_of(run, 40).trainer.data is data
    assert past_of(run, 41).trainer.data is grown
    assert past_of(run, 110).trainer.data is largest
    assert [(mark.step, mark.words) for mark in run.history.marks] == [
        (40, "1 sample added"),
        (80, "1 sample added"),
        (110, "1 sample taken back"),
    ]


def test_a_branch_from_before_it_has_the_data_of_then():
    experiment = make_experiment(4, batch_size=10)
    data = data_of(experiment)
    run, seen = Run(experiment, data, history=History()), {}
    one_by_one(run, 20, seen)
    more, grown = with_sample(experiment, data)
    run.change(more, grown, edit=1)
    run.advance(20)
    branch = past_of(run, 10).branch(2)
    assert (branch.trainer.data, branch.trainer.experiment) == (data, experiment)
    branch.advance(10)
    assert state(branch.trainer) == seen[20][:4]


def test_a_branch_takes_the_new_samples_in_the_order_of_its_parents_seed():
    runs, experiment = opened(seed=0)
    run, data = runs.current, runs.current.trainer.data
    run.advance(10)
    seeded = edits.set_training(experiment, seed=9)  # it waits for the reset
    runs.change(seeded, data, edit=1)
    run.advance(10)
    runs.branch(past_of(run, 15))
    assert runs.current is not run
    assert runs.current.state.seed == 0
    runs.change(*with_sample(seeded, data), edit=2)
    assert {stretch.seed for stretch in runs.current.state.order.stretches} == {0}
