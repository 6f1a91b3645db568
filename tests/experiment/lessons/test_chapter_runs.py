"""What the chapter's lessons say about runs is so: trained here as their states train them."""

from functools import cache
from math import log
from pathlib import Path

import numpy as np
import pytest

from bpstudio.engine.diagnostics import SaturationCensus, attributions, gradient_norms
from bpstudio.experiment import build
from bpstudio.experiment.lessons.facts import field_at
from bpstudio.experiment.lessons.making import Made, made
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.experiment.trainer import Trainer

LESSONS = {
    placed.name: placed.lesson for section in shipped_lessons() for placed in section.lessons
}
HERE = Path()


@cache
def stage(name, place):
    """Return what there is once the states up to that of a step are there, solutions aside."""
    stood = Made()
    for step in LESSONS[name].steps[: place + 1]:
        stood = made(step.show, stood, HERE) if step.show else stood
    return stood


def solved(name, place):
    return made(LESSONS[name].steps[place].do.solution, stage(name, place), HERE).experiment


def trained(experiment, steps=None):
    """Train so many updates; where left out, the epochs of the experiment."""
    data = build.load_data(experiment.data, experiment.loss, HERE)
    trainer = Trainer(experiment, data, build.initial_parameters(experiment, data))
    steps = trainer.steps_to(experiment.training.epochs) if steps is None else steps
    with np.errstate(all="ignore"):
        trainer.losses = trainer.descent.advance(steps)
    return trainer


@cache
def race(name, place):
    """Return how the racers of a step end, by their names."""
    return {name: trained(racer) for name, racer in stage(name, place).variants}


def after_show(name, place):
    return trained(stage(name, place).experiment, LESSONS[name].steps[place].show.step)


def after_solution(name, place):
    return trained(solved(name, place), LESSONS[name].steps[place].do.solution.step)


def accuracy(trainer):
    return trainer.test_figures()[1]


def ratio(trainer):
    """Of layer 1, by the output."""
    norms = gradient_norms(trainer.descent.last)
    return norms[0] / norms[-1]


def saturation(trainer):
    census = SaturationCensus(trainer.network)
    trainer.probe.evaluate(census)
    return [float(share.mean()) for share in census.shares]


def test_ten_sigmoid_layers_guess():
    assert after_show("cross_entropy", 1).probe.evaluate()[0] == pytest.approx(log(10), abs=0.01)


def test_a_straight_boundary_takes_some_forty_updates():
    before, after = after_show("linear_classes", 2), after_solution("linear_classes", 2)
    assert accuracy(before) < 0.98 <= accuracy(after)
    assert accuracy(trained(stage("linear_classes", 2).experiment, 42)) >= 0.98
    assert after.network.shape.size == 6


def test_three_rates():
    slow, good, wild = race("learning_rate", 3).values()
    assert slow.losses[0] == pytest.approx(0.57, abs=0.005)
    assert slow.losses[-1] == pytest.approx(0.34, abs=0.005)
    assert good.losses[-1] == pytest.approx(0.02, abs=0.005)
    assert wild.losses[-1] > 2 * wild.losses[0]
    assert min(saturation(wild)) > 0.9


def test_three_descents():
    batches, single, full = race("three_descents", 1).values()
    assert [len(one.losses) for one in (batches, single, full)] == [560, 5_600, 20]
    assert full.probe.evaluate()[0] > 5 * batches.probe.evaluate()[0]
    assert batches.probe.evaluate()[0] > single.probe.evaluate()[0]


def test_passes_of_the_digits():
    before, after = stage("two_passes", 0).experiment, solved("two_passes", 2)
    assert [trained(one, 0).network.shape.size for one in (before, after)] == [2_778, 5_370]


def test_saturated_from_the_start():
    trainer = after_show("saturated_unit", 1)
    assert saturation(trainer)[0] == pytest.approx(0.41, abs=0.005)
    census = SaturationCensus(trainer.network)
    trainer.probe.evaluate(census)
    assert census.shares[0].max() > 0.5


def test_the_slopes_take_the_gradient_and_the_weights_do_not():
    trainer = after_show("saturation", 1)
    assert ratio(trainer) == pytest.approx(1e-6, rel=0.1)
    assert gradient_norms(trainer.descent.last)[0] == min(gradient_norms(trainer.descent.last))
    assert sum(saturation(trainer)) == 0
    found = attributions(trainer.descent.last.workspace)
    assert 0.9 < np.prod([one.gain for one in found]) ** 0.1 < 1.1
    slopes = [one.slope for one in found]
    assert min(slopes) > 0.2
    assert max(slopes) < 0.25
    assert np.log10(np.prod(slopes)) < -6


def test_three_sigmoid_layers_are_few_enough_and_four_too_many():
    three = solved("saturation", 3)
    assert 0.02 < ratio(trained(three, 50)) < 0.1
    layers = field_at(three, "network.hidden")
    four = made_of("digits_deep_sigmoid", {"network.hidden": [*layers, layers[0]]})
    assert ratio(trained(four, 50)) < 0.01


def made_of(name, changes):
    from bpstudio.experiment.lessons.lesson import State

    return made(State(experiment=name, changes=changes), Made(), HERE).experiment


def test_only_glorot_learns():
    small, glorot, large = race("initializer", 1).values()
    assert [round(accuracy(one), 2) for one in (small, glorot, large)] == [0.1, 0.82, 0.17]
    assert len(glorot.losses) == 200
    assert sum(saturation(small)) == 0
    shares = saturation(after_show("initializer", 2))
    assert min(shares) > 0.59
    assert max(shares) < 0.955


def test_zeros_stay_alike():
    trainer = after_show("doctor", 2)
    assert gradient_norms(trainer.descent.last)[0] == 0
    assert trainer.losses[0] == pytest.approx(log(10), abs=1e-4)
    output = trainer.descent.parameters.weights[-1]
    assert np.all(output == output[:, :1])


def test_glorot_mends_it():
    before, after = after_show("initializer", 2), after_solution("initializer", 4)
    assert saturation(before)[4] > 0.5
    assert max(saturation(after)) < 0.05
    norms = gradient_norms(after.descent.last)
    assert max(norms) < 4 * min(norms)
    assert after.losses[-1] < after.losses[0]


def test_relus_learn_and_sigmoids_guess():
    sigmoid, relu = race("relu", 1).values()
    assert np.mean(sigmoid.losses[-20:]) == pytest.approx(2.3, abs=0.05)
    assert np.mean(relu.losses[-20:]) < 0.8
    assert accuracy(relu) == pytest.approx(0.87, abs=0.005)
    after = after_solution("relu", 2)
    assert ratio(after) > 1
    assert after.losses[-1] < 2


def test_skips_learn():
    sigmoid, skips = race("skip", 2).values()
    assert skips.losses[0] == pytest.approx(10, abs=0.2)
    assert [round(accuracy(one), 2) for one in (sigmoid, skips)] == [0.1, 0.88]
    assert 0.01 < ratio(after_solution("skip", 3)) < 0.1
    assert ratio(after_show("skip", 3)) < 2e-6


def test_the_first_patient_is_cured_by_one_scale():
    trainer = after_show("doctor", 0)
    assert saturation(trainer) == [1]
    assert gradient_norms(trainer.descent.last)[0] == 0
    assert trainer.x.max() == 1_480
    assert trainer.probe.evaluate()[0] > 1
    assert accuracy(after_solution("doctor", 1)) > 0.85 > accuracy(trainer)


def test_the_second_patient_is_cured_by_other_weights():
    assert accuracy(after_solution("doctor", 2)) > 0.5 > accuracy(after_show("doctor", 2))
