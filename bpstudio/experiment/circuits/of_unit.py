"""One unit of any network as a small circuit of its own, on one sample.

What comes in is the sample's, and so is the gradient that comes in at its end: what the rest of
the network hands it. So the gradients of its weights are those of the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.diagnostics import gradients_of_z
from bpstudio.engine.flow import Circuit
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.tray import Tray
from bpstudio.experiment.circuits.of_network import activated, check_finite
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.circuits.wirer import Wirer
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.engine.passes import Network
    from bpstudio.engine.program import Array
    from bpstudio.experiment.circuits.diagram import Diagram

MAX_TERMS = 8  # that are wired one by one: the largest w z


def unit_diagram(
    network: Network,
    parameters: Parameters,
    place: int,
    unit: int,
    x: Array,
    t: Array,
    most: int = MAX_TERMS,
) -> Diagram:
    """Return one unit as a circuit: a = w z + b and, in a hidden layer, z = f(a).

    Its `most` largest terms are wired; the others are one input, ``rest``. The output of the
    circuit is what the unit gives on, in the output layer its logit; the gradient that comes in
    there is the sample's.

    Parameters
    ----------
    place, unit
        Of the layer, from 1, and of the unit in it, from 0.
    x, t
        The sample, (inputs,), and its target, (K,).

    Raises
    ------
    Refusal
        When there is no such unit, or a number isn't finite.
    """
    _check(network, place, unit)
    passes = _run(network, parameters, x, t)
    block = passes.parameters.blocks[place - 1]
    weights, bias = block[unit, :-1], float(block[unit, -1])
    z = np.asarray(x, np.float64) if place == 1 else passes.z[place - 2][:, 0]
    is_output = place == network.layers
    incoming = passes.delta[-1] if is_output else list(gradients_of_z(passes))[-place]
    check_finite(block[unit], z, incoming)
    wirer = Wirer()
    sources = _sources(weights, z, most)
    letter = "x" if place == 1 else "z"
    nodes = {k: wirer.input(f"{letter}{k + 1}", float(z[k])) for k in sources}
    a = _logit(wirer, weights, z, nodes, bias)
    if not is_output:
        a = activated(wirer, network.activations[place - 1], a)
        if network.has_skip(place):
            before = nodes.get(unit) or wirer.input(f"{letter}{unit + 1}", float(z[unit]))
            a = wirer.gate("add", (a, before))
        wirer.call(a, "z")
    return placed(Circuit(tuple(wirer.nodes), a, float(incoming[unit, 0])))


def _sources(weights: Array, z: Array, most: int) -> list[int]:
    """Return the places of the largest terms w z, in their order."""
    order = np.argsort(-np.abs(weights * z), kind="stable")
    return sorted(order[:most].tolist())


def _logit(wirer: Wirer, weights: Array, z: Array, nodes: dict[int, int], bias: float) -> int:
    terms = []
    for source, node in nodes.items():
        w = wirer.input(f"w{source + 1}", float(weights[source]))
        terms.append(wirer.gate("multiply", (w, node)))
    left = np.ones(len(weights), bool)
    left[list(nodes)] = False
    if left.any():
        terms.append(wirer.input("rest", float(weights[left] @ z[left])))
    terms.append(wirer.input("b", bias))
    return wirer.gate("add", terms, name="a")


def _run(network: Network, parameters: Parameters, x: Array, t: Array) -> Workspace:
    """Return a workspace, in float64, through which one sample has gone both ways."""
    exact = Parameters(parameters.shape, parameters.flat.astype(np.float64))
    workspace = Workspace(network, exact, 1)
    tray = Tray(network, 1, 1, np.float64)
    tray.put(np.asarray(x, np.float64)[None], np.asarray(t, np.float64)[None])
    slot = tray.slot(0)
    with np.errstate(all="ignore"):  # what isn't finite is refused in words
        run(calls_of(workspace.forward(slot)))
        run(calls_of(workspace.backward(slot)))
    return workspace


def _check(network: Network, place: int, unit: int) -> None:
    if not 1 <= place <= network.layers:
        raise Refusal("the network", f"has no layer {place} with weights")
    if not 0 <= unit < network.shape.widths[place]:
        raise Refusal("the network", f"has no unit {unit + 1} in that layer")
