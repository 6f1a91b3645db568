"""Networks and units as circuits: their gradients are the engine's."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.flow import backward, forward
from bpstudio.engine.losses import LOSSES
from bpstudio.experiment.circuits.of_network import (
    ACTIVATION_GATES,
    LOSS_GATES,
    MAX_PARAMETERS,
    network_diagram,
)
from bpstudio.experiment.circuits.of_unit import unit_diagram
from bpstudio.experiment.circuits.storage import diagram_text, parse_diagram
from bpstudio.refusal import Refusal
from tests.engine.networks import Batch, make_network, random_parameters, random_samples

NETWORKS = {
    "two layers": ([2, 3, 2], ["sigmoid"], ()),
    "linear": ([4, 3], [], ()),
    "deep": ([2, 2, 3, 2, 2], ["tanh", "relu", "leaky_relu"], ()),
    "skips": ([3, 3, 3, 2], ["tanh", "sigmoid"], (True, True)),
    "identity": ([2, 2, 2], ["identity"], (True,)),
    "wide": ([1, 14, 1], ["tanh"], ()),
}


def engine(network, parameters, x, t) -> Batch:
    batch = Batch(network, parameters, x, t)
    batch.run()
    return batch


def gradients_by_name(diagram) -> tuple[float, dict[str, float]]:
    circuit = diagram.circuit
    values = forward(circuit)
    assert not values.troubles
    found = backward(circuit, values).gradients
    return values.values[circuit.output], {n.name: found[n.id] for n in circuit.nodes if n.name}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_are_the_engines(name, loss) -> None:
    widths, activations, skips = NETWORKS[name]
    if loss == "cross_entropy" and widths[-1] == 1:
        widths = [*widths[:-1], 2]
    network = make_network(widths, activations, loss, skips)
    assert network.shape.size <= MAX_PARAMETERS
    for seed in range(3):
        parameters = random_parameters(network, seed, scale=1.5)
        x, t = random_samples(network, 1, seed + 100)
        batch = engine(network, parameters, x, t)
        diagram = network_diagram(network, parameters, x[0], t[0])
        value, found = gradients_by_name(diagram)
        assert value == pytest.approx(float(batch.tray.losses(1)[0]), abs=1e-12)
        seen = 0
        for place, block in enumerate(batch.gradient.blocks, start=1):
            for unit, row in enumerate(block, start=1):
                for source, expected in enumerate(row[:-1], start=1):
                    assert abs(found[f"w{place}_{unit}_{source}"] - expected) <= 1e-12
                assert abs(found[f"b{place}_{unit}"] - row[-1]) <= 1e-12
                seen += len(row)
        assert seen == network.shape.size
        delta = batch.workspace.delta
        for place, rows in enumerate(delta, start=1):
            for unit, row in enumerate(rows, start=1):
                identity = place < len(delta) and activations[place - 1] == "identity"
                if not identity:
                    assert abs(found[f"a{place}_{unit}"] - row[0]) <= 1e-12
    assert parse_diagram(diagram_text(diagram).encode()) == diagram


def test_every_activation_and_loss_can_be_opened() -> None:
    assert set(ACTIVATION_GATES) == set(ACTIVATIONS)
    assert set(LOSS_GATES) == set(LOSSES)


def test_float32_parameters_are_taken_as_they_are() -> None:
    network = make_network([2, 3, 2], ["sigmoid"])
    parameters = random_parameters(network, dtype=np.float32)
    x, t = random_samples(network, 1)
    diagram = network_diagram(network, parameters, x[0].astype(np.float32), t[0])
    weight = next(node for node in diagram.circuit.nodes if node.name == "w2_1_3")
    assert weight.number == parameters.blocks[1][0, 2]


def test_large_networks_are_refused() -> None:
    network = make_network([10, 10, 2], ["tanh"])
    x, t = random_samples(network, 1)
    with pytest.raises(Refusal, match="has 132 parameters, and up to 60 open"):
        network_diagram(network, random_parameters(network), x[0], t[0])


def test_diverged_parameters_are_refused() -> None:
    network = make_network([2, 2], [])
    x, t = random_samples(network, 1)
    for number in (np.nan, np.inf, 1e35):
        parameters = random_parameters(network)
        parameters.flat[3] = number  # of unit 2
        for opened in (
            lambda p=parameters: network_diagram(network, p, x[0], t[0]),
            lambda p=parameters: unit_diagram(network, p, 1, 1, x[0], t[0]),
        ):
            with pytest.raises(Refusal, match="must be"):
                opened()


@pytest.mark.parametrize("loss", LOSSES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_units_gradients_are_the_engines(loss, data: st.DataObject) -> None:
    skip = data.draw(st.booleans())
    widths = [9, 12, 12, 3]
    activations = data.draw(st.lists(st.sampled_from(list(ACTIVATIONS)), min_size=2, max_size=2))
    network = make_network(widths, activations, loss, (False, skip))
    parameters = random_parameters(network, data.draw(st.integers(0, 99)))
    x, t = random_samples(network, 1)
    batch = engine(network, parameters, x, t)
    place = data.draw(st.integers(1, 3))
    unit = data.draw(st.integers(0, widths[place] - 1))
    diagram = unit_diagram(network, parameters, place, unit, x[0], t[0], most=5)
    value, found = gradients_by_name(diagram)
    row = batch.gradient.blocks[place - 1][unit]
    shown = [int(name[1:]) for name in found if re.fullmatch(r"w\d+", name)]
    assert len(shown) == 5
    for source in shown:
        assert abs(found[f"w{source}"] - row[source - 1]) <= 1e-12
    assert abs(found["b"] - row[-1]) <= 1e-12
    workspace = batch.workspace
    out = workspace.a[-1] if place == 3 else workspace.z[place - 1]
    assert value == pytest.approx(out[unit, 0], abs=1e-12)
    if place == 3 or activations[place - 1] != "identity":
        assert abs(found["a"] - workspace.delta[place - 1][unit, 0]) <= 1e-12


def test_a_unit_of_a_wide_network_is_small() -> None:
    network = make_network([784, 128, 10], ["relu"])
    parameters = random_parameters(network, scale=0.1)
    x, t = random_samples(network, 1)
    diagram = unit_diagram(network, parameters, 1, 17, x[0], t[0])
    assert len(diagram.circuit.nodes) == 8 * 3 + 4  # w, x and product; rest, b, add, relu
    terms = parameters.blocks[0][17, :-1] * x[0]
    shown = {int(n.name[1:]) - 1 for n in diagram.circuit.nodes if re.fullmatch(r"x\d+", n.name)}
    assert shown == set(np.argsort(-np.abs(terms))[:8].tolist())


@pytest.mark.parametrize(("place", "unit"), [(0, 0), (3, 0), (1, -1), (1, 3), (2, 2)])
def test_no_such_unit(place, unit) -> None:
    network = make_network([2, 3, 2], ["tanh"])
    x, t = random_samples(network, 1)
    with pytest.raises(Refusal, match="has no"):
        unit_diagram(network, random_parameters(network), place, unit, x[0], t[0])
