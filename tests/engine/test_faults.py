"""Faults in a copy of backprop: what they do to the gradient, and where the check sees it."""

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.faults import FAULTS, PlacedFault
from bpstudio.engine.gradcheck import TOLERANCE, GradientCheck
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.program import calls_of, run
from tests.engine.networks import Batch, make_network, random_parameters, random_samples

B = 5


def networks():
    yield make_network([3, 4, 4, 4, 4], ["sigmoid", "tanh", "sigmoid"])
    yield make_network([4, 4, 4, 3], ["tanh", "leaky_relu"], skips=(True, True))
    yield make_network([3, 4, 4, 4], ["sigmoid", "tanh"], loss="squared_error")
    yield make_network([2, 3])


def _cases():
    for network in networks():
        for fault in FAULTS.values():
            for place in fault.places(network, B):
                yield pytest.param(network, PlacedFault(fault, place), id=f"{fault.name} {place}")


CASES = list(_cases())


def gradients(network, placed):
    """Return the right gradient and the one with the fault, of two workspaces."""
    parameters, (x, t) = random_parameters(network), random_samples(network, B)
    right, broken = Batch(network, parameters, x, t), Batch(network, parameters, x, t)
    broken.backward = placed.backward(broken.workspace, broken.tray.slot(0))
    for batch in (right, broken):
        batch.run()
    return right, broken


@pytest.mark.parametrize(("network", "placed"), CASES)
def test_check_finds_it_in_the_layers_it_makes_wrong_and_in_no_other(network, placed):
    parameters = random_parameters(network)
    samples = random_samples(network, B)
    check = GradientCheck(network, parameters, *samples, difference="central", fault=placed)
    check.run_backprop()
    for _ in check:
        pass
    errors = Parameters(network.shape, check.errors)
    wrong = [
        place
        for place, block in enumerate(errors.blocks, start=1)
        if np.nanmax(block) > TOLERANCE["central"]
    ]
    assert wrong == list(placed.wrong_layers())
    assert not check.agrees
    if placed.fault.name == "bias":
        assert max(map(np.nanmax, errors.weights)) <= TOLERANCE["central"]


@pytest.mark.parametrize(("network", "placed"), CASES)
def test_nobody_elses_backprop_is_touched(network, placed):
    right, broken = gradients(network, placed)
    before = right.gradient.flat.copy()
    equations = [step.equation for step in right.backward]
    again = broken.workspace.backward(broken.tray.slot(0))  # of the very workspace, too
    run(calls_of(again))
    np.testing.assert_array_equal(broken.gradient.flat, before)
    assert [step.equation for step in again] == equations
    right.gradient.flat[:] = 0
    right.run()
    np.testing.assert_array_equal(right.gradient.flat, before)


@pytest.mark.parametrize(("network", "placed"), CASES)
def test_the_equation_says_what_is_wrong(network, placed):
    batch = Batch(network, random_parameters(network), *random_samples(network, B))
    should, has = placed.equations(batch.workspace, batch.tray.slot(0))
    left = f"∂L/∂b{placed.place} = 0" if placed.fault.name == "bias" else f"δ{placed.place} = "
    assert should != has
    assert left in has


def chain():
    return make_network([2, 3, 3, 2], ["sigmoid", "tanh"])


def test_forgotten_slope_is_what_comes_back():
    right, broken = gradients(chain(), PlacedFault(FAULTS["slope"], 2))
    weights = right.workspace.parameters.weights
    delta3 = (right.workspace.y - right.tray.slot(0).t) / B
    delta2 = weights[2].T @ delta3  # and not times 1 - tanh^2
    z = right.workspace.z
    delta1 = weights[1].T @ delta2 * z[0] * (1 - z[0])
    np.testing.assert_allclose(broken.gradient.weights[1], delta2 @ z[0].T, rtol=1e-12)
    np.testing.assert_allclose(broken.gradient.biases[0], delta1.sum(axis=1), rtol=1e-12)
    np.testing.assert_array_equal(broken.gradient.blocks[2], right.gradient.blocks[2])


def test_matrix_that_is_not_transposed_goes_back_as_it_is():
    right, broken = gradients(chain(), PlacedFault(FAULTS["transposed"], 1))
    weights, z = right.workspace.parameters.weights, right.workspace.z
    delta1 = weights[1] @ right.workspace.delta[1] * z[0] * (1 - z[0])
    x = right.tray.slot(0).x[:-1]
    np.testing.assert_allclose(broken.gradient.weights[0], delta1 @ x.T, rtol=1e-12)
    np.testing.assert_array_equal(broken.gradient.blocks[1], right.gradient.blocks[1])


def test_wrong_sign_turns_all_that_lies_below():
    right, broken = gradients(chain(), PlacedFault(FAULTS["sign"], 2))
    for place, sign in enumerate((-1, -1, 1)):
        np.testing.assert_array_equal(
            broken.gradient.blocks[place], sign * right.gradient.blocks[place]
        )


def test_forgotten_share_makes_everything_b_times_as_large():
    right, broken = gradients(chain(), PlacedFault(FAULTS["share"], 3))
    np.testing.assert_allclose(broken.gradient.flat, B * right.gradient.flat, rtol=1e-12)


def test_forgotten_target_leaves_y():
    right, broken = gradients(chain(), PlacedFault(FAULTS["target"], 3))
    expected = right.workspace.y.sum(axis=1) / B
    np.testing.assert_allclose(broken.gradient.biases[2], expected, rtol=1e-12)


def test_lost_bias_is_zero_and_all_else_right():
    right, broken = gradients(chain(), PlacedFault(FAULTS["bias"], 2))
    assert not broken.gradient.biases[1].any()
    broken.gradient.biases[1][:] = right.gradient.biases[1]
    np.testing.assert_array_equal(broken.gradient.flat, right.gradient.flat)


def test_each_is_put_only_where_it_is_a_fault():
    identity = make_network([2, 3, 4, 2], ["identity", "relu"], loss="squared_error")
    places = {name: fault.places(identity, 1) for name, fault in FAULTS.items()}
    # W2 is 4 x 3 and W3 2 x 4; f' is 1 in layer 1; a batch of one; no softmax
    assert places == {
        "slope": [2],
        "transposed": [],
        "sign": [1, 2, 3],
        "share": [],
        "target": [],
        "bias": [1, 2, 3],
    }
    for name in ("transposed", "share", "target"):
        assert FAULTS[name].why_nowhere(identity, 1)
    assert "4 × 3" in FAULTS["transposed"].why_nowhere(identity, 1)
    assert FAULTS["slope"].why_nowhere(identity, 1) == ""
    assert FAULTS["slope"].why_nowhere(make_network([2, 3]), 5) == "there is no hidden layer"


def test_where_it_is_none_it_is_refused():
    network = make_network([2, 3, 2], ["identity"])
    batch = Batch(network, random_parameters(network), *random_samples(network, B))
    with pytest.raises(ValueError, match="identity"):
        PlacedFault(FAULTS["slope"], 1).backward(batch.workspace, batch.tray.slot(0))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_can_lose_its_slope_or_says_why(activation):
    network = make_network([2, 3, 2], [activation])
    places = FAULTS["slope"].places(network, B)
    assert (places == [1]) != (activation == "identity")
