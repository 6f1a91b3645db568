"""A run that is saved, read again and goes on: beside the one that never stopped, bit for bit."""

import json
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bpstudio.data.added import with_added
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, replace
from bpstudio.experiment.tensors import Tensors, pack
from bpstudio.refusal import Refusal
from bpstudio.runtime.history import BUDGET, History
from bpstudio.runtime.past import Past
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_file import JSON, PlainState, history_arrays, state_arrays
from bpstudio.runtime.run_parts import check_version, taken_plain
from bpstudio.runtime.run_reading import taken_run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.saved_run import restored, saved
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment

OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")


def make_run(experiment):
    return Run(experiment, data_of(experiment), history=History())


def through_bytes(run, data):
    kept = saved(run)
    state = Tensors(pack(state_arrays(kept)), "state")
    history = Tensors(pack(history_arrays(kept, Path())), "run")
    read = taken_run(state, history, kept.experiment, data, kept.now.parameters, Path())
    state.refuse_others(reason="is unknown")
    history.refuse_others(reason="is unknown")
    return restored(read, run.number, BUDGET)


def assert_same(one, other):
    assert one.trainer.descent.place == other.trainer.descent.place
    np.testing.assert_array_equal(one.trainer.parameters.flat, other.trainer.parameters.flat)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_goes_on_bit_for_bit_in_the_middle_of_an_epoch(optimizer):
    experiment = make_experiment(4, 3, batch_size=10, epochs=9)
    training = replace(experiment.training, optimizer=Choice(name=optimizer))
    experiment = replace(experiment, training=training)
    run = make_run(experiment)
    run.train()
    run.advance(13)  # 5 steps an epoch
    again = through_bytes(run, run.trainer.data)
    assert (again.status, again.loss) == (Status.PAUSED, run.loss)
    again.train()
    np.testing.assert_array_equal(run.advance(99), again.advance(99))
    assert again.status is run.status is Status.FINISHED
    assert_same(run, again)


def test_edits_shuffling_and_added_samples_go_on_too():
    experiment = make_experiment(4, batch_size=10, seed=3)
    run = make_run(experiment)
    data = run.trainer.data
    run.train()
    run.advance(7)
    wider = edits.set_units(experiment, 1, 6)
    run.change(wider, data, edit=1)
    run.advance(4)
    plain = edits.set_training(wider, shuffle=False)
    run.change(plain, data, edit=2)
    run.advance(1)
    more = edits.add_sample(plain, (0.5, -0.5, 1))
    run.change(more, with_added(data, more.data.added), edit=3)
    run.advance(9)
    again = through_bytes(run, run.trainer.data)
    assert again.timeline.marks == run.timeline.marks
    again.train()
    np.testing.assert_array_equal(run.advance(40), again.advance(40))
    assert_same(run, again)


def test_schedules_penalties_and_clipping_go_on_too():
    run = make_run(
        make_experiment(
            *(4, 3),
            batch_size=7,
            epochs=9,
            schedule=Choice("step", (("epochs", 2.0), ("factor", 0.5))),
            optimizer=Choice("adam"),
            clip_norm=0.5,
            l1=1e-3,
            l2=1e-2,
        )
    )
    run.train()
    run.advance(25)  # in the middle of the fifth epoch of six updates
    again = through_bytes(run, run.trainer.data)
    again.train()
    np.testing.assert_array_equal(run.advance(99), again.advance(99))
    assert_same(run, again)


def test_a_branch_goes_on_with_the_past_of_the_run_that_it_left():
    run = make_run(make_experiment(4, batch_size=10, epochs=50))
    run.train()
    run.advance(90)
    past = Past(run, run.history.nearest(70), 70)
    past.approach(9.0)
    branch = past.branch(2)
    branch.train()
    branch.advance(5)
    again = through_bytes(branch, branch.trainer.data)
    assert again.timeline == branch.timeline
    again.train()
    np.testing.assert_array_equal(branch.advance(40), again.advance(40))
    assert_same(branch, again)


def test_a_run_of_a_race_goes_on_alone():
    first = make_experiment(4, batch_size=10, epochs=5)
    variants = [("b", first), ("gd", edits.set_training(first, batch_size="all"))]
    runs = Runs()
    runs.open(first, data_of(first))
    race = runs.race(variants)
    race.train()
    for run in race.runs:
        run.advance(3)
    for run in race.runs:
        again = through_bytes(run, run.trainer.data)
        again.train()
        np.testing.assert_array_equal(run.advance(99), again.advance(99))
        assert again.status is Status.FINISHED
        assert_same(run, again)


def test_every_step_can_be_looked_back_at():
    run = make_run(make_experiment(3, batch_size=10))
    run.train()
    run.advance(70)
    run.change(edits.set_training(run.trainer.experiment, learning_rate=0.3), run.trainer.data, 1)
    run.advance(90)
    again = through_bytes(run, run.trainer.data)
    for step in (0, 1, 65, 70, 71, 160):
        pasts = [Past(one, one.history.nearest(step), step) for one in (run, again)]
        for past in pasts:
            past.approach(9.0)
        assert_same(*pasts)
        assert pasts[0].passed == pasts[1].passed


def test_patience_goes_on_waiting_and_goes_back_to_the_best():
    experiment = make_experiment(3, batch_size=10, epochs=400, patience=4, learning_rate=3.0)
    run, other = make_run(experiment), make_run(experiment)
    for one in (run, other):
        one.train()
        one.advance(5)
        one.apply_stop_rules()
        one.advance(3)
    again = through_bytes(other, other.trainer.data)
    again.train()
    for one in (run, again):
        while one.is_running:
            one.advance(1_000)
            one.apply_stop_rules()
    assert run.message == again.message != ""
    assert_same(run, again)


def test_how_it_ended_is_kept():
    run = make_run(make_experiment(4, learning_rate=1e9))
    run.train()
    with np.errstate(all="ignore"):
        run.advance(50)
    assert run.status is Status.DIVERGED
    again = through_bytes(run, run.trainer.data)
    assert (again.status, again.message, again.culprit) == (run.status, run.message, run.culprit)
    assert again.timeline == run.timeline


def test_an_update_that_was_one_too_many_is_taken_back_after_opening_too():
    experiment = make_experiment(4, learning_rate=1e9)
    run = make_run(experiment)
    run.train()
    with np.errstate(all="ignore"):
        last = len(run.advance(50)) - 1  # its loss was the last that could be borne
        other = make_run(experiment)
        other.train()
        other.advance(last)
        assert other.status is Status.RUNNING
        again = through_bytes(other, run.trainer.data)
        again.train()
        again.advance(50)
    assert (again.message, again.culprit) == (run.message, run.culprit)
    assert again.trainer.descent.place.step < last
    assert_same(run, again)


def parts():
    run = make_run(make_experiment(4, batch_size=10))
    run.train()
    run.advance(12)
    kept = saved(run)
    return kept, run.trainer.data, state_arrays(kept), history_arrays(kept, Path())


def changed(arrays, change):
    plain = json.loads(arrays[JSON].tobytes())
    change(plain)
    return arrays | {JSON: np.frombuffer(msgspec.json.encode(plain), np.uint8)}


@pytest.mark.parametrize(
    ("where", "change", "words"),
    [
        ("state", lambda p: p.pop("place"), "missing required field `place`"),
        ("state", lambda p: p.update(extra=1), "unknown field `extra`"),
        ("state", lambda p: p["place"].update(step=-1), "`int` >= 0"),
        ("state", lambda p: p["place"].update(used=42), "more samples of an epoch"),
        ("state", lambda p: p["earlier"].update(step=12), "isn't from just before"),
        ("state", lambda p: p["order"].clear(), "the order is one of other samples"),
        ("state", lambda p: p.update(status="asleep"), "asleep"),
        ("run", lambda p: p["segments"][0]["experiment"].pop("data"), "data: is missing"),
        ("run", lambda p: p["kept"][0].update(segment=7), "of no stretch"),
        ("run", lambda p: p["segments"].append(p["segments"][0] | {"start": -1}), "`int` >= 0"),
        ("run", lambda p: p["kept"].append(p["kept"][0] | {"segment": 0}), "checkpoints.1"),
        ("run", lambda p: p["kept"][0]["place"].update(used=99), "more samples of an epoch"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(where, change, words):
    kept, data, *arrays = parts()
    places = ("state", "run")
    arrays[places.index(where)] = changed(arrays[places.index(where)], change)
    state, run = (Tensors(pack(one), place) for one, place in zip(arrays, places, strict=True))
    with pytest.raises(Refusal, match=f"^{where}.*{re.escape(words)}"):
        taken_run(state, run, kept.experiment, data, kept.now.parameters, Path())


def test_arrays_of_another_size_are_refused():
    kept, data, state, run = parts()
    run["checkpoints.0.parameters"] = run["checkpoints.0.parameters"][:-1]
    with pytest.raises(Refusal, match=r"run: checkpoints\.0\.parameters: has the shape"):
        taken_run(
            Tensors(pack(state), "state"),
            Tensors(pack(run), "run"),
            kept.experiment,
            data,
            kept.now.parameters,
            Path(),
        )


UNSEEN = b'{"format": "bpstudio-run", "version": 1, "\xe2\x80\xae": 1}'  # turns what follows round


def test_names_that_nobody_can_read_are_refused_in_one_line():
    tensors = Tensors(pack({JSON: np.frombuffer(UNSEEN, np.uint8)}), "state")
    with pytest.raises(Refusal, match=r"^state: json: is damaged: ") as caught:
        taken_plain(tensors, PlainState, 999)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "text", [b'{"a\xee', b"", b"[" * 99_999, b"\xff\xfe{", b"[]", b'"\\ud800"']
)
def test_what_is_no_text_of_ours_is_refused(text):
    tensors = Tensors(pack({JSON: np.frombuffer(text, np.uint8)}), "state")
    with pytest.raises(Refusal, match=r"^state: json: is damaged: "):
        check_version(tensors, 10**6)
