"""The error against epsilon: falls with truncation, rises with rounding."""

import numpy as np
import pytest

from bpstudio.runtime.run import Run
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.epsilon_curve import EPSILONS, EpsilonCurve
from tests.runtime.experiments import data_of, make_experiment
from tests.ui.check.reports import run_of, worked


@pytest.fixture(scope="module")
def run():
    experiment = make_experiment(4, batch_size=10)
    return Run(experiment, data_of(experiment))


def test_the_nudges_have_both_usual_ones_among_them():
    assert len(EPSILONS) == 37
    assert (EPSILONS[0], EPSILONS[-1]) == (1e-12, 1.0)
    assert {1e-6, 5e-5, 1e-3, 5e-3} <= set(EPSILONS)


def test_truncation_falls_as_epsilon_or_its_square_rounding_rises_as_one_over_it(run):
    *_, curve = EpsilonCurve().begin(run.trainer)
    assert curve.looked_at == 22
    assert np.isfinite(curve.median).all()
    at = EPSILONS.index
    forward, central = curve.median
    # f(w + e) = f + e f' + e^2/2 f'' + ...: the error is as e forward, as e^2 central
    assert forward[at(1e-3)] / forward[at(1e-4)] == pytest.approx(10, rel=0.2)
    assert central[at(1e-1)] / central[at(1e-2)] == pytest.approx(100, rel=0.3)
    # what 1e-16 of L makes of it
    assert forward[at(1e-11)] > 20 * forward[at(1e-8)]
    assert central[at(1e-10)] > 20 * central[at(1e-5)]
    assert (curve.largest >= curve.median).all()


def test_in_float32_there_is_less_room_between_the_two(run):
    *_, curve = EpsilonCurve(dtype="float32").begin(run.trainer)
    forward, _ = curve.median
    assert 1e-4 <= EPSILONS[int(np.argmin(forward))] <= 1e-1
    assert forward[EPSILONS.index(1e-10)] > 0.9  # the nudge is lost: no difference at all


def test_after_a_race_it_is_about_the_parameters_that_were_raced():
    run = run_of(3)
    race = worked(BruteForce(), run)
    there = worked(EpsilonCurve(), run)
    run.advance(50)  # the training goes on in between
    after = worked(EpsilonCurve(race=race), run)
    np.testing.assert_array_equal(after.found.median, there.found.median)
    assert (after.run, after.step) == (race.run, race.step)
    assert (after.experiment, after.data) == (race.experiment, race.data)
    here = worked(EpsilonCurve(), run)
    assert here.step == run.trainer.descent.place.step > race.step
    assert not np.array_equal(here.found.median, there.found.median, equal_nan=True)


def test_parameters_without_any_gradient_say_nothing_of_the_nudge():
    run = run_of(3, activation="relu", steps=0)
    blocks = run.trainer.parameters.blocks
    blocks[0][0] = 0.0
    blocks[0][0, -1] = -100.0  # a dead unit: its 3 parameters and 2 that it feeds have none
    curve = worked(EpsilonCurve(), run).found
    at = curve.median[:, EPSILONS.index(1e-3)]
    assert (at > 0).all()
    blocks[1][:] = 0.0
    for weights in blocks[0]:
        weights[:] = 0.0
        weights[-1] = -100.0  # all are dead: the biases of the output alone have a gradient
    assert worked(EpsilonCurve(), run).found.median[0, EPSILONS.index(1e-3)] > 0
