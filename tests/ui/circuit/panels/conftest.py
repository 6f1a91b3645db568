"""The chapter's sigmoid neuron, w = (2, -3), b = -3, x = (-1, -2), as the panels see it.

a = 2 * -1 + -3 * -2 - 3 = 1; z = 1/(1 + e^-1) = 0.73106; dz/da = z(1 - z) = 0.19661
dw0 = -0.19661, dx0 = 0.39322, dw1 = -0.39322, dx1 = -0.58984, db = 0.19661
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.app import create_application
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.state import CircuitState

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
NEURON = Circuit(
    (
        Node(W0, "input", number=2, name="w0"),
        Node(X0, "input", number=-1, name="x0"),
        Node(W1, "input", number=-3, name="w1"),
        Node(X1, "input", number=-2, name="x1"),
        Node(B, "input", number=-3, name="b"),
        Node(P0, "multiply", (W0, X0)),
        Node(P1, "multiply", (W1, X1)),
        Node(S, "add", (P0, P1)),
        Node(A, "add", (S, B), name="a"),
        Node(Z, "sigmoid", (A,), name="z"),
    ),
    output=Z,
)


@pytest.fixture
def document(qtbot: QtBot) -> Iterator[CircuitDocument]:
    create_application()
    made = CircuitDocument(placed(NEURON))
    yield made
    made.deleteLater()


@pytest.fixture
def state(document: CircuitDocument) -> CircuitState:
    return CircuitState(document, document)


@pytest.fixture
def predictions(state: CircuitState) -> Predictions:
    return Predictions(state)


@pytest.fixture
def wire(document: CircuitDocument) -> Callable[[str], dict[str, int]]:
    """Wire an expression; return the ids of what has a name."""

    def make(text: str) -> dict[str, int]:
        document.new(parse_expression(text))
        return {n.name or n.gate: n.id for n in document.diagram.circuit.nodes}

    return make


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Show a widget and wait for it."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


@pytest.fixture
def inspector(
    state: CircuitState, predictions: Predictions, shown: Callable[[QWidget], QWidget]
) -> CircuitInspector:
    made = CircuitInspector(state, predictions)
    made.resize(384, 700)
    shown(made)
    return made
