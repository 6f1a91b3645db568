"""Small networks and samples for the tests of the engine."""

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.descent import Descent
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.engine.passes import Network, Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.rule import Rule
from bpstudio.engine.tray import Tray


def make_network(widths, activations=(), loss="cross_entropy", skips=()):
    return Network(
        Shape(tuple(widths)), tuple(ACTIVATIONS[name] for name in activations), LOSSES[loss], skips
    )


def random_parameters(network, seed=0, scale=0.7, dtype=np.float64):
    parameters = Parameters(network.shape, dtype=dtype)
    rng = np.random.default_rng(seed)
    for block in parameters.blocks:
        block[:] = scale * rng.standard_normal(block.shape)
    return parameters


def parameters_of(network, *blocks, dtype=np.float64):
    """Return the parameters whose blocks, W and b side by side, are these rows."""
    parameters = Parameters(network.shape, dtype=dtype)
    for block, rows in zip(parameters.blocks, blocks, strict=True):
        block[:] = rows
    return parameters


def random_samples(network, samples, seed=1):
    """Return x (samples, inputs) and t (samples, K): one-hot rows, or numbers."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((samples, network.shape.widths[0]))
    if network.loss.name == "cross_entropy":
        return x, np.eye(network.outputs)[rng.integers(0, network.outputs, samples)]
    return x, rng.standard_normal((samples, network.outputs))


class Batch:
    """One batch through both passes, with everything they leave behind."""

    def __init__(self, network, parameters, x, t):
        self.gradient = Parameters(network.shape, dtype=parameters.flat.dtype)
        self.workspace = Workspace(network, parameters, len(x), self.gradient)
        self.tray = Tray(network, len(x), 1, parameters.flat.dtype)
        self.tray.put(x, t)
        self.forward = self.workspace.forward(self.tray.slot(0))
        self.backward = self.workspace.backward(self.tray.slot(0))

    def run(self):
        run(calls_of(self.forward))
        run(calls_of(self.backward))
        return float(self.tray.losses(1)[0])


def make_descent(network, parameters, x, t, batch, rate=0.1, shuffle=True, **options):
    def permutation(epoch):
        order = np.arange(len(x))
        return np.random.default_rng([5, epoch]).permutation(order) if shuffle else order

    rule = Rule(OPTIMIZERS["sgd"], rate, l1=options.pop("l1", 0.0), l2=options.pop("l2", 0.0))
    return Descent(
        network, parameters, x, t, batch=batch, rule=rule, permutation=permutation, **options
    )
