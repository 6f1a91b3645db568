"""What is superseded while it is prepared: dropped at once, and nothing is lost by it."""

import threading

import numpy as np
import pytest

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment import edits
from bpstudio.experiment.build import network
from bpstudio.experiment.spec import Choice, DataSpec
from bpstudio.experiment.surgery import Surgery
from bpstudio.runtime import changed
from bpstudio.runtime import run as runs_one
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.wishes import SupersededError, Wishes
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


def superseded(wishes, number):
    try:
        wishes.check(number)
    except SupersededError:
        return True
    return False


def test_of_edits_in_a_row_the_last_one_counts():
    wishes = Wishes()
    first, second = wishes.edit(False), wishes.edit(False)
    assert [superseded(wishes, number) for number in (first, second)] == [True, False]
    wishes.act()
    third = wishes.edit(False)
    assert not superseded(wishes, second), "what was done in between was done with it"
    assert not superseded(wishes, third)
    moving = wishes.edit(moves_units=True)
    assert not superseded(wishes, third), "where units were before is known from it alone"
    assert superseded(wishes, third) is superseded(wishes, moving) is False
    opened = wishes.open()
    assert all(superseded(wishes, number) for number in (first, second, third, moving))
    after = wishes.edit(False)
    assert not superseded(wishes, opened)
    assert not superseded(wishes, after)
    assert superseded(wishes, first)


def drop():
    raise SupersededError


@pytest.fixture(autouse=True)
def _every_network_counts_as_huge(monkeypatch):
    monkeypatch.setattr(changed, "HUGE", 0)


def opened():
    experiment = make_experiment(6, 3, batch_size=10)
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    runs.current.advance(20)
    return runs, experiment, runs.current.trainer.data


def test_a_dropped_edit_leaves_the_run_alone_and_the_next_ones_and_undo_are_as_ever():
    runs, first, data = opened()
    had = runs.current.trainer.parameters.flat.tobytes()
    vast = edits.set_units(first, 1, 200)
    with pytest.raises(SupersededError):
        runs.change(vast, data, 1, check=drop)
    assert runs.current.trainer.experiment is first
    assert runs.current.trainer.parameters.flat.tobytes() == had
    narrow = edits.set_units(first, 1, 2)
    runs.change(narrow, data, 2)
    kept = runs.current.trainer.parameters
    np.testing.assert_array_equal(kept.weights[0], _parameters(had, first, data).weights[0][:2])
    runs.change(vast, data, -2)
    runs.change(first, data, -1)
    assert runs.current.trainer.parameters.flat.tobytes() == had, "all that edit 2 removed"


def _parameters(had, experiment, data):
    flat = np.frombuffer(had, np.float32).copy()
    return Parameters(network(experiment, data).shape, flat)


def test_dropped_data_are_undone_to_the_run_that_there_was():
    runs, first, data = opened()
    run = runs.current
    other = edits.set_data(first, DataSpec(name="iris"))
    iris = data_of(other)
    with pytest.raises(SupersededError):
        runs.change(other, iris, 1, check=drop)
    runs.change(edits.set_units(other, 1, 4), iris, 2)
    assert runs.current is not run
    runs.change(other, iris, -2)
    runs.change(first, data, -1)
    assert runs.current is run


def test_what_takes_away_brings_back_or_moves_units_is_never_dropped():
    runs, first, data = opened()
    narrow = edits.set_units(first, 1, 2)
    runs.change(narrow, data, 1, check=drop)
    runs.change(first, data, -1, check=drop)
    fewer, surgery = edits.remove_units(first, 1, (0,))
    assert isinstance(surgery, Surgery)
    runs.change(fewer, data, 2, surgery, check=drop)
    assert runs.current.trainer.experiment is fewer
    for edit, changed_one in enumerate(
        (
            edits.add_layer(fewer, 1, "tanh"),
            edits.set_optimizer(fewer, Choice("adam")),
            edits.set_training(fewer, shuffle=False),
            edits.move_layers(fewer, (2,), 0),
        ),
        start=3,
    ):
        runs.change(changed_one, data, edit, check=drop)
        assert runs.current.trainer.experiment is changed_one


def test_a_small_network_is_there_before_it_could_be_dropped(monkeypatch):
    monkeypatch.undo()
    runs, first, data = opened()
    wide = edits.set_units(first, 1, 9)
    runs.change(wide, data, 1, check=drop)
    assert runs.current.trainer.experiment is wide


def test_the_thread_drops_a_preparation_as_soon_as_another_edit_comes(worker, monkeypatch):
    first = make_experiment(4, batch_size=10)
    data = data_of(first)
    worker.open(first, data)
    wait_for(worker, lambda s: s.experiment == first)
    under_way, posted, asked = threading.Event(), threading.Event(), []
    check, make = worker._wishes.check, runs_one.changed_trainer

    def waiting(number):
        under_way.set()
        assert posted.wait(10)
        asked.append(number)
        check(number)

    made = []

    def counted(old, change, *others):
        trainer = make(old, change, *others)
        made.append(change.experiment)
        return trainer

    monkeypatch.setattr(worker._wishes, "check", waiting)
    monkeypatch.setattr(runs_one, "changed_trainer", counted)
    huge, small = edits.set_units(first, 1, 5_000), edits.set_units(first, 1, 5)
    worker.change(huge, data, 1)
    assert under_way.wait(10)
    worker.change(small, data, 2)
    posted.set()
    shown = wait_for(worker, lambda s: s.experiment == small)
    assert made == [small]
    assert len(asked) > 1
    assert asked[:2] != [asked[0]] * 2, "given up at the first look"
    assert shown.status is Status.PAUSED
    worker.train()
    wait_for(worker, lambda s: s.status is Status.FINISHED)
