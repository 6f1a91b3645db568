"""Diagnostics on numbers made by hand."""

import itertools

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.diagnostics import (
    SaturationCensus,
    attributions,
    first_to_go,
    gradient_norms,
    gradient_sizes,
    norm,
    update_ratios,
)
from bpstudio.engine.evaluation import MAX_CHUNK, Evaluator
from bpstudio.engine.last_batch import LastBatch
from bpstudio.engine.parameters import Parameters, Shape
from tests.engine.networks import (
    Batch,
    make_descent,
    make_network,
    parameters_of,
    random_parameters,
    random_samples,
)


def last_batch(network, *blocks, unit=1.0, change=None):
    """Return a batch whose gradient is this, times `unit`."""
    parameters = random_parameters(network)
    batch = Batch(network, parameters, *random_samples(network, 3))
    gradient = parameters_of(network, *blocks)
    gradient.flat[:] *= unit
    return LastBatch(batch.workspace, batch.tray.slot(0), unit, gradient, change, is_updated=True)


def test_gradient_norms_leave_the_biases_out():
    # sqrt(3^2 + 4^2) = 5, (3 + 4)/4 = 1.75; sqrt(1 + 4), (1 + 2)/2
    network = make_network([2, 2, 1], ["tanh"], "squared_error")
    for unit in (1.0, 0.25):
        last = last_batch(network, [[3, 0, 9], [0, -4, 9]], [[1, -2, 9]], unit=unit)
        assert gradient_norms(last) == pytest.approx([5.0, np.sqrt(5)])
        sizes = [gradient_sizes(last, place) for place in (1, 2)]
        assert [size.norm for size in sizes] == pytest.approx([5.0, np.sqrt(5)])
        assert [size.mean for size in sizes] == pytest.approx([1.75, 1.5])
        assert sizes[0].of_units == pytest.approx([3.0, 4.0])


def test_update_ratio_is_the_change_beside_the_weights():
    # layer 1: 0.5/5, biases aside; the output: weights of 0 that changed, then that did not
    network = make_network([2, 1, 1], ["tanh"], "squared_error")
    parameters = parameters_of(network, [[3, 4, 100]], [[0, 7]])
    for moved, ratio in ((0.2, np.inf), (0.0, 0.0)):
        change = parameters_of(network, [[0.3, -0.4, 9]], [[moved, 9]])
        last = last_batch(network, [[1, 1, 1]], [[1, 1]], change=change)
        assert update_ratios(last, parameters) == pytest.approx([0.1, ratio])


@pytest.mark.parametrize("options", [{"rate": 0.1}, {"rate": 0.1, "l2": 0.3}])
def test_update_ratio_of_a_descent_is_that_of_its_parameters(options):
    network = make_network([3, 4, 2], ["sigmoid"])
    descent = make_descent(
        network, random_parameters(network), *random_samples(network, 8), 4, **options
    )
    descent.advance(5)
    before = descent.parameters.copy()
    descent.advance(1)
    expected = [
        np.linalg.norm(new - old) / np.linalg.norm(new)
        for new, old in zip(descent.parameters.weights, before.weights, strict=True)
    ]
    assert update_ratios(descent.last, descent.parameters) == pytest.approx(expected)
    sizes = [gradient_sizes(descent.last, place) for place in (1, 2)]
    assert update_ratios(descent.last, descent.parameters, sizes) == pytest.approx(expected)


def test_attribution_worked_by_hand():
    # One sample, one sigmoid unit with a1 = 0, so z1 = 1/2 and the slope is 1/4; W2 = (3, -1),
    # linear outputs y = (3/2, -1/2), t = (1, 0): delta2 = (1/2, -1/2), |delta2| = sqrt(1/2)
    #   W2^T delta2 = 3/2 + 1/2 = 2     gain = 2/sqrt(1/2)     slope = 1/4
    network = make_network([1, 1, 2], ["sigmoid"], "squared_error")
    parameters = parameters_of(network, [[0, 0]], [[3, 0], [-1, 0]])
    batch = Batch(network, parameters, np.array([[5.0]]), np.array([[1.0, 0.0]]))
    batch.run()
    (only,) = attributions(batch.workspace)
    assert only.gain == pytest.approx(2 / np.sqrt(0.5), rel=1e-14)
    assert only.slope == pytest.approx(0.25, rel=1e-14)


@pytest.mark.parametrize("skips", [(), (False, True, True)])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gain_times_slope_is_the_ratio_of_the_deltas(activation, skips):
    network = make_network([3, 4, 4, 4, 2], [activation] * 3, skips=skips)
    batch = Batch(network, random_parameters(network), *random_samples(network, 6))
    batch.run()
    sizes = [np.linalg.norm(delta) for delta in batch.workspace.delta]
    found = [attribution.ratio for attribution in attributions(batch.workspace)]
    assert found == pytest.approx([a / b for a, b in itertools.pairwise(sizes)])


def test_attribution_where_nothing_arrives_is_no_number():
    network = make_network([2, 3, 2], ["relu"])
    parameters = random_parameters(network)
    parameters.weights[1][:] = 0
    batch = Batch(network, parameters, *random_samples(network, 4))
    batch.run()
    (only,) = attributions(batch.workspace)
    assert only.gain == 0
    assert np.isnan(only.slope)


def test_census_counts_over_all_chunks():
    # Layer 1 hands x through; of its two relu units one is never on, one on for x > 0
    network = make_network([1, 2, 2], ["relu"])
    parameters = Parameters(network.shape, dtype=np.float64)
    parameters.weights[0][:] = [[1], [0]]
    parameters.biases[0][:] = [0, -1]
    census = SaturationCensus(network)
    x = np.linspace(-1, 3, 2 * MAX_CHUNK)[:, None]
    Evaluator(network, parameters, x, np.eye(2)[np.zeros(len(x), int)]).evaluate(census)
    np.testing.assert_array_equal(census.shares[0], [(x <= 0).mean(), 1.0])
    assert census.dead[0].tolist() == [False, True]


def test_a_skip_does_not_hide_saturation():
    # f(a) = sigma(50) = 1 is flat; z = f + x = 1 + x is not in sigma's range
    network = make_network([1, 1, 2], ["sigmoid"], skips=(True,))
    parameters = parameters_of(network, [[0, 50]], [[1, 0], [1, 0]])
    census = SaturationCensus(network)
    x = np.array([[-0.5], [0.3]])
    Evaluator(network, parameters, x, np.eye(2)).evaluate(census)
    assert census.shares[0].tolist() == [1.0]


def test_first_to_go_is_the_layer_that_changed_most_for_its_size():
    before = Parameters(Shape((1, 1, 1)), np.array([1.0, 0, 100, 0]))
    after = Parameters(Shape((1, 1, 1)), np.array([4.0, 50, 200, 0]))
    assert first_to_go(before, after)[::2] == (1, 3.0)
    after.flat[2] = np.nan
    assert first_to_go(before, after)[::2] == (2, np.inf)


@pytest.mark.parametrize("size", [1e-30, 1e-25, 1.0, 1e25])
def test_norms_of_what_can_not_be_squared_in_float32(size):
    part = (size * np.array([[3, 0], [0, -4]])).astype(np.float32)
    assert norm([part]) == pytest.approx(5 * size, rel=1e-6)
    assert norm([part, part]) == pytest.approx(5 * np.sqrt(2) * size, rel=1e-6)


def test_norms_of_nothing_and_of_no_numbers():
    assert norm([]) == norm([np.zeros((2, 2), np.float32)]) == 0
    assert norm([np.array([[np.inf, 1.0]])]) == np.inf
    assert np.isnan(norm([np.array([[np.nan, 1.0]])]))


def test_a_vanishing_gradient_is_told_to_the_last():
    # 30 sigmoid layers: |delta| shrinks by about 8 a layer, down to where float32 has no squares
    network = make_network([4, *[8] * 30, 2], ["sigmoid"] * 30)
    narrow = random_parameters(network, scale=0.3, dtype=np.float32)
    x, t = (part.astype(np.float32) for part in random_samples(network, 5))
    descent = make_descent(network, narrow, x, t, 5, rate=0.01)
    found = gradient_norms(descent.last)  # of the batch to come
    wide = Batch(network, as_float64(narrow), x.astype(float), t.astype(float))
    wide.run()
    expected = [np.linalg.norm(W) for W in wide.gradient.weights]
    assert expected[0] < 1e-20
    assert found == pytest.approx(expected, rel=1e-3)
    shares = attributions(descent.last.workspace)
    assert all(np.isfinite(share.gain) and 0 < share.slope < 0.3 for share in shares)


def as_float64(parameters):
    return Parameters(parameters.shape, parameters.flat.astype(np.float64))


def test_a_batch_that_is_to_come_has_no_update():
    network = make_network([3, 4, 2], ["sigmoid"])
    descent = make_descent(network, random_parameters(network), *random_samples(network, 8), 4)
    assert descent.upcoming_loss > 0
    assert not descent.remembers
    assert update_ratios(descent.last, descent.parameters) == [0.0, 0.0]
    descent.advance(1)
    assert descent.remembers


def test_first_to_go_names_the_unit_whose_own_weights_changed_most():
    # layer 1 has units with weights (3, 4) and (0.3, 0.4); the second's change by 2 of its length
    before = Parameters(Shape((2, 2, 1)), np.array([3, 0.3, 4, 0.4, 0, 0, 5, 5, 0.0]))
    after = before.copy()
    after.columns[0][:-1] += np.array([[1.0, 0.6], [1.0, 0.8]])
    found = first_to_go(before, after)
    assert (found.layer, found.unit) == (1, 1)
    after.columns[0][0, 0] = np.inf
    assert first_to_go(before, after)[:2] == (1, 0)
