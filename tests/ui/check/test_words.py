"""The sentences of the check."""

from dataclasses import replace

import numpy as np
import pytest

from bpstudio.engine.gradcheck import GradientCheck, Verdict
from bpstudio.experiment.edits import set_training
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.words import (
    epsilon_text,
    finding,
    parameter_name,
    race_sentence,
    staleness,
)
from tests.ui.check.reports import begun, look_at, run_of, worked


@pytest.fixture(scope="module")
def run():
    return run_of(3)


@pytest.fixture(scope="module")
def report(run):
    return worked(BruteForce(), run)


def said(task, run):
    report = worked(task, run)
    return finding(report.found, report.experiment)


def test_agreement_is_told_with_its_largest_error(report):
    told = finding(report.found, report.experiment)
    assert told.good
    assert told.verdict == "They agree:"
    assert told.rest.endswith("of 17 parameters")
    assert told.sentence().endswith(".")


def test_while_it_races_agreement_is_of_what_was_done(report):
    so_far = replace(report.found, done=5)
    assert finding(so_far, report.experiment).verdict == "They agree so far:"


def test_nothing_is_told_before_anything_was_compared(report):
    assert finding(replace(report.found, done=0), None) is None


def test_where_all_is_left_out_nothing_is_claimed(report):
    told = finding(replace(report.found, left_out=17), report.experiment)
    assert told.sentence() == "Nothing to compare: 17 parameters, all left out at a kink."


def test_rounding_and_chords_are_not_taken_for_a_wrong_gradient(run):
    rough = said(BruteForce(dtype="float32", epsilon=1e-6), run)
    assert (rough.good, rough.verdict) == (False, "Too rough to tell:")
    assert rough.rest.endswith("take ε = 10⁻³ or float64")
    assert said(BruteForce(epsilon=1e-12), run).rest.endswith("take ε = 10⁻⁶")
    assert said(BruteForce(epsilon=0.5), run).verdict == "ε is too large:"


def test_a_wrong_gradient_is_told_with_its_layer(run, monkeypatch):
    backprop = GradientCheck.run_backprop

    def wrong(check):
        backprop(check)
        check.exact[-1] *= 1.5  # checked last: of layer 1

    monkeypatch.setattr(GradientCheck, "run_backprop", wrong)
    told = said(BruteForce(), run)
    assert told.verdict == "They don’t agree:"
    assert "in layer 1; 0.01 is allowed" in told.rest


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_what_is_not_finite_is_said_and_not_shown_as_a_number():
    run = run_of(2, steps=0)
    run.trainer.parameters.flat[-1] = np.inf
    told = said(BruteForce(), run)
    assert told.sentence() == "They can’t be compared: a gradient isn’t finite."


def test_the_race_is_told_before_during_and_after(run, report):
    assert race_sentence(None, 18).endswith("backprop takes 2 passes here, brute force 18.")
    assert race_sentence(report, 18).startswith("Brute force took ")
    assert race_sentence(report, 18).endswith("for the same gradient.")
    other = replace(report, found=replace(report.found, verdict=Verdict.DIFFER))
    assert race_sentence(other, 18).endswith("as long as backprop, and found another gradient.")
    at_first = replace(report, found=None, status=TaskStatus.RUNNING)
    assert race_sentence(at_first, 18) == "Getting ready …"
    some = replace(report.found, done=8, passes=9)
    under_way = replace(report, found=some, status=TaskStatus.RUNNING)
    assert "has taken" in race_sentence(under_way, 18)
    assert (
        race_sentence(under_way, 18)
        .replace("\u202f", " ")
        .endswith("for 47 % of the same gradient.")
    )
    few = replace(report.found, done=8, passes=9, shape=type(report.found.shape)((1000, 9)))
    stopped = replace(report, found=few, status=TaskStatus.CANCELLED)
    assert race_sentence(stopped, 18).replace("\u202f", " ").endswith("for 8 of 9 009 parameters.")
    failed = replace(report, status=TaskStatus.FAILED, message="there is no network yet")
    assert race_sentence(failed, 18) == "It can’t be checked: there is no network yet."


def test_what_is_stale_says_of_what_it_is():
    run = run_of(3)
    report = worked(BruteForce(), run)
    assert staleness(report, look_at(run)) == ""
    run.advance(1)
    assert staleness(report, look_at(run)) == "of step 20; the run has gone on since"
    run.change(set_training(run.trainer.experiment, learning_rate=0.5), run.trainer.data)
    assert staleness(report, look_at(run)).startswith("of the experiment before it was edited")
    assert staleness(report, look_at(run_of(3))).startswith("of another run")


def test_parameters_are_called_by_layer_unit_and_what_comes_in(report):
    names = [parameter_name(report, report.found.cells, place) for place in range(17)]
    # layer 1: 3 units, columns x1, x2, bias; then the output: 2 units, 3 inputs and bias
    features = report.features
    assert names[0] == f"layer 1, unit 1: w from {features[0]}"
    assert names[5] == f"layer 1, unit 3: w from {features[1]}"
    assert names[8] == "layer 1, unit 3: bias"
    assert names[9] == "output, unit 1: w from unit 1"
    assert names[16] == "output, unit 2: bias"
    assert len(set(names)) == 17


@pytest.mark.parametrize(
    ("epsilon", "text"), [(1e-6, "10⁻⁶"), (5e-5, "5·10⁻⁵"), (0.2, "2·10⁻¹"), (1.0, "1")]
)
def test_a_nudge_is_a_power_of_ten(epsilon, text):
    assert epsilon_text(epsilon) == text


def test_a_race_under_way_knows_what_is_left():
    report = begun(BruteForce(), run_of(64, 64))  # over in a moment, but not in one
    assert 0 < report.found.seconds_left < 60
