"""Of a network that is ill in one way, that is said first; and its cure helps."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bpstudio.runtime.doctor.rules.rate import rate_too_high
from bpstudio.runtime.doctor.rules.units import saturated_units
from tests.runtime.doctor.patients import SICK, watch


@pytest.mark.parametrize("name", SICK)
def test_the_right_thing_is_said_first_and_its_cure_helps(name):
    wanted, experiment = SICK[name]
    ill = list(watch(experiment))
    said = next(found for _, found in ill if found)
    assert said[0].name == wanted
    assert ill[-1][1][0].name == wanted
    cured = list(watch(said[0].cure.apply(ill[0][0].chart.experiment)))
    assert wanted not in [finding.name for finding in cured[-1][1]]
    if wanted == "overfitting":
        assert cured[-1][0].chart.tests[-1] < ill[-1][0].chart.tests[-1]
    else:
        assert not cured[-1][0].chart.loss > ill[-1][0].chart.loss
    assert math.isfinite(cured[-1][0].chart.loss)


def test_it_tells_what_makes_the_gradient_vanish():
    by_slopes, by_weights = (
        next(found for _, found in watch(SICK[name][1], looks=1) if found)[0]
        for name in ("slopes", "weights")
    )
    assert "slopes of the activations" in by_slopes.sentence
    assert "weights let too little" in by_weights.sentence


def test_units_that_saturate_later_are_said_to_have_done_so():
    _, experiment = SICK["rate too high"]
    found = [finding for _, found in watch(experiment) for finding in found]
    saturated = [finding for finding in found if finding.name == "saturated units"]
    assert "since step" in saturated[0].sentence
    _, experiment = SICK["saturated at first"]
    first = next(iter(watch(experiment)))[1][0]
    assert "from the start" in first.sentence


def test_a_loss_that_falls_from_far_above_its_start_does_not_excuse_the_rate():
    looks = watch(SICK["rate too high"][1])
    next(looks)
    falling = replace(next(looks)[0].chart, course=np.linspace(90, 60, 30))
    assert falling.progress > 1
    assert rate_too_high(falling) is not None
    assert rate_too_high(replace(falling, loss=falling.start_loss)) is None


def test_of_what_was_before_the_first_look_nothing_is_said():
    _, experiment = SICK["saturated at first"]
    chart = next(iter(watch(experiment)))[0].chart
    layers = tuple(replace(layer, saturated_since=400) for layer in chart.hidden)
    late = replace(chart, layers=(*layers, chart.layers[-1]), step=500, watched_since=400)
    assert "saturated already at step 400" in saturated_units(late).sentence
    assert "saturated since step 400" in saturated_units(replace(late, watched_since=0)).sentence


def test_one_bad_step_of_a_run_that_learns_is_no_finding():
    _, experiment = SICK["saturated at first"]
    chart = next(iter(watch(experiment)))[0].chart
    good = chart.guess_loss / 2
    assert saturated_units(chart) is not None
    assert saturated_units(replace(chart, trains=np.array([good, chart.loss]))) is None
    still = np.array([good, chart.loss, chart.loss])
    assert saturated_units(replace(chart, trains=still)) is not None
