"""What edits remove is kept in bounded memory."""

import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.surgery import Surgery
from bpstudio.runtime import attic
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import MOST_ASIDE, Runs
from tests.runtime.experiments import data_of, make_experiment


def run_of(*units):
    experiment = make_experiment(*units, optimizer=edits.Choice("adam"))
    return Run(experiment, data_of(experiment))


def turn(run, units, edit):
    wanted = edits.set_units(run.trainer.experiment, 1, units)
    run.change(wanted, run.trainer.data, edit)


def test_a_number_that_is_turned_for_long_keeps_no_more_than_one_state():
    run = run_of(60, 5)
    whole = run.trainer.descent.checkpoint().nbytes
    for units in (*range(59, 20, -1), *range(21, 50), *range(49, 10, -1)):
        turn(run, units, edit=1)
    assert 0 < run.attic.nbytes <= whole


def test_what_takes_nothing_away_keeps_nothing():
    run = run_of(4, 3)
    experiment, data = run.trainer.experiment, run.trainer.data
    turn(run, 6, edit=1)
    wider = run.trainer.experiment
    run.change(wider, data, 2, Surgery({1: (5, 4, 3, 2, 1, 0)}))
    run.change(edits.set_activation(wider, 2, "relu"), data, 3)
    assert run.attic.nbytes == 0
    run.change(experiment, data, -1)
    assert run.attic.nbytes > 0, "redo brings the units back"


@pytest.mark.parametrize("is_moved", [True, False])
def test_weights_go_with_their_source(is_moved):
    run = run_of(4, 4)
    experiment = run.trainer.experiment
    changed = (
        edits.move_layers(experiment, (2,), 0)
        if is_moved
        else edits.add_layer(experiment, 1, "tanh", 4)
    )
    run.change(edits.with_ids(changed), run.trainer.data, 1)
    assert run.attic.nbytes > 0, "those between two layers that are no neighbours any more"


def test_edits_are_forgotten_the_oldest_first(monkeypatch):
    run = run_of(30, 5)
    whole = run.trainer.descent.checkpoint().nbytes
    monkeypatch.setattr(attic, "ATTIC_BYTES", 3 * whole)
    run = run_of(30, 5)
    for edit in range(1, 9):
        turn(run, 30 - edit, edit)
    assert run.attic.nbytes <= 3 * whole
    assert run.attic.removed(-8) is not None
    assert run.attic.removed(-1) is None


def test_runs_put_aside_keep_less(monkeypatch):
    experiment = make_experiment(30, 5)
    data = data_of(experiment)
    whole = Run(experiment, data).trainer.descent.checkpoint().nbytes
    monkeypatch.setattr(attic, "ATTIC_BYTES", 2 * MOST_ASIDE * whole)
    runs = Runs()
    runs.open(experiment, data)
    first = runs.current
    first.step()
    for edit in range(1, 9):
        turn(first, 30 - edit, edit)
    assert first.attic.nbytes > 4 * whole
    runs.reset()
    assert 0 < first.attic.nbytes <= 2 * whole
    assert first.attic.removed(-8) is not None
    runs.resume(first.number)
    for edit in range(9, 17):
        turn(first, 30 - edit, edit)
    assert first.attic.nbytes > 3 * whole, "it is the current one again"
