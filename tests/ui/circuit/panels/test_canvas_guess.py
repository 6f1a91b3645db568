"""Predicting on the canvas: where the question mark stands, by mouse and by keys."""

from typing import cast

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.panels.canvas_guess import CanvasGuess
from bpstudio.ui.circuit.panels.gate_strip import StepKeys
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.player import Player
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import click

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
Key = Qt.Key


@pytest.fixture
def canvas(state: CircuitState, predictions: Predictions, qtbot: QtBot) -> CircuitCanvas:
    made = CircuitCanvas(state)
    CanvasGuess(made, predictions)
    StepKeys(made, state, Player(state))
    made.resize(800, 500)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def mark(canvas: CircuitCanvas, node: int) -> QPointF:
    """Where the question mark of a gradient is."""
    place = canvas.board.gates[node].form.gradient_place
    return QPointF(place.left() + 6, place.center().y())


def field(canvas: CircuitCanvas) -> QLineEdit | None:
    lines = canvas.findChildren(QLineEdit, "canvasPrediction")
    return next((line for line in lines if line.isVisible()), None)


def type_and_enter(qtbot: QtBot, canvas: CircuitCanvas, text: str) -> None:
    line = field(canvas)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Key.Key_Return)


def test_a_click_on_the_question_mark(
    canvas: CircuitCanvas, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    click(canvas, mark(canvas, W1))
    assert field(canvas) is None  # nothing is covered yet
    predictions.set_on(True)
    click(canvas, mark(canvas, W1))
    assert state.selection.nodes == (W1,)
    type_and_enter(qtbot, canvas, "0.39")
    line = field(canvas)
    assert line is not None
    words = cast("QLabel", line.parent().findChild(QLabel))
    assert words.text() == "The size is right, the sign is not."
    type_and_enter(qtbot, canvas, "-0.39")
    assert field(canvas) is None
    assert state.gradient_text(W1) == "−0.393"
    assert predictions.score == "1 right, 1 wrong; 8 numbers to go"


def test_enter_at_a_gate(
    canvas: CircuitCanvas, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    predictions.set_on(True)
    state.selection.set((P1,))
    qtbot.keyClick(canvas, Key.Key_Return)
    type_and_enter(qtbot, canvas, "0.2")
    assert P1 not in state.covered
    assert state.document.undo_stack.count() == 0


def test_escape_gives_no_answer(
    canvas: CircuitCanvas, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    predictions.set_on(True)
    state.selection.set((P1,))
    qtbot.keyClick(canvas, Key.Key_Return)
    line = field(canvas)
    assert line is not None
    qtbot.keyClicks(line, "0.1")
    qtbot.keyClick(line, Key.Key_Escape)
    assert field(canvas) is None
    assert predictions.score == "0 right; 9 numbers to go"
    assert state.selection.nodes == (P1,)


def test_giving_up(
    canvas: CircuitCanvas, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    predictions.set_on(True)
    click(canvas, mark(canvas, B))
    line = field(canvas)
    assert line is not None
    reveal = cast("QToolButton", line.parent().findChild(QToolButton, "canvasReveal"))
    qtbot.mouseClick(reveal, Qt.MouseButton.LeftButton)
    assert field(canvas) is None
    assert state.gradient_text(B) == "0.197"


def test_a_value_while_stepping_forward(
    canvas: CircuitCanvas, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    predictions.set_on(True)
    qtbot.keyClick(canvas, Key.Key_Home)
    qtbot.keyClick(canvas, Key.Key_PageDown)
    assert state.covered_values == {P0}
    place = canvas.board.gates[P0].form.value_place
    click(canvas, QPointF(place.left() + 6, place.center().y()))
    type_and_enter(qtbot, canvas, "-2")
    assert state.value_text(P0) == "−2.00"


def test_keys_step_from_the_canvas(
    canvas: CircuitCanvas, state: CircuitState, qtbot: QtBot
) -> None:
    qtbot.keyClick(canvas, Key.Key_PageDown)  # from the end it begins anew
    assert state.done == 1
    qtbot.keyClick(canvas, Key.Key_PageDown)
    qtbot.keyClick(canvas, Key.Key_PageUp)
    assert state.done == 1
    qtbot.keyClick(canvas, Key.Key_Home)
    assert state.done == 0
    qtbot.keyClick(canvas, Key.Key_End)
    assert state.is_done
