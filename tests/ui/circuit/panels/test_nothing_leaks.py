"""What is to be predicted stands nowhere, whatever is selected and however far the passes are."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from bpstudio.ui.circuit.describe import describe
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.panels.side_column import SideColumn
from bpstudio.ui.circuit.sentence import sentence
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tex.words import plain_text

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
TEXTS = {W0: "−0.197", X0: "0.393", W1: "−0.393", X1: "−0.590"}  # each of another size or sign


@pytest.fixture
def side(
    state: CircuitState, predictions: Predictions, shown: Callable[[QWidget], QWidget]
) -> SideColumn:
    made = SideColumn(state, predictions)
    made.resize(384, 800)
    shown(made)
    return made


def told(side: SideColumn, state: CircuitState) -> str:
    """All that is said on the screen, and to those who hear it."""
    parts = [label.text() for label in side.findChildren(QLabel) if label.isVisible()]
    parts += [plain_text(side.inspector.card.numbers.tex), sentence(state), describe(state)]
    for table in (side.inspector.table, side.values.table):
        model = table.model()
        parts += [
            str(model.index(row, column).data(role))
            for row in range(model.rowCount())
            for column in range(model.columnCount())
            for role in (0, 3)  # the text and the tooltip
        ]
    return "\n".join(parts)


@pytest.mark.parametrize("revealed", [(), (A, S, P0, P1)])
def test_gradients(
    side: SideColumn, state: CircuitState, predictions: Predictions, revealed: tuple[int, ...]
) -> None:
    state.selection.set((P1,))
    assert all(text in told(side, state) for text in TEXTS.values())
    predictions.set_on(True)
    for node in revealed:
        predictions.reveal(node, "gradient")
    for node in (W1, P1, S, Z):
        state.selection.set((node,))
        for row in range(side.inspector.table.model().rowCount()):
            side.inspector.table.selectRow(row)
            words = told(side, state)
            assert not [text for text in TEXTS.values() if text in words]


def test_what_has_not_come_back_yet(side: SideColumn, state: CircuitState) -> None:
    state.go_to(7)  # back through the sigmoid and the last add
    state.selection.set((P1,))
    for row in range(3):
        side.inspector.table.selectRow(row)
        words = told(side, state)
        assert not [text for text in TEXTS.values() if text in words]


def test_values(side: SideColumn, state: CircuitState, predictions: Predictions) -> None:
    predictions.set_on(True)
    state.go_to(5)
    state.selection.set((Z,))
    words = told(side, state)
    assert "0.73" not in words
    assert "What will it be?" in words
