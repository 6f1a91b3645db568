"""The experiments that come along teach what they are there for."""

from pathlib import Path

import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment import build
from bpstudio.experiment.spec import replace
from bpstudio.experiment.storage import read_experiment
from bpstudio.experiment.trainer import Trainer
from bpstudio.resources import resource

DEEP = ("digits_deep_sigmoid", "digits_deep_relu", "digits_deep_skips")
MOONS = {"moons_stochastic": 1, "moons_batch": 10, "moons_full": "all"}


def preset(name):
    return read_experiment(resource("experiments", f"{name}.json"))


def trained(name):
    """Train for the epochs of the file, whatever may end a run early."""
    experiment = preset(name)
    data = build.load_data(experiment.data, experiment.loss, Path())
    trainer = Trainer(experiment, data, build.initial_parameters(experiment, data))
    trainer.descent.advance(trainer.steps_to(experiment.training.epochs))
    return trainer


@pytest.mark.parametrize(
    ("name", "accuracy"),
    [
        ("gauss_linear", 0.95),
        ("xor", 0.95),
        ("circle", 0.95),
        ("spiral", 0.95),
        ("moons_stochastic", 0.95),
        ("moons_batch", 0.95),
        ("moons_full", 0.95),
        ("iris", 0.93),
        ("wine", 0.95),
        ("breast_cancer", 0.93),
        ("penguins", 0.95),
        ("digits", 0.95),
        ("digits_deep_relu", 0.93),
        ("digits_deep_skips", 0.93),
    ],
)
def test_it_learns_its_classes(name, accuracy):
    assert trained(name).test_figures()[1] > accuracy


def test_ten_sigmoid_layers_learn_nothing():
    trainer = trained("digits_deep_sigmoid")
    assert trainer.test_figures()[1] < 0.15  # ten classes: guessing has 0.1
    assert trainer.probe.evaluate()[0] > 2.25  # ln 10 = 2.303


def test_the_regression_beats_the_mean():
    trainer = trained("diabetes")
    # of the mean, the loss is half the variance of the targets
    assert trainer.test_figures()[0] < 0.6 * trainer.data.test.t.var() / 2


def test_the_deep_twins_differ_in_their_layers_alone():
    sigmoid, relu, skips = map(preset, DEEP)
    assert len(sigmoid.hidden) == 10
    assert replace(relu, network=sigmoid.network) == sigmoid
    assert replace(skips, network=sigmoid.network) == sigmoid
    he = [(ACTIVATIONS[layer.activation].name, layer.initializer.name) for layer in relu.hidden]
    assert he == [("relu", "he_normal")] * 10
    assert [layer.units for layer in relu.hidden] == [layer.units for layer in sigmoid.hidden]
    # the first layer has 64 pixels coming in, which it can't add to its 32 units
    without = [replace(layer, skip=False) for layer in skips.hidden]
    assert [layer.skip for layer in skips.hidden] == [False] + [True] * 9
    assert tuple(without) == sigmoid.hidden


def test_the_moons_differ_in_their_batches_alone():
    first = preset("moons_batch")
    for name, size in MOONS.items():
        experiment = preset(name)
        assert experiment.training.batch_size == size
        training = replace(experiment.training, batch_size=first.training.batch_size)
        assert replace(experiment, training=training) == first
