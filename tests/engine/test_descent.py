"""The training loop: its batches, its averages, its divergences, against arithmetic of our own."""

import numpy as np
import pytest

from bpstudio.engine import tray as trays
from bpstudio.engine.descent import CHECKPOINT_STEPS, DivergenceError
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.tray import Source, Tray
from tests.engine.networks import (
    Batch,
    make_descent,
    make_network,
    random_parameters,
    random_samples,
)

NETWORK = make_network([3, 4, 2], ["tanh"])


def reference_update(network, flat, x, t, rate):
    """One step of plain descent, written out with one sample at a time."""
    parameters = Parameters(network.shape, flat)
    total = np.zeros_like(flat)
    for sample, target in zip(x, t, strict=True):
        gradient = Parameters(network.shape, np.zeros_like(flat))
        z1 = np.tanh(parameters.weights[0] @ sample + parameters.biases[0])
        a2 = parameters.weights[1] @ z1 + parameters.biases[1]
        y = np.exp(a2 - a2.max())
        y /= y.sum()
        delta2 = y - target
        delta1 = parameters.weights[1].T @ delta2 * (1 - z1**2)
        gradient.weights[1][:], gradient.biases[1][:] = np.outer(delta2, z1), delta2
        gradient.weights[0][:], gradient.biases[0][:] = np.outer(delta1, sample), delta1
        total += gradient.flat
    return flat - rate * total / len(x)


def batches(samples, batch, epochs, shuffle):
    for epoch in range(1, epochs + 1):
        order = np.arange(samples)
        if shuffle:
            order = np.random.default_rng([5, epoch]).permutation(order)
        for start in range(0, samples, batch):
            yield order[start : start + batch]


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("batch", [1, 4, 5, 7, 10, 99])
def test_every_batch_size_follows_the_written_out_descent(batch, shuffle):
    # 10 samples: 4 and 7 leave a short last batch, which is divided by its own size
    x, t = random_samples(NETWORK, 10)
    parameters = random_parameters(NETWORK)
    expected = parameters.flat.copy()
    descent = make_descent(NETWORK, parameters, x, t, batch, rate=0.3, shuffle=shuffle)
    for chosen in batches(10, min(batch, 10), 3, shuffle):
        expected = reference_update(NETWORK, expected, x[chosen], t[chosen], 0.3)
        descent.advance(1)
        np.testing.assert_allclose(parameters.flat, expected, atol=1e-13)
    assert (descent.place.epochs, descent.place.used) == (3, 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_same_seed_gives_the_same_bits_however_it_is_cut(dtype):
    x, t = random_samples(NETWORK, 50)
    whole, cut = (random_parameters(NETWORK, dtype=dtype) for _ in range(2))
    losses = make_descent(NETWORK, whole, x.astype(dtype), t.astype(dtype), 7).advance(200)
    descent = make_descent(NETWORK, cut, x.astype(dtype), t.astype(dtype), 7)
    parts = [descent.advance(steps) for steps in (1, 2, 60, 1, 136)]
    assert whole.flat.tobytes() == cut.flat.tobytes()
    assert losses.tobytes() == np.concatenate(parts).tobytes()
    assert losses.dtype == dtype


def test_losses_are_those_before_the_update():
    x, t = random_samples(NETWORK, 6)
    descent = make_descent(NETWORK, random_parameters(NETWORK), x, t, 6, shuffle=False)
    upcoming = descent.upcoming_loss
    assert descent.advance(1)[0] == upcoming
    assert descent.upcoming_loss < upcoming


def test_a_new_batch_size_takes_the_rest_of_the_permutation():
    x, t = random_samples(NETWORK, 10)
    first = make_descent(NETWORK, random_parameters(NETWORK), x, t, 4)
    first.advance(1)
    second = make_descent(NETWORK, first.parameters, x, t, 3, place=first.place)
    expected = first.parameters.flat.copy()
    order = np.random.default_rng([5, 1]).permutation(10)
    expected = reference_update(NETWORK, expected, x[order[4:7]], t[order[4:7]], 0.1)
    second.advance(1)
    np.testing.assert_allclose(second.parameters.flat, expected, atol=1e-13)


def test_going_on_from_a_checkpoint_is_the_run_that_never_stopped():
    x, t = random_samples(NETWORK, 30)
    descent = make_descent(NETWORK, random_parameters(NETWORK), x, t, 4)
    descent.advance(11)
    checkpoint = descent.checkpoint()
    descent.advance(50)
    end = descent.parameters.flat.tobytes()
    descent.restore(checkpoint)
    assert descent.place.step == 11
    descent.advance(50)
    assert descent.parameters.flat.tobytes() == end


@pytest.mark.parametrize("at", [3, CHECKPOINT_STEPS + 1, 3 * CHECKPOINT_STEPS + 5])
def test_divergence_goes_back_to_before_the_update_that_caused_it(at):
    # One sample is so large that its update throws the weights far off; the next loss shows it.
    network = make_network([2, 2], loss="squared_error")
    x, t = random_samples(network, 4 * CHECKPOINT_STEPS + 20)
    x[at - 1] *= 1e6
    t[at - 1] = 0
    calm = random_parameters(network)
    make_descent(network, calm, x, t, 1, rate=0.01, shuffle=False).advance(at - 1)
    parameters = random_parameters(network)
    descent = make_descent(network, parameters, x, t, 1, rate=0.01, shuffle=False, limit=1e14)

    with pytest.raises(DivergenceError) as caught:
        descent.advance(len(x))

    assert caught.value.step == at + 1
    assert len(caught.value.losses) == at + 1
    assert descent.place.step == at - 1
    assert parameters.flat.tobytes() == calm.flat.tobytes()


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_a_loss_that_is_no_number_is_a_divergence():
    x, t = random_samples(NETWORK, 10)
    descent = make_descent(NETWORK, random_parameters(NETWORK), x, t, 2, rate=1e308)
    with pytest.raises(DivergenceError) as caught:
        descent.advance(40)
    assert not np.isfinite(caught.value.loss)
    assert np.isfinite(descent.parameters.flat).all()


def test_penalties_spare_the_biases():
    # Where the network is right, nothing but the penalty has a gradient
    network = make_network([3, 4, 2], ["tanh"], "squared_error")
    parameters = random_parameters(network)
    parameters.weights[1][:] = 0
    x, t = np.zeros((4, 3)), np.tile(parameters.biases[1], (4, 1))
    before = parameters.copy()
    make_descent(network, parameters, x, t, 4, rate=0.1, l1=0.5, l2=0.25).advance(1)
    W = before.weights[0]
    np.testing.assert_allclose(
        parameters.weights[0], W - 0.1 * (0.5 * np.sign(W) + 0.25 * W), atol=1e-15
    )
    np.testing.assert_array_equal(parameters.biases[0], before.biases[0])


@pytest.mark.parametrize("activations", [[], ["sigmoid"], ["tanh", "relu"]])
def test_all_samples_at_once_is_gradient_descent_and_one_is_stochastic_descent(activations):
    # Gradient descent averages the gradients of all samples, whatever their order; stochastic
    # descent takes one sample's gradient after the other: both with a batch of just these samples.
    network = make_network([3, *[4] * len(activations), 2], activations)
    x, t = random_samples(network, 9)
    for size in (len(x), 1):
        parameters = random_parameters(network)
        expected = parameters.copy()
        descent = make_descent(network, parameters, x, t, size, rate=0.3)
        for chosen in batches(9, size, 3, shuffle=True):
            batch = Batch(network, expected, x[chosen], t[chosen])
            batch.run()
            expected.flat[:] -= 0.3 * batch.gradient.flat
        descent.advance(3 * 9 // size)
        np.testing.assert_allclose(parameters.flat, expected.flat, rtol=0, atol=1e-13)
    again = [random_parameters(network) for _ in range(2)]
    make_descent(network, again[0], x, t, len(x), shuffle=True).advance(5)
    make_descent(network, again[1], x, t, len(x), shuffle=False).advance(5)
    np.testing.assert_allclose(again[0].flat, again[1].flat, rtol=0, atol=1e-14)


def test_going_back_leaves_no_later_checkpoint():
    x, t = random_samples(NETWORK, 30)
    descent = make_descent(NETWORK, random_parameters(NETWORK), x, t, 4)
    descent.advance(10)
    checkpoint = descent.checkpoint()
    descent.advance(500)
    descent.restore(checkpoint)
    descent.rewind(9)  # further back than is kept
    assert descent.place.step == 10


def test_a_tray_forgets_the_targets_it_held():
    x, t = random_samples(NETWORK, 4)
    tray = Tray(NETWORK, 2, 2, np.float64)
    tray.put(x, t)
    tray.gather(Source(x, t, one_hot=True), np.array([3, 1, 0, 2]))
    np.testing.assert_array_equal(tray.slot(0).t, t[[3, 1]].T)
    tray.put(x[:2], t[:2])
    np.testing.assert_array_equal(tray.slot(0).t, t[:2].T)


@pytest.mark.parametrize("wide", [1, 10**9])
def test_large_sets_are_gathered_without_a_copy_of_all(wide, monkeypatch):
    x, t = random_samples(NETWORK, 9)
    plain, large = (random_parameters(NETWORK) for _ in range(2))
    make_descent(NETWORK, plain, x, t, 4).advance(20)
    monkeypatch.setattr(trays, "WITH_ONES_BYTES", 0)
    monkeypatch.setattr(trays, "WIDE_ROW_BYTES", wide)
    make_descent(NETWORK, large, x, t, 4).advance(20)
    assert plain.flat.tobytes() == large.flat.tobytes()
