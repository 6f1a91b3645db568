"""Activations, parameters, evaluation and initializers on numbers made by hand."""

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.evaluation import MAX_CHUNK, Evaluator
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.optimizers import OPTIMIZERS, Vectors
from bpstudio.engine.parameters import Parameters, Shape
from tests.engine.networks import Batch, make_network, random_parameters, random_samples

POINTS = np.array([-3.0, -0.5, 0.25, 1.0, 4.0])
FORMULAS = {
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": lambda a: (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a)),
    "relu": lambda a: np.where(a > 0, a, 0),
    "leaky_relu": lambda a: np.where(a > 0, a, 0.01 * a),
    "identity": lambda a: a,
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_is_its_formula_and_slope_its_derivative(name):
    activation, formula = ACTIVATIONS[name], FORMULAS[name]
    z = activation.curve(POINTS)
    np.testing.assert_allclose(z, formula(POINTS), rtol=1e-14)
    numeric = (formula(POINTS + 1e-6) - formula(POINTS - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.slope_at(z), numeric, rtol=1e-8, atol=1e-9)
    assert activation.slope_at(activation.curve(np.zeros(1) + 1e-9)) <= activation.max_slope


def test_sigmoid_keeps_its_digits_where_it_is_small():
    a = np.array([-5, -12, -18, -30, -80], np.float32)
    exact = 1 / (1 + np.exp(-a.astype(float)))
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].curve(a), exact, rtol=1e-6)


def test_sigmoid_of_huge_logits_does_not_overflow():
    z = ACTIVATIONS["sigmoid"].curve(np.array([-1e30, 1e30], np.float32))
    np.testing.assert_array_equal(z, [0, 1])


def test_saturated_means_a_tenth_of_the_largest_slope():
    # z(1 - z) = 0.025 at z = 0.0257; 1 - z^2 = 0.1 at z = 0.9487
    sigmoid, tanh = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]
    assert sigmoid.is_saturated(np.array([0.025, 0.027, 0.5, 0.973, 0.975])).tolist() == [
        *(True, False, False, False, True)
    ]
    assert tanh.is_saturated(np.array([-0.95, -0.94, 0.94, 0.95])).tolist() == [
        *(True, False, False, True)
    ]
    assert ACTIVATIONS["relu"].is_saturated(np.array([0.0, 1e-9])).tolist() == [True, False]
    assert not ACTIVATIONS["identity"].is_saturated(np.array([0.0, 1e9])).any()


def test_parameters_are_views_of_one_vector():
    # 2 -> 3 -> 1: (3, 2 + 1) then (1, 3 + 1), each column by column
    parameters = Parameters(Shape((2, 3, 1)), np.arange(13.0))
    assert parameters.shape.size == 13
    assert parameters.weights[0].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert parameters.biases[0].tolist() == [6, 7, 8]
    assert parameters.weights[1].tolist() == [[9, 10, 11]]
    parameters.biases[1][:] = -1
    assert parameters.flat[12] == -1
    with pytest.raises(ValueError, match="13 parameters"):
        Parameters(Shape((2, 3, 1)), np.zeros(12))


@pytest.mark.parametrize("samples", [1, MAX_CHUNK - 1, MAX_CHUNK, 2 * MAX_CHUNK + 3])
def test_evaluation_in_chunks_is_the_whole(samples):
    network = make_network([3, 4, 2], ["sigmoid"])
    parameters = random_parameters(network)
    x, t = random_samples(network, samples)
    batch = Batch(network, parameters, x, t)
    loss, accuracy = Evaluator(network, parameters, x, t).evaluate()
    assert loss == pytest.approx(batch.run(), rel=1e-12)
    assert accuracy == (batch.workspace.y.argmax(axis=0) == t.argmax(axis=1)).mean()


def test_evaluation_of_no_samples_has_no_figures():
    network = make_network([3, 2])
    parameters = random_parameters(network)
    figures = Evaluator(network, parameters, np.empty((0, 3)), np.empty((0, 2))).evaluate()
    assert np.isnan(figures).all()


def drawn(name, shape, options):
    weights = np.full(shape, np.nan)
    INITIALIZERS[name].fill(weights, np.random.default_rng(0), options)
    return weights


@pytest.mark.parametrize(
    ("name", "std"),
    [
        *(("glorot_uniform", np.sqrt(2 / 500)), ("glorot_normal", np.sqrt(2 / 500))),
        *(("he_uniform", np.sqrt(2 / 300)), ("he_normal", np.sqrt(2 / 300))),
        *(("normal", 2.1), ("uniform", 2.1 / np.sqrt(3))),
    ],
)
def test_initializer_has_the_spread_of_its_paper(name, std):
    weights = drawn(name, (200, 300), {"std": 2.1, "limit": 2.1})
    assert weights.std() == pytest.approx(std, rel=0.01)
    assert abs(weights.mean()) < 0.02 * std
    if name == "glorot_uniform":
        assert np.abs(weights).max() <= np.sqrt(6 / 500)


def test_constants_are_constant():
    assert (drawn("constant", (2, 3), {"value": 0.3}) == 0.3).all()


def test_zeros_are_zero():
    assert not drawn("zeros", (2, 3), {}).any()


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda one: one.name)
@pytest.mark.parametrize("size", [0.0, 1e-45, 1e-30, 1e-24, 1e-21, 1.0])
def test_the_least_options_divide_by_nothing_that_is_0(optimizer, size):
    gradient = np.full(3, size, np.float32)
    parameters = np.zeros(3, np.float32)
    options = {**optimizer.options, **optimizer.at_least}
    state = optimizer.fresh_state(parameters)
    rate, change = np.array(0.1, np.float32), np.empty(3, np.float32)
    v = Vectors(parameters, gradient, change, state, rate, options)
    with np.errstate(all="raise", under="ignore"):
        for _ in range(3):
            for function, arguments in optimizer.update(v):
                function(*arguments)
    assert np.isfinite(parameters).all()
    assert np.abs(parameters).max() < 2
