"""Sixty steps against a differentiator of single numbers, PyTorch's formulas, scikit-learn."""

import math

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.descent import Descent
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.rule import Rule
from bpstudio.engine.schedules import SCHEDULES
from tests.engine import autograd
from tests.engine.networks import make_network, random_parameters, random_samples

STEPS, SAMPLES, BATCH = 60, 7, 3  # batches of 3, 3 and 1
BATCH_OF_PEER = 4  # of 12 samples


def sgd(w, g, memory, step, rate):
    return w - rate * g


def momentum(w, g, memory, step, rate):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return w - rate * memory["v"]


def nesterov(w, g, memory, step, rate):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return w - rate * (g + 0.9 * memory["v"])


def rmsprop(w, g, memory, step, rate):
    memory["s"] = 0.9 * memory.get("s", 0.0) + (1 - 0.9) * g * g
    return w - rate * g / (math.sqrt(memory["s"]) + 1e-8)


def adam(w, g, memory, step, rate):
    memory["m"] = 0.9 * memory.get("m", 0.0) + (1 - 0.9) * g
    memory["s"] = 0.999 * memory.get("s", 0.0) + (1 - 0.999) * g * g
    mean = memory["m"] / (1 - 0.9**step)
    return w - rate * mean / (math.sqrt(memory["s"] / (1 - 0.999**step)) + 1e-8)


RULES = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
}


def order(epoch):
    return np.random.default_rng([3, epoch]).permutation(SAMPLES)


def assert_same_trajectory(network, optimizer, rate=0.05, l1=0.0, l2=0.0):
    x, t = random_samples(network, SAMPLES)
    parameters = random_parameters(network)
    expected = parameters.flat.tolist()
    rule = Rule(OPTIMIZERS[optimizer], rate, l1=l1, l2=l2)
    descent = Descent(network, parameters, x, t, batch=BATCH, rule=rule, permutation=order)
    memories = [{} for _ in expected]
    batches = [part for epoch in range(1, 21) for part in np.split(order(epoch), [3, 6])]
    for step, chosen in enumerate(batches[:STEPS], start=1):
        gradient = autograd.gradient(network, expected, x[chosen], t[chosen], l1, l2)
        expected = [
            RULES[optimizer](w, g, memory, step, rate)
            for w, g, memory in zip(expected, gradient, memories, strict=True)
        ]
    descent.advance(STEPS)
    np.testing.assert_allclose(parameters.flat, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_optimizer_loss_and_activation(activation, loss, optimizer):
    assert_same_trajectory(make_network([2, 3, 2], [activation], loss), optimizer)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("l1", "l2"), [(0.01, 0.0), (0.0, 0.02), (0.01, 0.02)])
def test_penalties(optimizer, l1, l2):
    network = make_network([2, 3, 3, 2], ["sigmoid", "tanh"])
    assert_same_trajectory(network, optimizer, l1=l1, l2=l2)


class Peer(MLPClassifier):
    """Begins with the weights in `start`."""

    def _init_coef(self, *arguments):
        return self.start.pop(0)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("l2", [0.0, 0.02])
@pytest.mark.parametrize(("ours", "theirs"), [("sigmoid", "logistic"), ("tanh", "tanh")])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_scikit_learn_goes_the_same_way(optimizer, ours, theirs, l2):
    # Its penalty is alpha/2 ||W||^2 / B; its velocity has the rate in it, which is the same where
    # the rate stays.
    network = make_network([4, 5, 3], [ours])
    x, t = random_samples(network, 12)
    t[:3] = np.eye(3)  # it wants to see every class
    parameters = random_parameters(network)
    peer = Peer(
        (5,),
        activation=theirs,
        solver="sgd",
        alpha=l2 * BATCH_OF_PEER,
        batch_size=BATCH_OF_PEER,
        learning_rate_init=0.05,
        momentum=0.0 if optimizer == "sgd" else 0.9,
        nesterovs_momentum=optimizer == "nesterov",
        shuffle=False,
        max_iter=20,  # epochs of three batches
        tol=0,
    )
    peer.start = [(W.T.copy(), b.copy()) for W, b in zip(*views(parameters), strict=True)]
    peer.fit(x, t.argmax(axis=1))
    rule = Rule(OPTIMIZERS[optimizer], 0.05, l2=l2)
    options = {"batch": BATCH_OF_PEER, "rule": rule, "permutation": lambda epoch: np.arange(12)}
    Descent(network, parameters, x, t, **options).advance(STEPS)
    for W, b, theirs_W, theirs_b in zip(
        *views(parameters), peer.coefs_, peer.intercepts_, strict=True
    ):
        np.testing.assert_allclose(W, theirs_W.T, rtol=0, atol=1e-9)
        np.testing.assert_allclose(b, theirs_b, rtol=0, atol=1e-9)


def views(parameters):
    return parameters.weights, parameters.biases


def test_a_rate_that_is_not_folded_in():
    network = make_network([2, 2], loss="squared_error")
    assert_same_trajectory(network, "sgd", rate=1e-8)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_float32_goes_the_same_way(optimizer):
    network = make_network([2, 4, 2], ["tanh"])
    x, t = random_samples(network, SAMPLES)
    ends = []
    for dtype in (np.float32, np.float64):
        parameters = random_parameters(network, dtype=dtype)
        rule = Rule(OPTIMIZERS[optimizer], 0.05)
        samples = (x.astype(dtype), t.astype(dtype))
        Descent(network, parameters, *samples, batch=BATCH, rule=rule, permutation=order).advance(
            STEPS
        )
        assert parameters.flat.dtype == dtype
        ends.append(parameters.flat)
    np.testing.assert_allclose(ends[0], ends[1], atol=2e-4)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_going_on_from_a_checkpoint_is_the_run_that_never_stopped(optimizer):
    network = make_network([2, 4, 2], ["tanh"])
    x, t = random_samples(network, SAMPLES)
    schedule = SCHEDULES["exponential"]
    rule = Rule(OPTIMIZERS[optimizer], 0.05, l2=0.01, schedule=schedule, clip_norm=0.5)
    options = {"batch": BATCH, "rule": rule, "permutation": order}
    whole = Descent(network, random_parameters(network), x, t, **options)
    whole.advance(11)
    checkpoint = whole.checkpoint()
    whole.advance(30)
    parameters = random_parameters(network)
    parameters.flat[:] = checkpoint.parameters
    rest = Descent(
        network, parameters, x, t, place=checkpoint.place, state=checkpoint.state, **options
    )
    rest.advance(30)
    assert rest.parameters.flat.tobytes() == whole.parameters.flat.tobytes()
