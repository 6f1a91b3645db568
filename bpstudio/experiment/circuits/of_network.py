"""A network as a circuit, weights, sample and loss included: backprop is nothing but these rules.

Units are named as on the screen, layers and units from 1: ``w1_2_3`` leads from input 3 to unit 2
of layer 1, ``a1_2`` is that unit's logit, ``z1_2`` what it gives on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import LEAK
from bpstudio.engine.flow import Circuit
from bpstudio.experiment.circuits.checks import check_number, check_room
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.circuits.wirer import Wirer
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.engine.activations import Activation
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Network
    from bpstudio.engine.program import Array
    from bpstudio.experiment.circuits.diagram import Diagram

MAX_PARAMETERS = 60  # of a network that opens as a whole


def network_diagram(network: Network, parameters: Parameters, x: Array, t: Array) -> Diagram:
    """Return a network, with its loss on one sample, as a circuit.

    Parameters
    ----------
    parameters
        Its weights and biases now.
    x, t
        The sample, (inputs,), and its target, (K,).

    Raises
    ------
    Refusal
        When it is too large to be looked at, or a number isn't finite.
    """
    size = network.shape.size
    if size > MAX_PARAMETERS:
        reason = f"has {size:,} parameters, and up to {MAX_PARAMETERS} open as a circuit"
        raise Refusal("the network", f"{reason}; open one of its units instead")
    check_room(sum(network.shape.widths) * 4 + 2 * size)
    check_finite(parameters.flat, x, t)
    wirer = Wirer()
    z = [wirer.input(f"x{k}", float(value)) for k, value in enumerate(x, start=1)]
    for place in range(1, network.layers + 1):
        a = _logits(wirer, parameters, place, z)
        if place < network.layers:
            skips = z if network.has_skip(place) else None
            z = _hidden(wirer, network.activations[place - 1], place, a, skips)
    loss = _loss(wirer, network, a, t)
    return placed(Circuit(tuple(wirer.nodes), loss))


def check_finite(*arrays: Array) -> None:
    """Refuse numbers that a circuit can't hold."""
    for array in arrays:
        if array.size:
            largest = float(array.flat[np.abs(array).argmax()])
            check_number("the network", largest)


def _logits(wirer: Wirer, parameters: Parameters, place: int, z: Sequence[int]) -> list[int]:
    """Wire a = W z + b of the layer at `place`, from 1; return the ids of its units' logits."""
    found = []
    for unit, (*weights, bias) in enumerate(parameters.blocks[place - 1].tolist(), start=1):
        products = []
        for source, weight in enumerate(weights, start=1):
            w = wirer.input(f"w{place}_{unit}_{source}", weight)
            products.append(wirer.gate("multiply", (w, z[source - 1])))
        b = wirer.input(f"b{place}_{unit}", bias)
        found.append(wirer.gate("add", (*products, b), name=f"a{place}_{unit}"))
    return found


def _hidden(
    wirer: Wirer, activation: Activation, place: int, a: Sequence[int], skips: Sequence[int] | None
) -> list[int]:
    """Wire z = f(a), or f(a) + what comes in, of a hidden layer."""
    found = []
    for unit, logit in enumerate(a, start=1):
        f = activated(wirer, activation, logit)
        if skips is not None:
            f = wirer.gate("add", (f, skips[unit - 1]))
        found.append(wirer.call(f, f"z{place}_{unit}"))
    return found


def activated(wirer: Wirer, activation: Activation, a: int) -> int:
    """Wire f(a) and return its id; with the identity that is a itself."""
    if activation.name not in ACTIVATION_GATES:
        reason = f"{activation.words} can’t be opened as a circuit"
        raise Refusal("the network", f"{reason}; {', '.join(ACTIVATION_GATES)} can")
    return ACTIVATION_GATES[activation.name](wirer, a)


def _leaky_relu(wirer: Wirer, a: int) -> int:
    return wirer.gate("max", (a, wirer.gate("scale", (a,), LEAK)))


ACTIVATION_GATES: dict[str, Callable[[Wirer, int], int]] = {
    "sigmoid": lambda wirer, a: wirer.gate("sigmoid", (a,)),
    "tanh": lambda wirer, a: wirer.gate("tanh", (a,)),
    "relu": lambda wirer, a: wirer.gate("relu", (a,)),
    "leaky_relu": _leaky_relu,
    "identity": lambda wirer, a: a,
}


def _loss(wirer: Wirer, network: Network, a: Sequence[int], t: Array) -> int:
    """Wire the loss of the logits and return its id."""
    if network.loss.name not in LOSS_GATES:
        raise Refusal("the network", f"the loss {network.loss.label} can’t be opened as a circuit")
    targets = [wirer.input(f"t{k}", float(value)) for k, value in enumerate(t, start=1)]
    return LOSS_GATES[network.loss.name](wirer, a, targets)


def _cross_entropy(wirer: Wirer, a: Sequence[int], t: Sequence[int]) -> int:
    y = [wirer.gate("softmax", a, float(k), f"y{k}") for k in range(1, len(a) + 1)]
    return wirer.gate("cross_entropy", (*y, *t))


def _squared_error(wirer: Wirer, a: Sequence[int], t: Sequence[int]) -> int:
    errors = [wirer.gate("subtract", pair) for pair in zip(a, t, strict=True)]
    squares = [wirer.gate("square", (error,)) for error in errors]
    total = wirer.gate("add", squares) if len(squares) > 1 else squares[0]
    return wirer.gate("scale", (total,), 0.5)


LOSS_GATES: dict[str, Callable[[Wirer, Sequence[int], Sequence[int]], int]] = {
    "cross_entropy": _cross_entropy,
    "squared_error": _squared_error,
}
