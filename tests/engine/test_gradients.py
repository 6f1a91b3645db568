"""Backprop against what isn't backprop: central differences, and a step worked by hand."""

from itertools import product

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.parameters import Parameters
from tests.engine.networks import (
    Batch,
    make_descent,
    make_network,
    parameters_of,
    random_parameters,
    random_samples,
)

EPSILON = 1e-5


def central_differences(batch, parameters):
    numeric = np.empty_like(parameters.flat)
    for place in range(parameters.flat.size):
        kept = parameters.flat[place]
        parameters.flat[place] = kept + EPSILON
        above = batch.run()
        parameters.flat[place] = kept - EPSILON
        below = batch.run()
        parameters.flat[place] = kept
        numeric[place] = (above - below) / (2 * EPSILON)
    return numeric


def relative_error(exact, numeric):
    size = np.maximum(np.maximum(np.abs(exact), np.abs(numeric)), 1e-4)
    return (np.abs(exact - numeric) / size).max()


def assert_gradient_is_right(network, samples=7):
    parameters = random_parameters(network)
    batch = Batch(network, parameters, *random_samples(network, samples))
    numeric = central_differences(batch, parameters)
    batch.run()
    assert relative_error(batch.gradient.flat, numeric) < 1e-6


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [0, 1, 2, 5])
def test_agrees_with_central_differences(activation, loss, depth):
    widths = [3, *[4] * depth, 3]
    assert_gradient_is_right(make_network(widths, [activation] * depth, loss))


@pytest.mark.parametrize("pair", list(product(ACTIVATIONS, ACTIVATIONS)))
def test_agrees_where_neighbours_have_different_activations(pair):
    first, second = pair
    assert_gradient_is_right(make_network([2, 3, 5, 4, 2], [first, second, first]))


@pytest.mark.parametrize("samples", [1, 2, 33])
def test_agrees_at_any_batch_size(samples):
    assert_gradient_is_right(make_network([2, 3, 2], ["sigmoid"]), samples)


def test_penalties_agree_with_central_differences_of_the_whole_loss():
    network = make_network([2, 3, 2], ["tanh"])
    x, t = random_samples(network, 6)
    l1, l2, rate = 0.03, 0.2, 0.5

    def whole_loss(flat):
        parameters = Parameters(network.shape, flat)
        penalty = sum(l1 * np.abs(W).sum() + l2 / 2 * (W**2).sum() for W in parameters.weights)
        return Batch(network, parameters, x, t).run() + penalty

    start = random_parameters(network).flat
    numeric = np.empty_like(start)
    for place in range(start.size):
        step = np.eye(start.size)[place] * EPSILON
        numeric[place] = (whole_loss(start + step) - whole_loss(start - step)) / (2 * EPSILON)
    parameters = Parameters(network.shape, start.copy())
    make_descent(network, parameters, x, t, 6, rate, l1=l1, l2=l2).advance(1)
    assert relative_error((start - parameters.flat) / rate, numeric) < 1e-6


def test_one_step_worked_by_hand():
    # One sample x = (1, 2) of class 0; one sigmoid unit; two classes; rate 1.
    #   a1 = 0.5*1 - 0.25*2 + 0 = 0            z1 = sigma(0) = 1/2
    #   a2 = (2*1/2 + 0, -2*1/2 + 2) = (1, 1)   y = (1/2, 1/2)       L = -log 1/2 = log 2
    #   delta2 = y - t = (-1/2, 1/2)
    #   dL/dW2 = delta2 z1 = (-1/4, 1/4)        dL/db2 = (-1/2, 1/2)
    #   W2^T delta2 = 2*(-1/2) - 2*1/2 = -2     delta1 = -2 * 1/2 * (1 - 1/2) = -1/2
    #   dL/dW1 = delta1 x = (-1/2, -1)          dL/db1 = -1/2
    network = make_network([2, 1, 2], ["sigmoid"])
    parameters = Parameters(network.shape, dtype=np.float64)
    parameters.weights[0][:] = [[0.5, -0.25]]
    parameters.weights[1][:] = [[2], [-2]]
    parameters.biases[1][:] = [0, 2]
    x, t = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0]])

    losses = make_descent(network, parameters, x, t, batch=1, rate=1.0).advance(1)

    np.testing.assert_allclose(losses, [np.log(2)], rtol=1e-15)
    np.testing.assert_allclose(parameters.weights[0], [[0.5 + 0.5, -0.25 + 1.0]], rtol=1e-15)
    np.testing.assert_allclose(parameters.biases[0], [0.5], rtol=1e-15)
    np.testing.assert_allclose(parameters.weights[1], [[2.25], [-2.25]], rtol=1e-15)
    np.testing.assert_allclose(parameters.biases[1], [0.5, 1.5], rtol=1e-15)


def test_linear_model_has_the_gradient_of_the_chapter():
    # dL/dw_ki = x_i (y_k - t_k), averaged over the batch
    network = make_network([4, 3])
    parameters = random_parameters(network)
    x, t = random_samples(network, 5)
    batch = Batch(network, parameters, x, t)
    batch.run()
    a = x @ parameters.weights[0].T + parameters.biases[0]
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(batch.workspace.delta[0] * 5, (y - t).T, atol=1e-14)
    np.testing.assert_allclose(batch.gradient.weights[0], (y - t).T @ x / 5, atol=1e-14)
    np.testing.assert_allclose(batch.gradient.biases[0], (y - t).mean(axis=0), atol=1e-14)


def test_slope_of_the_sigmoid_is_the_chapters():
    network = make_network([3, 4, 2], ["sigmoid"])
    batch = Batch(network, random_parameters(network), *random_samples(network, 5))
    batch.run()
    z = batch.workspace.z[0]
    np.testing.assert_allclose(batch.workspace.slope[0], z * (1 - z), rtol=1e-15)


def test_every_instruction_names_its_equation():
    network = make_network([2, 3, 2], ["sigmoid"])
    batch = Batch(network, random_parameters(network), *random_samples(network, 2))
    assert [step.equation for step in batch.forward] == [
        "a1 = W1 z0 + b1",
        "z1 = σ(a1)",
        "a2 = W2 z1 + b2",
        "y = softmax(a2)",
        "L = −Σ t log y",
    ]
    assert [step.equation for step in batch.backward] == [
        "f′(a)",
        "δ2 = (y − t)/B",
        "∂L/∂W2 = δ2 z1ᵀ, ∂L/∂b2 = Σ δ2",
        "δ1 = W2ᵀ δ2 ∘ z1(1 − z1)",
        "∂L/∂W1 = δ1 z0ᵀ, ∂L/∂b1 = Σ δ1",
    ]


def test_loss_of_huge_logits_is_finite():
    network = make_network([1, 2])
    parameters = parameters_of(network, [[1e4, 0], [-1e4, 0]], dtype=np.float32)
    batch = Batch(network, parameters, np.array([[1.0]]), np.array([[0.0, 1.0]]))
    assert batch.run() == pytest.approx(2e4)
