"""A canvas on a small circuit, without the window around it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.app import create_application
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import product


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[CircuitState]:
    create_application()
    document = CircuitDocument(product())
    made = CircuitState(document)
    document.setParent(made)
    yield made
    made.deleteLater()


@pytest.fixture
def canvas(qtbot: QtBot, state: CircuitState) -> CircuitCanvas:
    made = CircuitCanvas(state)
    made.resize(800, 500)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def refused(state: CircuitState) -> list[str]:
    heard: list[str] = []
    state.refused.connect(heard.append)
    return heard
