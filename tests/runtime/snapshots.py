"""What holds in any snapshot, worked out from its own weights and biases by the equations."""

import numpy as np

TOLERANCE = {"rtol": 2e-4, "atol": 2e-5}  # of float32
ACTIVATIONS = {
    "sigmoid": (lambda a: 1 / (1 + np.exp(-a)), lambda z: z * (1 - z)),
    "tanh": (np.tanh, lambda z: 1 - z * z),
    "relu": (lambda a: np.maximum(a, 0), lambda z: 1.0 * (z > 0)),
    "leaky_relu": (lambda a: np.where(a > 0, a, 0.01 * a), lambda z: np.where(z > 0, 1, 0.01)),
    "identity": (lambda a: a, np.ones_like),
    "linear": (lambda a: a, np.ones_like),
    "softmax": (lambda a: np.exp(a - a.max()) / np.exp(a - a.max()).sum(), np.ones_like),
}


def check_snapshot(snapshot):
    """See that all of it is of one step, and of the experiment that it carries."""
    _check_shapes(snapshot)
    slopes = _check_forward(snapshot)
    _check_backward(snapshot, slopes)
    for layer in snapshot.layers:
        _check_edges(layer)


def _check_shapes(snapshot):
    hidden = snapshot.experiment.hidden
    assert [layer.id for layer in snapshot.layers] == [*(layer.id for layer in hidden), 0]
    into = len(snapshot.sample.x)
    for wanted, layer in zip(hidden, snapshot.layers, strict=False):
        assert (layer.activation, layer.skip) == (wanted.activation, wanted.skip)
        assert layer.weights.shape == (wanted.units, into)
        assert len(layer.slope) == len(layer.saturation) == len(layer.dead) == wanted.units
        into = wanted.units
    output = snapshot.layers[-1]
    assert output.weights.shape == (len(snapshot.sample.y), into)
    assert len(output.slope) == 0
    for layer in snapshot.layers:
        units = len(layer.weights)
        assert layer.parameters == layer.weights.size + layer.biases.size
        for part in (layer.biases, layer.a, layer.z, layer.delta, layer.batch_delta):
            assert part.shape == (units,)


def _check_forward(snapshot):
    z, slopes = snapshot.sample.x.astype(np.float64), []
    for layer in snapshot.layers:
        value, slope = ACTIVATIONS[layer.activation]
        a = layer.weights.astype(np.float64) @ z + layer.biases
        np.testing.assert_allclose(layer.a, a, **TOLERANCE)
        f = value(a)
        slopes.append(slope(f))
        z = f + z if layer.skip else f
        np.testing.assert_allclose(layer.z, z, **TOLERANCE)
    np.testing.assert_allclose(snapshot.sample.y, z, **TOLERANCE)
    target = int(snapshot.sample.target)
    if snapshot.experiment.loss == "cross_entropy":
        loss = -np.log(max(z[target], 1e-30))
    else:
        loss = np.square(z - np.eye(len(z))[target]).sum() / 2
    np.testing.assert_allclose(snapshot.sample.loss, loss, rtol=1e-3, atol=1e-4)
    return slopes


def _check_backward(snapshot, slopes):
    layers = snapshot.layers
    # with either loss; what a skip brings back goes past the layer's own slope
    delta = snapshot.sample.y - np.eye(len(snapshot.sample.y))[int(snapshot.sample.target)]
    back = None
    for place in reversed(range(len(layers))):
        if back is not None:
            delta = back * slopes[place]
        # a relu at its kink may go either way in float32
        flat = (np.abs(layers[place].a) < 1e-5) & (layers[place].name != "output")
        np.testing.assert_allclose(layers[place].delta[~flat], delta[~flat], rtol=1e-3, atol=1e-4)
        through = layers[place].weights.astype(np.float64).T @ layers[place].delta
        back = through + (back if layers[place].skip else 0)


def _check_edges(layer):
    for edges in (layer.strongest, layer.steepest):
        np.testing.assert_array_equal(edges.weight, layer.weights[edges.unit, edges.source])
        assert len(edges.weight) == layer.weights.size  # so few that each is drawn
        norm = float(np.linalg.norm(edges.gradient.astype(np.float64)))
        np.testing.assert_allclose(norm, layer.gradient_norm, rtol=1e-3, atol=1e-7)
