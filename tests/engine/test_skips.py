"""Skips: the rule for add, in both passes, against central differences and a hand-worked step."""

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.losses import LOSSES
from tests.engine import autograd
from tests.engine.networks import (
    Batch,
    make_network,
    parameters_of,
    random_parameters,
    random_samples,
)
from tests.engine.test_gradients import assert_gradient_is_right
from tests.engine.test_trajectories import assert_same_trajectory

CHAINS = {
    "the first": ([4, 4, 3, 2], (True, False)),
    "the last": ([3, 4, 4, 2], (False, True)),
    "all": ([4, 4, 4, 4, 2], (True, True, True)),
    "with a gap": ([3, 4, 4, 4, 4, 2], (False, True, False, True)),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("chain", CHAINS)
def test_agrees_with_central_differences(chain, activation, loss):
    widths, skips = CHAINS[chain]
    activations = [activation, "tanh"] * 2
    assert_gradient_is_right(make_network(widths, activations[: len(skips)], loss, skips))


def test_agrees_with_another_differentiator():
    network = make_network([3, 3, 3, 2], ["sigmoid", "relu"], skips=(True, True))
    parameters = random_parameters(network)
    x, t = random_samples(network, 5)
    batch = Batch(network, parameters, x, t)
    batch.run()
    expected = autograd.gradient(network, parameters.flat.tolist(), x, t)
    np.testing.assert_allclose(batch.gradient.flat, expected, atol=1e-13)


def test_sixty_steps():
    network = make_network([2, 3, 3, 3, 2], ["tanh", "sigmoid", "tanh"], skips=(False, True, True))
    assert_same_trajectory(network, "momentum")


def test_one_step_worked_by_hand():
    # x = 2, one sigmoid unit with a skip, one linear output, t = 0:
    #   a1 = 0.5*2 - 1 = 0     f1 = sigma(0) = 1/2     z1 = 1/2 + 2 = 5/2
    #   a2 = 2*5/2 = 5 = y     delta2 = y - t = 5      dL/dW2 = 5*5/2     dL/dz1 = 2*5 = 10
    #   delta1 = 10 * 1/2*(1 - 1/2) = 5/2              dL/dW1 = 5/2*2 = 5
    network = make_network([1, 1, 1], ["sigmoid"], "squared_error", (True,))
    parameters = parameters_of(network, [[0.5, -1]], [[2, 0]])
    batch = Batch(network, parameters, np.array([[2.0]]), np.array([[0.0]]))
    assert batch.run() == 12.5
    assert batch.workspace.z[0].tolist() == [[2.5]]
    assert batch.workspace.f[0].tolist() == [[0.5]]
    assert batch.gradient.blocks[0].tolist() == [[5.0, 2.5]]
    assert batch.gradient.blocks[1].tolist() == [[12.5, 5.0]]


def test_equations_say_it():
    network = make_network([2, 2, 2, 2], ["tanh", "tanh"], skips=(False, True))
    batch = Batch(network, random_parameters(network), *random_samples(network, 2))
    forward = [step.equation for step in batch.forward]
    backward = [step.equation for step in batch.backward]
    assert "z2 = tanh(a2) + z1" in forward
    assert "δ1 = (W2ᵀ δ2 + ∂L/∂z2) ∘ (1 − z1²)" in backward


@pytest.mark.parametrize("skips", [(True, False), (False,), (False, True, True)])
def test_what_does_not_fit_is_refused(skips):
    with pytest.raises(ValueError, match="skip"):
        make_network([3, 4, 4, 2], ["tanh", "tanh"], skips=skips)
