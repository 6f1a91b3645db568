"""Opening the network that is on the screen, and one of its units, as a circuit."""

from typing import cast

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.ui.main_window import MainWindow


def open_network(window: MainWindow, qtbot: QtBot, *units: int) -> None:
    hidden = tuple(LayerSpec(units=count, activation="tanh") for count in units)
    data = DataSpec(name="circle", samples=40)
    window.document.new(with_ids(Experiment(data=data, network=NetworkSpec(hidden=hidden))))
    qtbot.waitUntil(lambda: window.session.snapshot.experiment == window.document.experiment)


def trigger(window: MainWindow, name: str) -> None:
    action = cast("QAction", window.findChild(QAction, name))
    action.trigger()


def front(window: MainWindow) -> str:
    return window.parts.pages.current.title


def test_the_network_that_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    open_network(window, qtbot, 3)
    window.session.step()
    window.session.show_sample(6)
    qtbot.waitUntil(
        lambda: (sample := window.session.snapshot.sample) is not None and sample.position == 6
    )
    before = window.circuit.document.diagram
    trigger(window, "actionNetworkCircuit")
    qtbot.waitUntil(lambda: front(window) == "Circuit")
    snapshot, circuit = window.session.snapshot, window.circuit.state.circuit
    assert snapshot.sample is not None
    assert snapshot.step == 1
    numbers = {node.name: node.number for node in circuit.nodes if node.name}
    assert [numbers["x1"], numbers["x2"]] == snapshot.sample.x.tolist()
    for place, layer in enumerate(snapshot.layers, start=1):
        assert layer.weights is not None
        for unit, row in enumerate(layer.weights.tolist(), start=1):
            assert numbers[f"b{place}_{unit}"] == layer.biases[unit - 1]
            for source, weight in enumerate(row, start=1):
                assert numbers[f"w{place}_{unit}_{source}"] == weight
    values, output = window.circuit.state.values.values, circuit.output
    assert output is not None
    assert values[output] == pytest.approx(snapshot.sample.loss, rel=1e-5)  # float32 there
    assert window.circuit.document.title == f"Network, sample {snapshot.sample.number}"
    window.circuit.document.undo_stack.undo()  # what was there isn't lost
    assert window.circuit.document.diagram == before


def test_a_unit_of_a_larger_one(window: MainWindow, qtbot: QtBot) -> None:
    open_network(window, qtbot, 20, 6)
    trigger(window, "actionNetworkCircuit")
    qtbot.waitUntil(lambda: "up to 60 open as a circuit" in window.parts.status.sentence)
    assert front(window) == "Network"
    trigger(window, "actionUnitCircuit")
    assert "click a unit first" in window.parts.status.sentence
    layer = window.document.experiment.hidden[1].id
    window.parts.stage.canvas.network.asking.open_unit(layer, 2)
    trigger(window, "actionUnitCircuit")
    qtbot.waitUntil(lambda: front(window) == "Circuit")
    snapshot = window.session.snapshot
    weights = snapshot.layers[1].weights
    assert weights is not None
    assert window.circuit.document.title.startswith("Unit 3 of layer 2, sample ")
    numbers = {node.name: node.number for node in window.circuit.state.circuit.nodes}
    shown = [name for name in numbers if name.startswith("w")]
    assert len(shown) == 8
    assert all(numbers[name] == weights[2, int(name[1:]) - 1] for name in shown)
    assert numbers["b"] == snapshot.layers[1].biases[2]
