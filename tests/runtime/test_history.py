"""Any step of a run can be had again, bit for bit, whatever was edited and however long it is."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.runtime.history import STRIDE, History
from bpstudio.runtime.past import Past
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment

pytestmark = pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")


def run_of(*units, budget=2**26, **training):
    experiment = make_experiment(*units, batch_size=10, **training)
    return Run(experiment, data_of(experiment), history=History(budget))


def state(trainer):
    """Return all bits of where a descent is, its last batch's gradient among them."""
    descent = trainer.descent
    gradient = b"" if not descent.remembers else descent.last.gradient.flat.tobytes()
    arrays = b"".join(descent.state[name].tobytes() for name in sorted(descent.state))
    return trainer.parameters.flat.tobytes(), arrays, descent.place, gradient


def past_of(run, step):
    kept = run.history.nearest(step)
    past = Past(run, kept, step)
    while not past.is_there:
        past.approach(0.001)
    return past


def one_by_one(run, steps, seen):
    """Make updates, and take down the state after each."""
    for _ in range(steps):
        losses = run.advance(1)
        seen[run.step_made] = (*state(run.trainer), float(losses[-1]))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_every_step_can_be_had_again(optimizer):
    run, seen = run_of(4, optimizer=Choice(optimizer)), {}
    start = state(run.trainer)
    one_by_one(run, 3 * STRIDE, seen)
    assert state(past_of(run, 0).trainer)[:3] == start[:3]
    for step in (1, 2, STRIDE - 1, STRIDE, STRIDE + 1, 100, 3 * STRIDE):
        past = past_of(run, step)
        assert (*state(past.trainer), past.loss) == seen[step]
    assert state(run.trainer) == seen[3 * STRIDE][:4], "the run itself stays where it is"


def test_through_edits_each_step_is_as_it_was_before_the_next():
    run, seen = run_of(5, 4, optimizer=Choice("adam")), {}
    data = run.trainer.data
    one_by_one(run, 30, seen)
    wider = edits.set_units(run.trainer.experiment, 2, 6)
    run.change(wider, data, edit=1)
    one_by_one(run, 70, seen)
    slower = edits.set_training(wider, learning_rate=0.01, batch_size=7, shuffle=False)
    run.change(slower, data, edit=2)
    one_by_one(run, 50, seen)
    fewer, surgery = edits.remove_units(slower, 1, (1, 3))
    run.change(fewer, data, 3, surgery)
    one_by_one(run, 40, seen)
    run.change(slower, data, -3, surgery.undone(slower))
    one_by_one(run, 40, seen)
    for step, told in seen.items():
        past = past_of(run, step)
        assert (*state(past.trainer), past.loss) == told, step
    assert past_of(run, 30).trainer.experiment.hidden[1].units == 4
    assert past_of(run, 31).trainer.experiment == wider
    assert [(mark.step, mark.words) for mark in run.history.marks] == [
        (30, "layer 2: units 4 → 6"),
        (100, "rate 0.1 → 0.01, batch 10 → 7, shuffle on → off"),
        (150, "layer 1: units 5 → 3"),
        (190, "layer 1: units 3 → 5"),
    ]


def test_edits_between_which_no_step_was_made_are_one():
    run = run_of(4)
    run.advance(5)
    for rate in (0.2, 0.3, 0.4):
        changed = edits.set_training(run.trainer.experiment, learning_rate=rate)
        run.change(changed, run.trainer.data, edit=int(10 * rate))
    run.advance(5)
    assert [mark.words for mark in run.history.marks] == ["rate 0.1 → 0.4"]


def test_a_branch_goes_on_as_the_run_did_and_has_its_past():
    run, seen = run_of(4, optimizer=Choice("momentum")), {}
    one_by_one(run, 200, seen)
    branch = past_of(run, 90).branch(2)
    assert (branch.number, branch.status, branch.step_made) == (2, Status.PAUSED, 90)
    branch.advance(60)
    assert state(branch.trainer) == seen[150][:4]
    assert state(past_of(branch, 33).trainer) == seen[33][:4]
    assert state(past_of(branch, 120).trainer) == seen[120][:4]
    assert state(run.trainer) == seen[200][:4]
    other = edits.set_training(branch.trainer.experiment, learning_rate=0.5)
    branch.change(other, branch.trainer.data, edit=1)
    branch.advance(10)
    assert [mark.step for mark in branch.history.marks] == [150]
    assert run.history.marks == ()


def test_checkpoints_stay_within_the_budget_and_evenly_spread():
    size = run_of(4).trainer.parameters.flat.nbytes
    run = run_of(4, budget=20 * size)
    for _ in range(600):
        run.advance(STRIDE)
    history = run.history
    assert history.nbytes <= 20 * size
    steps = [kept.step for kept in history._kept]
    assert steps[0] == 0
    gaps = np.diff(steps)
    assert len(steps) > 8
    assert gaps.max() <= 4 * np.median(gaps)
    assert state(past_of(run, 31_234).trainer)[2].step == 31_234


def test_what_no_checkpoint_leads_to_is_said_to_be_gone():
    size = run_of(4).trainer.parameters.flat.nbytes
    tiny = run_of(4, budget=size // 2)
    tiny.advance(1_000)
    assert tiny.history.nearest(500) is None
    assert tiny.history.nbytes == 0
    assert not tiny.history.is_due(10**6), "nor is one taken again and again"
    tiny.history.shrink(size)
    assert tiny.history.is_due(10**6), "with more memory it is"
    some = run_of(4, budget=3 * size)
    for rate in range(1, 9):
        some.advance(10)
        changed = edits.set_training(some.trainer.experiment, learning_rate=rate / 10)
        some.change(changed, some.trainer.data, edit=rate)
    some.advance(10)
    assert some.history.nearest(5) is None
    assert some.history.nearest(85) is not None
    assert some.history.nbytes <= 3 * size


def test_a_run_that_went_back_to_its_best_can_still_be_looked_at_until_it_goes_on():
    run = run_of(6, patience=3, learning_rate=2.0, epochs=400)
    run.train()
    seen = {}
    while run.is_running:
        one_by_one(run, 1, seen)
        run.apply_stop_rules()
    last, best = max(seen), run.step_made
    assert best < last
    assert state(past_of(run, last).trainer) == seen[last][:4]
    changed = edits.set_training(run.trainer.experiment, learning_rate=0.1)
    run.change(changed, run.trainer.data, edit=1)
    run.advance(5)
    assert run.newest == best + 5
    assert state(past_of(run, best).trainer)[:3] == seen[best][:3]
    assert past_of(run, best + 3).trainer.experiment == changed


def test_after_a_divergence_the_steps_before_it_are_there():
    run, seen = run_of(4), {}
    one_by_one(run, 80, seen)
    wild = edits.set_training(run.trainer.experiment, learning_rate=1e6)
    run.change(wild, run.trainer.data, edit=1)
    while run.status is not Status.DIVERGED:
        run.advance(3)
    for step in (1, 50, 80):
        assert (state(past_of(run, step).trainer)) == seen[step][:4]
    assert state(past_of(run, run.step_made).trainer)[2].step == run.step_made


def test_another_budget_holds_at_once_for_all_runs():
    runs = Runs(2**24)
    experiment = make_experiment(40, batch_size=10)
    runs.open(experiment, data_of(experiment))
    for _ in range(3):
        for _ in range(60):
            runs.current.advance(STRIDE)
        runs.reset()
    runs.current.advance(2_000)
    everyone = [*runs._aside.values(), runs.current]
    kept = sum(run.history.nbytes for run in everyone)
    size = runs.current.trainer.parameters.flat.nbytes
    runs.set_budget(30 * size)
    now = sum(run.history.nbytes for run in everyone)
    assert now <= 30 * size < kept
    assert runs.current.history.nearest(1_900) is not None
    runs.current.advance(5_000)
    assert runs.current.history.nbytes <= 30 * size


def test_there_are_only_so_many_checkpoints_however_small():
    run, seen = run_of(2), {}
    for _ in range(60):
        run.advance(STRIDE)
    one_by_one(run, 5, seen)
    assert len(run.history.kept) == 61
    run.history.shrink(run.history.budget, most=20)
    assert len(run.history.kept) <= 20
    step = run.step_made - 1
    assert (*state(past_of(run, step).trainer), past_of(run, step).loss) == seen[step]
