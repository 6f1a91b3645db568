"""Cures that change something, and what is said where nothing explains a loss that is poor."""

from dataclasses import replace

import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, Experiment
from bpstudio.runtime.doctor.cures import use_adam
from bpstudio.runtime.doctor.rules.fit import no_better_than_guessing
from tests.runtime.doctor.patients import experiment, layers, watch

SMALL = experiment({"name": "xor"}, layers(1, 4, "tanh"))


def with_rate(optimizer: str, rate: float) -> Experiment:
    return edits.set_training(SMALL, optimizer=Choice(optimizer), learning_rate=rate)


@pytest.mark.parametrize(
    ("optimizer", "rate", "suits"),
    [
        ("sgd", 0.5, 0.01),
        ("sgd", 0.003, 0.003),
        ("sgd", 1e-6, 0.001),  # at which Adam would hardly move
        ("adam", 0.5, 0.01),
        ("adam", 1e-6, 0.001),
        ("adam", 0.0, 0.001),
        ("adam", 0.01, 0.001),  # it suits, and doesn't help: the other end
        ("adam", 0.001, 0.01),
        ("adam", 0.002, 0.01),
        ("adam", 0.005, 0.001),
    ],
)
def test_adam_gets_a_rate_that_suits_it_and_something_changes(
    optimizer: str, rate: float, suits: float
) -> None:
    ill = with_rate(optimizer, rate)
    cure = use_adam(ill)
    cured = cure.apply(ill)
    assert cured != ill
    assert cured.training.optimizer.name == "adam"
    assert cured.training.learning_rate == suits
    assert f"{suits:g}" in cure.label
    assert ("Use Adam" in cure.label) == (optimizer != "adam")


def test_the_options_of_adam_stay() -> None:
    ill = edits.set_training(with_rate("sgd", 0.01), optimizer=Choice("adam", {"beta1": 0.5}))
    assert use_adam(ill).apply(ill).training.optimizer == Choice("adam", {"beta1": 0.5})


@pytest.mark.parametrize(
    ("data", "loss", "same"),
    [
        ("diabetes", "squared_error", "mean"),
        ("iris", "squared_error", "class shares"),
        ("iris", "cross_entropy", "class shares"),
    ],
)
def test_what_is_always_guessed_is_called_what_it_is(data: str, loss: str, same: str) -> None:
    wanted = edits.set_loss(experiment({"name": data}, layers(1, 4, "tanh")), loss)
    chart = next(iter(watch(wanted)))[0].chart
    finding = no_better_than_guessing(replace(chart, loss=chart.guess_loss, epochs=1_000))
    assert finding is not None
    assert f"always guessing the {same} has" in finding.evidence
