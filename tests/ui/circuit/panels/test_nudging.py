from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.engine.flow import Circuit, Node, backward, forward
from bpstudio.experiment.circuits import edits
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.nudge_box import NudgeBox
from bpstudio.ui.circuit.panels.own_number import nudged_own, own_gradient
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.state import CircuitState

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
Show = Callable[[QWidget], QWidget]


def numbers(box: NudgeBox) -> list[str]:
    return [
        label.text()
        for label in box.findChildren(QLabel)
        if label.property("role") == "value" and label.isVisible()
    ]


def words(box: NudgeBox) -> str:
    label = box.findChild(QLabel, "nudgeWords")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def typed(qtbot: QtBot, box: NudgeBox, text: str) -> None:
    box.field.selectAll()
    qtbot.keyClicks(box.field, text)


def test_an_input(state: CircuitState, shown: Show) -> None:
    """A nudge of x1 = -2 by 0.01 moves a to 1 - 0.03 = 0.97, and z to 0.725119.

    It moves by 0.725119 - 0.731059 = -0.005939; the gradient predicts -0.58984 * 0.01 = -0.005898.
    What is missing is the curve: z(1 - z)(1 - 2z) 0.03^2 / 2 = 0.19661 * -0.46212 * 0.00045
    = -4.09e-5, and of the next order 0.0353 * 0.03^3 / 6 = 0.02e-5 back: 0.69 % of it.
    """
    box = NudgeBox(state)
    box.show_node(X1)
    shown(box)
    assert numbers(box) == ["−0.00590", "−0.00594", "−4.07·10⁻⁵, 0.69\u202f%"]
    assert not words(box)


def test_an_intermediate_wire(state: CircuitState, shown: Show, qtbot: QtBot) -> None:
    box = NudgeBox(state)
    box.show_node(S)
    shown(box)
    typed(qtbot, box, "-0.1")  # a = 0.9: z = 0.710950, less by 0.020109; predicted -0.019661
    assert numbers(box)[:2] == ["−0.0197", "−0.0201"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "h must be a number, such as 0.01."),
        ("a lot", "h must be a number, such as 0.01."),
        ("nan", "h must be a finite number, such as 0.01."),
        ("1e999", "h must be a finite number, such as 0.01."),
        ("0", "With h = 0 nothing moves: take a small number, such as 0.01."),
        ("1e-30", "h is too small beside −2.00: in float64 the sum is the same number."),
    ],
)
def test_what_can_not_be_h(
    state: CircuitState, shown: Show, qtbot: QtBot, text: str, said: str
) -> None:
    box = NudgeBox(state)
    box.show_node(X1)
    shown(box)
    box.field.clear()
    qtbot.keyClicks(box.field, text)
    assert words(box) == said
    assert not numbers(box)
    assert box.field.text() == text  # it can be mended


def test_arrows_scale_h(state: CircuitState, shown: Show, qtbot: QtBot) -> None:
    box = NudgeBox(state)
    box.show_node(X1)
    shown(box)
    qtbot.keyClick(box.field, Qt.Key.Key_Up)
    assert box.field.text() == "0.1"
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    assert box.field.text() == "0.001"


def test_a_kink_on_the_way_is_told(
    state: CircuitState, shown: Show, wire: Callable[[str], dict[str, int]]
) -> None:
    """max(x, y) at x = 1, y = 1.005: moved by 0.01, x is larger, and L moves by 0.005."""
    ids = wire("x = 1; y = 1.005; L = max(x, y)")
    box = NudgeBox(state)
    box.show_node(ids["x"])
    shown(box)
    assert numbers(box)[:2] == ["0", "0.00500"]
    assert "changes sides" in words(box)


def test_a_logarithm_that_is_left(
    state: CircuitState, shown: Show, qtbot: QtBot, wire: Callable[[str], dict[str, int]]
) -> None:
    ids = wire("x = 1; L = log(x)")
    box = NudgeBox(state)
    box.show_node(ids["x"])
    shown(box)
    typed(qtbot, box, "-2")
    assert "The logarithm of a negative number isn’t defined" in words(box)


def test_it_follows_the_circuit(
    state: CircuitState, shown: Show, document: CircuitDocument
) -> None:
    box = NudgeBox(state)
    box.show_node(X1)
    shown(box)
    document.edit("Change value", edits.set_number(document.diagram, W1, 0.0))
    box.refresh()
    assert numbers(box)[:2] == ["0", "0"]


def test_nothing_is_told_that_is_to_be_predicted(
    state: CircuitState, predictions: Predictions, shown: Show
) -> None:
    predictions.set_on(True)
    box = NudgeBox(state)
    box.show_node(X1)
    shown(box)
    assert not numbers(box)
    assert words(box) == "Predict its gradient first: nudging would tell it."


X, K, Y = 0, 1, 2
SCALED = Circuit(
    (Node(X, "input", number=3.0), Node(K, "scale", (X,), number=-2.0), Node(Y, "square", (K,))),
    output=Y,
    incoming=0.5,
)


def test_the_k_of_times_k() -> None:
    """L = 0.5 (k x)^2 with k = -2, x = 3: dL/dk = 0.5 * 2 * k x * x = -6 * 3 = -18.

    k + 0.1 = -1.9: 0.5 * 5.7^2 = 16.245 after 0.5 * 36 = 18: it moves by -1.755.
    """
    values = forward(SCALED)
    assert own_gradient(SCALED, backward(SCALED, values), values, K) == -18
    nudge = nudged_own(SCALED, K, 0.1)
    assert not isinstance(nudge, str)
    assert nudge.predicted == pytest.approx(-1.8)
    assert nudge.real == pytest.approx(-1.755)
