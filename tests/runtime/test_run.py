"""A run through its edits, its end and its divergence."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment

pytestmark = pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")


def make_run(experiment):
    return Run(experiment, data_of(experiment))


def make_runs(experiment):
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    return runs


def weights(run):
    return [W.copy() for W in run.trainer.parameters.weights]


def test_ends_after_its_epochs_and_goes_on_for_as_many():
    run = make_run(make_experiment(4, epochs=3, batch_size=10))  # 42 samples: 5 steps an epoch
    run.train()
    assert len(run.advance(1_000)) == 15
    assert run.status is Status.FINISHED
    run.train()
    assert len(run.advance(1_000)) == 15
    assert (run.trainer.descent.place.step, run.trainer.epoch) == (30, 6)


def test_update_makes_one_step_and_stays_paused():
    run = make_run(make_experiment(4))
    assert len(run.step()) == 1
    assert (run.status, run.trainer.descent.place.step, run.trainer.epoch) == (Status.PAUSED, 1, 1)


def test_reset_begins_anew_from_the_same_weights():
    runs = make_runs(make_experiment(4))
    start = runs.current.trainer.parameters.flat.tobytes()
    runs.current.train()
    runs.current.advance(50)
    assert runs.current.trainer.parameters.flat.tobytes() != start
    runs.reset()
    run = runs.current
    assert run.trainer.parameters.flat.tobytes() == start
    assert (run.number, run.status, run.trainer.descent.place.step) == (2, Status.PAUSED, 0)


def test_edit_keeps_learned_weights_and_goes_on_training():
    experiment = make_experiment(4, 3)
    run = make_run(experiment)
    run.train()
    run.advance(30)
    learned = weights(run)
    wider = edits.set_units(experiment, 2, 5)
    run.change(wider, run.trainer.data, edit=1)
    now = weights(run)
    np.testing.assert_array_equal(now[0], learned[0])
    np.testing.assert_array_equal(now[1][:3], learned[1])
    np.testing.assert_array_equal(now[2][:, :3], learned[2])
    assert (run.status, run.trainer.descent.place.step, run.number) == (Status.RUNNING, 30, 1)
    assert len(run.advance(5)) == 5


def test_undo_brings_back_what_was_removed_and_keeps_what_was_learned_since():
    experiment = make_experiment(4, 3)
    run = make_run(experiment)
    run.train()
    run.advance(30)
    learned = weights(run)
    run.change(edits.set_units(experiment, 2, 1), run.trainer.data, edit=7)
    run.advance(20)
    since = weights(run)
    run.change(experiment, run.trainer.data, edit=-7)
    now = weights(run)
    np.testing.assert_array_equal(now[0], since[0])
    np.testing.assert_array_equal(now[1][:1], since[1])
    np.testing.assert_array_equal(now[1][1:], learned[1][1:])
    np.testing.assert_array_equal(now[2][:, :1], since[2])
    np.testing.assert_array_equal(now[2][:, 1:], learned[2][:, 1:])
    run.change(edits.set_units(experiment, 2, 1), run.trainer.data, edit=7)
    np.testing.assert_array_equal(weights(run)[1], since[1])


def test_undone_removal_of_a_layer_has_its_weights_as_they_were():
    experiment = make_experiment(4, 3)
    run = make_run(experiment)
    run.train()
    run.advance(30)
    learned = weights(run)
    run.change(edits.remove_layers(experiment, (1,)), run.trainer.data, edit=1)
    run.advance(3)
    run.change(experiment, run.trainer.data, edit=-1)
    for before, now in zip(learned[:2], weights(run)[:2], strict=True):
        np.testing.assert_array_equal(before, now)


def test_a_new_rate_changes_nothing_but_the_rate():
    experiment = make_experiment(4, learning_rate=0.1)
    slow, fast = make_run(experiment), make_run(experiment)
    quicker = edits.set_training(experiment, learning_rate=0.2)
    for run in (slow, fast):
        run.train()
        run.advance(7)
    start = slow.trainer.parameters.flat.astype(float)
    fast.change(quicker, fast.trainer.data, edit=1)
    slow.advance(1)
    fast.advance(1)
    changes = [run.trainer.parameters.flat - start for run in (slow, fast)]
    np.testing.assert_allclose(changes[1], 2 * changes[0], rtol=1e-3, atol=1e-7)


@pytest.mark.parametrize("rate", [1e3, 1e6, 1e30])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_too_large_a_rate_ends_in_words_with_the_parameters_before(rate, activation, loss):
    experiment = make_experiment(6, 6, activation=activation, learning_rate=rate, epochs=30)
    run = make_run(edits.set_loss(experiment, loss))
    run.train()
    while run.is_running:
        run.advance(40)
    if run.status is Status.FINISHED:  # stuck on a plateau, say, but sound
        assert run.trainer.is_sound
        return
    assert run.status is Status.DIVERGED
    assert "Diverged at step" in run.message
    assert "went first" in run.message
    assert np.isfinite(run.trainer.parameters.flat).all()


def test_the_very_last_update_may_be_the_one_too_many():
    run = make_run(make_experiment(4, batch_size="all", epochs=1, learning_rate=1e9))
    run.train()
    run.advance(1)
    assert run.status is Status.DIVERGED
    assert run.trainer.descent.place.step == 0
    assert "those of step 0" in run.message


def test_undo_of_a_reorder_brings_all_weights_back():
    experiment = make_experiment(4, 4)
    run = make_run(experiment)
    run.train()
    run.advance(30)
    learned = weights(run)
    run.change(edits.move_layers(experiment, (2,), 0), run.trainer.data, edit=1)
    run.change(experiment, run.trainer.data, edit=-1)
    for before, now in zip(learned, weights(run), strict=True):
        np.testing.assert_array_equal(before, now)


def test_merged_edits_bring_each_unit_back_as_it_was_removed():
    experiment = make_experiment(4)
    run = make_run(experiment)
    run.train()
    for units in (3, 2):  # as when a number is turned: one edit, two changes
        run.advance(10)
        before = weights(run)
        run.change(edits.set_units(experiment, 1, units), run.trainer.data, edit=5)
        if units == 3:
            fourth = before[0][3]
        else:
            third = before[0][2]
    run.change(experiment, run.trainer.data, edit=-5)
    np.testing.assert_array_equal(weights(run)[0][2], third)
    np.testing.assert_array_equal(weights(run)[0][3], fourth)


def turned(run, *counts, edit=5):
    """Give layer 1 these numbers of units one after the other, as one edit; return its weights."""
    seen = []
    for units in counts:
        run.advance(10)
        seen.append(weights(run)[0])
        wanted = edits.set_units(run.trainer.experiment, 1, units)
        run.change(wanted, run.trainer.data, edit=edit)
    return seen


def test_a_unit_that_comes_back_within_the_same_edit_has_its_weights():
    run = make_run(make_experiment(4, 3))
    run.train()
    first = turned(run, 3, 4)[0]
    np.testing.assert_array_equal(weights(run)[0][3], first[3])


def test_of_a_unit_that_is_taken_away_twice_in_one_edit_undo_brings_back_the_first():
    experiment = make_experiment(4, 3, optimizer=edits.Choice("adam"))
    run = make_run(experiment)
    run.train()
    seen = turned(run, 3, 5, 4, 2)
    out = weights(run)[1]
    run.change(experiment, run.trainer.data, edit=-5)
    now = weights(run)
    np.testing.assert_array_equal(now[0][3], seen[0][3])
    np.testing.assert_array_equal(now[0][2], seen[3][2])
    np.testing.assert_array_equal(now[1][:, :2], out)
    moments = run.trainer.descent.state["mean"]
    assert np.count_nonzero(moments) == moments.size, "the optimizer's come back, too"


def test_redo_of_a_number_that_was_turned_has_the_units_that_came():
    experiment = make_experiment(4)
    run = make_run(experiment)
    run.train()
    turned(run, 3, 6)
    run.advance(10)
    learned = weights(run)[0]
    run.change(experiment, run.trainer.data, edit=-5)
    run.change(edits.set_units(experiment, 1, 6), run.trainer.data, edit=5)
    np.testing.assert_array_equal(weights(run)[0], learned)


def test_an_edit_takes_a_disastrous_update_back_first():
    experiment = make_experiment(4, learning_rate=1e9)
    run = make_run(experiment)
    start = run.trainer.parameters.flat.copy()
    run.step()
    run.change(edits.set_training(experiment, learning_rate=0.1), run.trainer.data, edit=1)
    assert run.status is Status.DIVERGED
    assert run.trainer.descent.place.step == 0
    np.testing.assert_array_equal(run.trainer.parameters.flat, start)


def test_a_new_seed_waits_for_the_reset():
    experiment = make_experiment(4)
    kept, runs = make_run(experiment), make_runs(experiment)
    seeded, changed = edits.set_training(experiment, seed=9), runs.current
    runs.change(seeded, changed.trainer.data, edit=1)
    for run in (kept, changed):
        run.train()
        run.advance(40)
    np.testing.assert_array_equal(kept.trainer.parameters.flat, changed.trainer.parameters.flat)
    runs.reset()
    fresh, anew = make_run(seeded).trainer, runs.current.trainer
    np.testing.assert_array_equal(fresh.parameters.flat, anew.parameters.flat)


def test_not_to_shuffle_acts_at_the_next_epoch():
    experiment = make_experiment(4, batch_size=10, seed=3)
    run = make_run(experiment)
    run.step()
    plain = edits.set_training(experiment, shuffle=False, seed=8)
    run.change(plain, run.trainer.data, edit=1)
    order, samples = run.trainer.descent._permutation, 42
    first = np.random.default_rng([3, 2, 1]).permutation(samples)  # [seed, purpose, epoch]
    assert order(1).tolist() == first.tolist()
    assert order(2).tolist() == list(range(samples))


def test_another_network_is_not_said_to_have_diverged():
    experiment = make_experiment(4, learning_rate=1e9)
    run = make_run(experiment)
    run.step()
    run.change(edits.set_units(experiment, 1, 3), run.trainer.data, edit=1)
    assert (run.status, run.message) == (Status.PAUSED, "")
    assert run.loss < 10
