"""Schedules, clipping and panels against formulas written out, step by step."""

import math

import numpy as np
import pytest

from bpstudio.engine import panels
from bpstudio.engine import rule as rules
from bpstudio.engine.descent import Descent
from bpstudio.engine.diagnostics import gradient_norms, gradient_sizes, update_ratios
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.rule import Rule
from bpstudio.engine.schedules import SCHEDULES
from tests.engine import autograd
from tests.engine.networks import make_descent, make_network, random_parameters, random_samples
from tests.engine.test_trajectories import BATCH, RULES, SAMPLES, order

NETWORK = make_network([2, 3, 2], ["tanh"])
EPOCHS = 20


def factors(name, options):
    """Yield the factor of each epoch, from the last one's as PyTorch's schedulers get it."""
    factor = 1.0
    for epoch in range(EPOCHS + 1):
        if name == "step" and epoch and epoch % options["epochs"] == 0:
            factor *= options["factor"]
        if name == "exponential" and epoch:
            factor *= options["factor"]
        if name == "cosine":
            way = min(epoch, options["epochs"]) / options["epochs"]
            factor = options["least"] + (1 - options["least"]) * (1 + math.cos(math.pi * way)) / 2
        yield factor


CHOSEN = [
    ("constant", {}),
    ("step", {"epochs": 3, "factor": 0.5}),
    ("exponential", {"factor": 0.9}),
    ("cosine", {"epochs": 15, "least": 0.2}),
]


@pytest.mark.parametrize(("name", "options"), CHOSEN)
def test_schedule_is_its_formula(name, options):
    found = [SCHEDULES[name].factor(epoch, options) for epoch in range(EPOCHS + 1)]
    assert found == pytest.approx(list(factors(name, options)), rel=1e-12)


def test_a_schedule_without_bounds_does_not_raise():
    assert SCHEDULES["exponential"].factor(10**12, {"factor": 2.0}) == math.inf
    assert SCHEDULES["step"].factor(5, {"epochs": 0.0, "factor": 0.5}) == 0.5**5


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize(("name", "options"), CHOSEN)
@pytest.mark.parametrize("clip", [0.0, 0.3])
def test_sixty_steps(name, options, optimizer, clip):
    x, t = random_samples(NETWORK, SAMPLES)
    parameters = random_parameters(NETWORK)
    expected = parameters.flat.tolist()
    rule = Rule(
        OPTIMIZERS[optimizer],
        0.2,
        l2=0.01,
        schedule=SCHEDULES[name],
        schedule_options=options,
        clip_norm=clip,
    )
    memories = [{} for _ in expected]
    step = clipped = 0
    for epoch, factor in zip(range(1, EPOCHS + 1), factors(name, options), strict=False):
        for chosen in np.split(order(epoch), [3, 6]):
            step += 1
            gradient = autograd.gradient(NETWORK, expected, x[chosen], t[chosen], 0, 0.01)
            length = math.sqrt(sum(g * g for g in gradient))
            shrink = min(1.0, clip / (length + 1e-6)) if clip else 1.0
            clipped += shrink < 1
            expected = [
                RULES[optimizer](w, g * shrink, memory, step, 0.2 * factor)
                for w, g, memory in zip(expected, gradient, memories, strict=True)
            ]
    Descent(NETWORK, parameters, x, t, batch=BATCH, rule=rule, permutation=order).advance(step)
    np.testing.assert_allclose(parameters.flat, expected, rtol=0, atol=1e-9)
    assert not clip or 0 < clipped < step  # both kinds of step were made


def test_clipping_leaves_the_gradient_that_is_shown_alone():
    rule = Rule(OPTIMIZERS["sgd"], 0.1, clip_norm=1e-3)
    x, t = random_samples(NETWORK, 6)
    whole = Descent(NETWORK, random_parameters(NETWORK), x, t, batch=6, rule=rule, permutation=all_)
    plain = make_descent(NETWORK, random_parameters(NETWORK), x, t, 6, shuffle=False)
    whole.advance(1)
    plain.advance(1)
    assert gradient_norms(whole.last) == pytest.approx(gradient_norms(plain.last))
    length = np.linalg.norm(whole.parameters.flat - random_parameters(NETWORK).flat)
    assert length == pytest.approx(0.1 * 1e-3, rel=1e-4)


def all_(epoch):
    return np.arange(6)


@pytest.fixture
def small_panels(monkeypatch):
    monkeypatch.setattr(rules, "LARGE", 1)
    monkeypatch.setattr(panels, "PANEL_BYTES", 100)


@pytest.mark.parametrize("batch", [1, 4, 9])
def test_panels_are_the_same_descent(batch, small_panels, monkeypatch):
    network = make_network([11, 7, 7, 3], ["sigmoid", "tanh"], skips=(False, True))
    x, t = random_samples(network, 9)
    cut = make_descent(network, random_parameters(network), x, t, batch, rate=0.3)
    cut.advance(60)
    monkeypatch.undo()
    whole = make_descent(network, random_parameters(network), x, t, batch, rate=0.3)
    whole.advance(60)
    np.testing.assert_allclose(cut.parameters.flat, whole.parameters.flat, rtol=0, atol=1e-12)
    assert cut.last.gradient is None
    assert whole.last.gradient is not None
    for place in (1, 2, 3):
        sizes, whole_sizes = (gradient_sizes(made.last, place) for made in (cut, whole))
        assert sizes.norm == pytest.approx(whole_sizes.norm, rel=1e-12)
        assert sizes.mean == pytest.approx(whole_sizes.mean, rel=1e-12)
        assert sizes.of_units == pytest.approx(whole_sizes.of_units, rel=1e-12)
    ratios = [update_ratios(made.last, made.parameters) for made in (cut, whole)]
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-12)


def test_a_large_network_needs_no_second_vector(small_panels):
    network = make_network([11, 7, 3], ["sigmoid"])
    descent = make_descent(network, random_parameters(network), *random_samples(network, 9), 4)
    descent.advance(3)
    made = [value for value in vars(descent).values() if isinstance(value, Parameters)]
    assert made == [descent.parameters]
