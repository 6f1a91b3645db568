"""Runs that come and go: resets, other data, and undo of that."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.refusal import Refusal
from bpstudio.runtime.runs import MOST_ASIDE, Runs
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.stopping import StoppedBy
from tests.runtime.experiments import data_of, huge, make_experiment

pytestmark = pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")


def opened(**training):
    experiment = make_experiment(4, **training)
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    return runs, experiment


def test_other_data_begin_another_run():
    runs, experiment = opened()
    runs.current.train()
    runs.current.advance(30)
    other = edits.set_data(experiment, DataSpec(name="iris"))
    runs.change(other, data_of(other), edit=1)
    run = runs.current
    assert (run.number, run.trainer.descent.place.step, run.status) == (2, 0, Status.PAUSED)
    assert run.trainer.network.shape.widths == (4, 4, 3)


def test_undo_and_redo_of_other_data_bring_the_runs_back_as_they_were():
    runs, experiment = opened(batch_size=10)
    first = runs.current
    first.train()
    first.advance(30)
    learned = first.trainer.parameters.flat.tobytes()
    other = edits.set_data(experiment, DataSpec(name="iris"))
    iris = data_of(other)
    runs.change(other, iris, edit=1)
    second = runs.current
    second.advance(5)
    runs.change(experiment, first.trainer.data, edit=-1)
    assert runs.current is first
    assert (first.number, first.status, first.trainer.descent.place.step) == (1, Status.PAUSED, 30)
    assert first.trainer.parameters.flat.tobytes() == learned
    runs.change(other, iris, edit=1)
    assert runs.current is second
    assert second.trainer.descent.place.step == 5


def test_edits_before_the_other_data_can_still_be_undone():
    runs, experiment = opened()
    data = runs.current.trainer.data
    runs.current.advance(20)
    removed = runs.current.trainer.parameters.weights[0][3].copy()
    narrow = edits.set_units(experiment, 1, 3)
    runs.change(narrow, data, edit=1)
    other = edits.set_data(narrow, DataSpec(name="iris"))
    runs.change(other, data_of(other), edit=2)
    runs.change(narrow, data, edit=-2)
    runs.change(experiment, data, edit=-1)
    np.testing.assert_array_equal(runs.current.trainer.parameters.weights[0][3], removed)


def test_every_run_has_a_number_of_its_own():
    runs, experiment = opened()
    data = runs.current.trainer.data
    other = edits.set_data(experiment, DataSpec(name="iris"))
    runs.change(other, data_of(other), edit=1)
    runs.current.advance(3)
    runs.reset()
    assert runs.current.number == 3
    runs.change(experiment, data, edit=-1)
    assert runs.current.number == 1
    runs.reset()
    assert runs.current.number == 4


def test_a_run_that_came_anywhere_can_be_gone_on_with_after_a_reset():
    runs, _ = opened(batch_size=10)
    runs.reset()
    assert runs.aside == (), "nothing had been learned"
    first = runs.current
    first.advance(7)
    runs.reset()
    assert runs.aside == (2,)
    assert runs.resume(2) is first is runs.current
    assert runs.aside == (), "the other had come nowhere"
    assert runs.resume(9) is None
    assert runs.current is first


def test_few_are_put_aside():
    runs, experiment = opened()
    for edit in range(1, MOST_ASIDE + 3):
        other = edits.set_data(experiment, DataSpec(name="circle", samples=60 + edit))
        runs.change(other, data_of(other), edit)
    assert len(runs._aside) == MOST_ASIDE


def test_refused_data_leave_the_run_as_it_was(tmp_path):
    runs, experiment = opened(activation="identity")
    first = runs.current
    first.train()
    first.advance(30)
    with pytest.raises(Refusal, match="standardise"):
        runs.change(*huge(experiment, tmp_path), edit=1)
    assert runs.current is first
    assert first.is_running
    assert first.trainer.descent.place.step == 30


def test_forgotten_runs_come_back_and_are_the_first_to_make_room():
    runs, _ = opened(batch_size=10)

    def go_on():
        runs.current.advance(2)
        runs.reset()

    go_on()
    go_on()
    first = runs._aside[1]
    runs.forget(1)
    assert runs.aside == (2,)
    assert runs.resume(1) is None
    runs.recall(1)
    assert runs.aside == (2, 1)
    assert runs.resume(1) is first
    runs.forget(2)
    for _ in range(MOST_ASIDE):
        go_on()
        assert len(runs._aside) + len(runs._forgotten) <= MOST_ASIDE
    runs.recall(2)
    assert 2 not in runs.aside, "its room was needed"


def test_the_first_run_of_each_document_is_marked_as_such():
    runs, experiment = opened()
    data = runs.current.trainer.data
    runs.current.advance(1)
    runs.reset()
    runs.open(experiment, data)
    assert [begun.is_first for begun in runs.begun] == [True, False, True]


def test_a_run_that_is_gone_back_to_keeps_its_end():
    experiment = make_experiment(4, batch_size=10, patience=3, learning_rate=2.0, epochs=200)
    runs, data = Runs(), data_of(experiment)
    runs.open(experiment, data)
    first = runs.current
    first.train()
    while first.is_running:
        first.advance(10)
        first.apply_stop_rules()
    trainer, state, kept = first.trainer, first.state, first.history.kept
    assert (first.status, state.stopped_by) == (Status.FINISHED, StoppedBy.PATIENCE)
    assert first.newest > first.step_made, "it went back to its best"
    runs.reset()
    runs.current.step()
    runs.resume(first.number)
    runs.change(experiment, data, edit=3)  # the document goes with the run; undo and redo, too
    runs.change(experiment, data, edit=-3)
    assert runs.current is first
    assert (first.trainer, first.state, first.history.kept) == (trainer, state, kept)


def test_what_comes_back_with_an_edit_comes_back_though_the_value_is_the_same():
    runs, experiment = opened()
    data, written = runs.current.trainer.data, edits.write_number(make_experiment(4), 1, 0, 0, 7.0)
    old = runs.current.trainer.parameters.weights[0][0, 0]
    runs.change(experiment, data, 1, written)
    assert runs.current.trainer.parameters.weights[0][0, 0] == 7.0
    runs.change(experiment, data, -1)
    assert runs.current.trainer.parameters.weights[0][0, 0] == old


def test_layers_that_change_places_are_an_edit_though_they_look_the_same():
    experiment = make_experiment(3, 3)
    runs, data = Runs(), data_of(experiment)
    runs.open(experiment, data)
    before = runs.current.trainer
    runs.change(edits.move_layers(experiment, (2,), 0), data, 1)
    assert runs.current.trainer is not before
