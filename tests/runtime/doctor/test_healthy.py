"""Where nothing is wrong nothing is said, from the first step to the last."""

import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource
from tests.runtime.doctor.patients import watch

SICK = "digits_deep_sigmoid"
SHIPPED = sorted(file.stem for file in resource("experiments").iterdir() if file.stem != SICK)


def shipped(name):
    return read_experiment(resource("experiments", f"{name}.json"))


def with_adam(name):
    adam = edits.set_optimizer(shipped(name), Choice("adam"))
    return edits.set_training(adam, learning_rate=0.01)


HEALTHY = {name: shipped(name) for name in SHIPPED} | {
    "circle, Adam": with_adam("circle"),
    "iris, Adam": with_adam("iris"),
    "digits, RMSProp": edits.set_training(
        edits.set_optimizer(shipped("digits"), Choice("rmsprop")), learning_rate=0.003
    ),
    "wine, another seed": edits.set_training(shipped("wine"), seed=7),
    "moons, momentum": edits.set_optimizer(shipped("moons_batch"), Choice("momentum")),
}


def test_there_are_twenty():
    assert len(HEALTHY) >= 20


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_said(name):
    for doctor, found in watch(HEALTHY[name]):
        assert not found, f"step {doctor.chart.step}: {found}"
