"""A network as a circuit: its gradients are the engine's, to 1e-12, with these very weights."""

import numpy as np
import pytest

from bpstudio.engine.flow import backward, forward
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.spec import DataSpec
from bpstudio.refusal import Refusal
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.studies.circuit import CircuitStudy
from tests.runtime.studies.trainers import trainer_of

CIRCLE = DataSpec(name="circle", samples=40)


def named(diagram: Diagram) -> dict[str, int]:
    return {node.name: node.id for node in diagram.circuit.nodes if node.name}


def gradient_of(trainer, position):
    """dL/dW and dL/db of each layer on one sample, by the outer products of the chapter."""
    found = []
    z = [trainer.x[position]]
    for weights, biases in zip(trainer.parameters.weights, trainer.parameters.biases, strict=True):
        z.append(np.tanh(weights @ z[-1] + biases))
    a = trainer.parameters.weights[-1] @ z[-2] + trainer.parameters.biases[-1]
    y = np.exp(a - a.max()) / np.exp(a - a.max()).sum()
    delta = y - trainer.t[position]
    for place in reversed(range(len(trainer.parameters.weights))):
        found.append((np.outer(delta, z[place]), delta))
        delta = (trainer.parameters.weights[place].T @ delta) * (1 - z[place] ** 2)
    return found[::-1]


def test_the_whole_network() -> None:
    trainer = trainer_of(CIRCLE, 3, 2, steps=7)
    diagram = CircuitStudy(5).prepare(trainer)()
    assert isinstance(diagram, Diagram)
    circuit, ids = diagram.circuit, named(diagram)
    gradients = backward(circuit, forward(circuit)).gradients
    assert [circuit.by_id[ids[f"x{k}"]].number for k in (1, 2)] == list(trainer.x[5])
    for layer, (by_weight, by_bias) in enumerate(gradient_of(trainer, 5), start=1):
        for unit, row in enumerate(by_weight, start=1):
            assert gradients[ids[f"b{layer}_{unit}"]] == pytest.approx(by_bias[unit - 1], abs=1e-12)
            for source, gradient in enumerate(row, start=1):
                node = ids[f"w{layer}_{unit}_{source}"]
                assert gradients[node] == pytest.approx(gradient, abs=1e-12)
                weight = trainer.parameters.weights[layer - 1][unit - 1, source - 1]
                assert circuit.by_id[node].number == weight


def test_one_unit_of_a_large_network() -> None:
    trainer = trainer_of(CIRCLE, 30, 20, steps=3)
    diagram = CircuitStudy(2, Asked(trainer.experiment.hidden[1].id, 4)).prepare(trainer)()
    assert isinstance(diagram, Diagram)
    circuit, ids = diagram.circuit, named(diagram)
    gradients = backward(circuit, forward(circuit)).gradients
    by_weight, by_bias = gradient_of(trainer, 2)[1]
    assert gradients[ids["b"]] == pytest.approx(by_bias[4], abs=1e-12)
    shown = [name for name in ids if name.startswith("w")]
    assert shown
    for name in shown:
        source = int(name[1:]) - 1
        assert circuit.by_id[ids[name]].number == trainer.parameters.weights[1][4, source]
        assert gradients[ids[name]] == pytest.approx(by_weight[4, source], abs=1e-12)


@pytest.mark.parametrize(
    ("unit", "why"),
    [(None, "and up to 60 open as a circuit"), (Asked(77, 0), "no such layer")],
)
def test_what_can_not_be_opened_is_said(unit: Asked | None, why: str) -> None:
    found = CircuitStudy(0, unit).prepare(trainer_of(CIRCLE, 30))()
    assert isinstance(found, Refusal)
    assert why in str(found)
