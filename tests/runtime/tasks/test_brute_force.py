"""The race: its numbers are those of the command `check`, whatever the order and the cells."""

from pathlib import Path

import numpy as np
import pytest

from bpstudio.engine.gradcheck import GradientCheck, Verdict
from bpstudio.engine.parameters import Shape
from bpstudio.experiment.document_file import Contents
from bpstudio.experiment.edits import set_training
from bpstudio.runtime.checking import prepare_check, run_check
from bpstudio.runtime.run import Run
from bpstudio.runtime.tasks import brute_force, cells
from bpstudio.runtime.tasks.brute_force import BruteForce, checking_order
from tests.runtime.experiments import data_of, make_experiment


def found_by(task, run):
    """Return all that the task tells of a run."""
    return [found for found in task.begin(run.trainer) if found is not None]


def last(task, run):
    """Return what it has found in the end."""
    return found_by(task, run)[-1]


def made(*units, **options):
    experiment = make_experiment(*units, **options)
    return experiment, Run(experiment, data_of(experiment))


@pytest.mark.parametrize("difference", ["forward", "central"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_at_the_initial_parameters_it_finds_what_the_command_finds(difference, activation):
    experiment, run = made(5, 4, activation=activation, l1=0.01, l2=0.1, batch_size=12)
    race = last(BruteForce(difference), run)
    report = run_check(prepare_check(Contents(experiment), Path(), difference, None))
    assert race.largest_error == report.max_relative_error
    assert race.left_out == report.left_out
    assert race.passes == race.all_passes == report.forward_passes
    assert race.parameters == race.done == report.parameters
    assert (race.verdict is Verdict.AGREE) == report.agrees
    assert race.samples == 12
    assert race.epsilon == report.epsilon
    assert min(race.seconds_backprop, race.seconds_brute_force) > 0
    assert race.seconds_left == 0


def test_it_takes_the_parameters_as_they_are_now():
    _, run = made(3, batch_size=10)
    run.advance(30)
    check = check_in_float64(run)
    check.run_backprop()
    list(check)
    kept = run.trainer.parameters.flat.copy()
    race = last(BruteForce(), run)
    assert race.largest_error == check.largest_error
    np.testing.assert_array_equal(run.trainer.parameters.flat, kept)


def check_in_float64(run):
    trainer = run.trainer
    parameters = trainer.parameters.copy()
    wide = type(parameters)(parameters.shape, parameters.flat.astype(np.float64))
    x = trainer.data.train.x[:10].astype(np.float64)
    t = np.eye(2)[trainer.data.train.t[:10].astype(int)]
    return GradientCheck(trainer.network, wide, x, t)


def test_each_cell_is_a_parameter_in_rows_of_units_the_bias_last():
    _, run = made(3)
    race = last(BruteForce(), run)
    first, output = race.cells
    assert (first.error.shape, output.error.shape) == ((3, 3), (2, 4))
    check = check_in_float64(run)
    places, exact, _ = race.points
    assert sorted(places) == list(range(9 + 8))
    by_place = dict(zip(places.tolist(), exact.tolist(), strict=True))
    shape = Shape((2, 3, 2))
    blocks = type(check._whole.parameters)(shape, np.arange(17)).blocks
    for layer, block in zip(race.cells, blocks, strict=True):
        np.testing.assert_array_equal(layer.worst, block)
        assert layer.exact[1, 2] == by_place[int(block[1, 2])]
        assert layer.parameter(int(block[1, 2])) == (1, 2)
        assert (layer.checked == 1).all()
        assert (layer.sizes() == 1).all()


def test_in_large_layers_a_cell_tells_the_worst_of_its_parameters(monkeypatch):
    _, run = made(6)
    whole = last(BruteForce(), run).cells
    monkeypatch.setattr(cells, "MOST_CELLS", 8)  # 4 a layer; both are halved until they fit
    few = last(BruteForce(), run).cells
    for layer, small in zip(whole, few, strict=True):
        rows, columns = small.error.shape
        assert rows * columns <= 4
        units, sources = layer.error.shape
        assert small.checked.sum() == small.sizes().sum() == units * sources
        row = np.arange(units) * rows // units
        column = np.arange(sources) * columns // sources
        for r in range(rows):
            for c in range(columns):
                part = layer.error[row == r][:, column == c]
                assert small.error[r, c] == part.max()
                assert small.exact[r, c] == layer.exact[layer.parameter(int(small.worst[r, c]))]


def test_it_tells_along_the_way_and_takes_a_large_network_from_everywhere(monkeypatch):
    _, run = made(4)
    monkeypatch.setattr(brute_force, "IN_ORDER", 5)
    monkeypatch.setattr(brute_force, "SCATTERED", 6)
    told = found_by(BruteForce(), run)
    assert told[0].done == 0
    assert told[0].seconds_backprop > 0
    assert np.isnan(told[0].cells[0].error).all()
    assert told[-1].points.shape == (3, 6)
    assert sorted(checking_order(run.trainer.network.shape)) == list(range(22))
    assert told[-1].largest_error < 1e-2


def test_of_a_large_network_what_comes_first_is_from_everywhere():
    order = checking_order(Shape((300, 200, 10)))
    size = 301 * 200 + 201 * 10
    np.testing.assert_array_equal(np.sort(order), np.arange(size))
    tenths = np.bincount(order[:1000] * 10 // size)
    assert tenths.min() >= 95
    assert tenths.max() <= 105


def test_left_at_any_time_it_has_found_what_it_says():
    _, run = made(8, 8)
    work = BruteForce().begin(run.trainer)
    for _ in range(40):
        next(work)
    work.close()
    np.testing.assert_array_equal(
        run.trainer.parameters.flat, Run(*_same(run)).trainer.parameters.flat
    )


def _same(run):
    return run.trainer.experiment, run.trainer.data


def test_rounding_is_told_from_a_wrong_gradient(monkeypatch):
    _, run = made(4)
    assert last(BruteForce(dtype="float32", epsilon=1e-6), run).verdict is Verdict.ROUNDING
    assert last(BruteForce(epsilon=1e-12), run).verdict is Verdict.ROUNDING
    far = last(BruteForce(epsilon=0.9), run)
    assert far.verdict is Verdict.DIFFER
    backprop = GradientCheck.run_backprop

    def wrong(check):
        backprop(check)
        check.exact[3] *= 1.5

    monkeypatch.setattr(GradientCheck, "run_backprop", wrong)
    assert last(BruteForce(), run).verdict is Verdict.DIFFER


def test_what_is_left_out_is_counted_and_never_the_worst():
    # with an l1 penalty, a weight within epsilon of 0 is at the kink of |w|
    _, run = made(3, l1=0.1, batch_size=10)
    run.advance(3)
    run.trainer.parameters.weights[0][1, 0] = 0
    race = last(BruteForce(), run)
    assert race.left_out == 1
    assert race.cells[0].left_out[1, 0] == 1
    assert np.isnan(race.cells[0].error[1, 0])
    assert np.isfinite(race.cells[0].exact[1, 0])
    assert race.points.shape == (3, race.parameters - 1)
    assert race.verdict is Verdict.AGREE


def test_all_samples_are_a_batch_of_gradient_descent():
    experiment, run = made(2)
    run.change(set_training(experiment, batch_size="all"), run.trainer.data)
    assert last(BruteForce(), run).samples == len(run.trainer.x)


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_what_is_not_finite_is_no_agreement():
    _, run = made(3)
    run.trainer.parameters.flat[-1] = np.inf  # softmax: inf - inf
    race = last(BruteForce(), run)
    assert race.largest_error == np.inf
    assert race.verdict is Verdict.DIFFER


def test_the_first_parameters_of_a_large_network_are_drawn_at_once(monkeypatch):
    _, run = made(4)
    monkeypatch.setattr(brute_force, "IN_ORDER", 5)
    monkeypatch.setattr(brute_force, "SCATTERED", 6)
    monkeypatch.setattr(brute_force, "TOLD_EVERY", 0.0)
    drawn = [found.points.shape[1] for found in found_by(BruteForce(), run)]
    assert drawn[:9] == [0, 1, 2, 3, 4, 5, 6, 6, 6]


@pytest.mark.parametrize("steps", [0, 400])
@pytest.mark.parametrize("difference", ["forward", "central"])
def test_in_float32_a_right_gradient_is_not_called_wrong(difference, steps):
    _, run = made(6, 5, activation="tanh", batch_size=10)
    if steps:
        run.advance(steps)
    race = last(BruteForce(difference, dtype="float32"), run)
    assert race.verdict is not Verdict.DIFFER
    assert race.agreeing <= race.done - race.left_out
    if difference == "central":  # it is closer: nearly all agree to a hundredth
        assert race.agreeing > 0.9 * race.done
    in_float64 = last(BruteForce(difference), run)
    assert in_float64.agreeing == in_float64.done
