"""Brute force: its counts, its errors, and what it finds."""

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.gradcheck import GradientCheck
from tests.engine import autograd
from tests.engine.networks import make_network, parameters_of, random_parameters, random_samples


def check(network, parameters, **options):
    made = GradientCheck(network, parameters, *random_samples(network, 5), **options)
    made.run_backprop()
    assert list(made) == list(range(1, len(made.chosen) + 1))
    return made


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("difference", "bound"), [("forward", 1e-2), ("central", 1e-6)])
def test_backprop_and_brute_force_agree(activation, difference, bound):
    network = make_network([3, 4, 4, 2], [activation] * 2)
    parameters = random_parameters(network)
    before = parameters.flat.copy()
    made = check(network, parameters, difference=difference, l1=0.01, l2=0.1)
    assert made.agrees
    assert made.largest_error < bound
    np.testing.assert_array_equal(parameters.flat, before)


def test_the_passes_are_those_of_the_chapter():
    network = make_network([3, 4, 2], ["sigmoid"])
    size = network.shape.size
    forward = check(network, random_parameters(network), difference="forward")
    assert (forward.brute_force.forward, forward.brute_force.backward) == (size + 1, 0)
    assert (forward.backprop.forward, forward.backprop.backward) == (1, 1)
    central = check(network, random_parameters(network), difference="central")
    assert central.brute_force.forward == 2 * size


def test_the_whole_gradient_is_that_of_another_differentiator():
    network = make_network([2, 3, 2], ["tanh"])
    parameters = random_parameters(network)
    made = check(network, parameters, l1=0.03, l2=0.2)
    x, t = random_samples(network, 5)
    expected = autograd.gradient(network, parameters.flat.tolist(), x, t, 0.03, 0.2)
    np.testing.assert_allclose(made.exact, expected, atol=1e-13)


def test_a_wrong_gradient_is_found():
    network = make_network([3, 4, 2], ["sigmoid"])
    made = check(network, random_parameters(network), difference="central")
    made.exact[7] *= 1.001
    assert not made.agrees
    assert int(np.nanargmax(made.errors)) == 7


def test_a_nudge_over_the_kink_of_a_relu_is_left_out():
    # a = w x + b = 1e-8: the nudge of the bias below 0 switches the unit off
    network = make_network([1, 1, 2], ["relu"])
    parameters = parameters_of(network, [[0, 1e-8]], [[1, 0], [-1, 0]])
    made = check(network, parameters, difference="central")
    assert made.left_out[1]
    assert made.agrees


def test_it_may_be_left_at_any_time():
    network = make_network([3, 4, 2], ["sigmoid"])
    parameters = random_parameters(network)
    before = parameters.flat.copy()
    made = GradientCheck(network, parameters, *random_samples(network, 5))
    for done in made:
        if done == 3:
            break
    assert np.isfinite(made.numeric).sum() == 3
    np.testing.assert_array_equal(parameters.flat, before)


def test_some_parameters_can_be_chosen():
    network = make_network([3, 4, 2], ["sigmoid"])
    made = check(network, random_parameters(network), chosen=np.array([2, 9]))
    assert len(made.errors) == 2
    assert made.brute_force.forward == 3


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_what_is_not_finite_does_not_agree():
    network = make_network([1, 2], loss="squared_error")
    parameters = parameters_of(network, [[1e200, 0], [1, 0]])
    made = check(network, parameters)
    assert made.largest_error == np.inf
    assert not made.agrees
