"""What is told about one unit, beside the parameters before and after an update."""

import numpy as np
import pytest

from bpstudio.engine import rule
from bpstudio.experiment.edits import OUTPUT, set_data, set_units
from bpstudio.experiment.spec import Choice, DataSpec
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import UnitRow
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for

RATE = 0.3


def run_of(*units, **training):
    experiment = make_experiment(*units, batch_size=7, learning_rate=RATE, **training)
    return Run(experiment, data_of(experiment), dtype=np.float64)


def portrait_of(run, layer, unit):
    return Observer(run.trainer).observe(run, 0, 0.0, Asked(layer, unit)).unit


def before_and_after(run, place, unit):
    """Return the unit's row [w, b] before and after one update."""
    before = run.trainer.parameters.blocks[place - 1][unit].copy()
    run.step()
    return before, run.trainer.parameters.blocks[place - 1][unit].copy()


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "in panels"])
@pytest.mark.parametrize(("layer", "place", "unit"), [(1, 1, 2), (2, 2, 0), (OUTPUT, 3, 1)])
def test_the_change_is_what_the_update_did_and_the_gradient_what_it_went_down(
    layer, place, unit, is_kept, monkeypatch
):
    if not is_kept:
        monkeypatch.setattr(rule, "LARGE", 1)
    run = run_of(4, 3)
    run.step()
    before, after = before_and_after(run, place, unit)
    told = portrait_of(run, layer, unit)
    assert (told.layer, told.unit) == (layer, unit)
    np.testing.assert_array_equal([*told.weights, told.bias], after)
    np.testing.assert_allclose([*told.changes, told.bias_change], after - before, atol=1e-14)
    gradient = np.array([*told.gradients, told.bias_gradient])
    np.testing.assert_allclose(-RATE * gradient, after - before, atol=1e-14)


def test_with_a_momentum_the_change_is_not_the_gradient():
    run = run_of(4, optimizer=Choice(name="momentum"))
    for _ in range(3):
        before, after = before_and_after(run, 1, 1)
    told = portrait_of(run, 1, 1)
    np.testing.assert_allclose([*told.changes, told.bias_change], after - before, atol=1e-14)
    assert not np.allclose(told.changes, -RATE * told.gradients)


def test_before_the_first_update_nothing_has_changed():
    told = portrait_of(run_of(4), 1, 0)
    assert told.changes is None
    assert told.bias_change is None
    assert np.abs(told.gradients).sum() > 0  # of the batch to come


def test_the_logits_on_the_probe_set_are_those_of_the_equations():
    run = run_of(4, 3)
    run.step()
    W1, W2 = run.trainer.parameters.weights[:2]
    b1, b2 = (block[:, -1] for block in run.trainer.parameters.blocks[:2])
    x = run.trainer.x.T
    a2 = W2 @ (1 / (1 + np.exp(-(W1 @ x + b1[:, None])))) + b2[:, None]
    np.testing.assert_allclose(portrait_of(run, 2, 1).probe_a, a2[1], rtol=1e-12)


def test_the_probe_set_of_many_samples_is_told_by_its_places():
    experiment = set_data(make_experiment(3), DataSpec(name="circle", samples=2_000))
    run = Run(experiment, data_of(experiment), dtype=np.float64)
    told = portrait_of(run, 1, 1)
    W, b = run.trainer.parameters.weights[0], run.trainer.parameters.blocks[0][:, -1]
    a = (W @ run.trainer.x.T + b[:, None])[1]
    assert len(told.probe_places) == 512
    assert told.probe_places[-1] > 1_390, "of all 1,400"
    np.testing.assert_allclose(told.probe_a, a[told.probe_places], rtol=1e-12)


def test_a_unit_that_is_not_there_has_no_portrait():
    run = run_of(4)
    for asked in ((1, 4), (OUTPUT, 2), (9, 0)):
        assert portrait_of(run, *asked) is None


def test_figures_by_unit_add_up_to_those_of_the_layer():
    run = run_of(4, 3)
    run.step()
    snapshot = Observer(run.trainer).observe(run, 0, 0.0)
    last = run.trainer.descent.last
    for place, layer in enumerate(snapshot.layers, start=1):
        assert layer.by_unit.shape == (3, len(layer.a))
        norms = layer.by_unit[UnitRow.GRADIENT]
        assert np.sqrt((norms**2).sum()) == pytest.approx(layer.gradient_norm, rel=1e-12)
        deltas = np.abs(last.delta(place)).sum(axis=1) / RATE
        np.testing.assert_allclose(layer.by_unit[UnitRow.DELTA], deltas)
    hidden, output = snapshot.layers[0], snapshot.layers[-1]
    f = last.workspace.f[0]
    np.testing.assert_allclose(hidden.by_unit[UnitRow.SLOPE], (f * (1 - f)).mean(axis=1))
    assert np.isnan(output.by_unit[UnitRow.SLOPE]).all()


def test_the_recorder_keeps_each_unit_through_the_run():
    run, recorder = run_of(4, 3), Recorder()
    told = []
    for _ in range(5):
        run.step()
        snapshot = Observer(run.trainer).observe(run, 0, 0.0)
        recorder.add(snapshot)
        told.append(snapshot.layers[1].by_unit[:, 2])
    steps, rows = recorder.history(2, 2)
    assert steps.tolist() == [1, 2, 3, 4, 5]
    np.testing.assert_allclose(rows, np.array(told), rtol=1e-6)
    for layer, unit in ((2, 3), (7, 0)):
        assert recorder.history(layer, unit)[1].shape == (0, 3)


def test_the_training_thread_tells_of_the_unit_that_was_asked_about(worker):
    experiment = make_experiment(5)
    worker.open(experiment, data_of(experiment))
    worker.ask_about(Asked(1, 3))
    unit = wait_for(worker, lambda s: s.unit is not None).unit
    assert (unit.layer, unit.unit, len(unit.weights)) == (1, 3, 2)
    fewer = set_units(experiment, 1, 3)
    worker.change(fewer, data_of(fewer), 1)
    wait_for(worker, lambda s: s.experiment == fewer and s.unit is None)
    worker.ask_about(None)
    assert wait_for(worker, lambda s: s.unit is None).data is not None
