from collections.abc import Callable

from bpstudio.experiment.circuits import edits
from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.panels.conftest import NEURON

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)


def test_gradients_are_covered_until_they_are_predicted(
    state: CircuitState, predictions: Predictions
) -> None:
    assert state.gradient_text(W1) == "−0.393"
    predictions.set_on(True)
    assert state.covered == {W0, X0, W1, X1, B, P0, P1, S, A}  # what comes in at z is given
    assert state.gradient_text(W1) == "?"
    assert state.value_text(P1) == "6.00"
    assert not predictions.guess(W1, "gradient", "0.39").is_right
    assert state.gradient_text(W1) == "?"
    answer = predictions.guess(W1, "gradient", "-0.39")
    assert answer.is_right
    assert state.gradient_text(W1) == "−0.393"
    assert predictions.score == "1 right, 1 wrong; 8 numbers to go"


def test_giving_up(state: CircuitState, predictions: Predictions) -> None:
    predictions.set_on(True)
    predictions.reveal(X1, "gradient")
    assert state.gradient_text(X1) == "−0.590"
    answer = predictions.answer(X1, "gradient")
    assert answer is not None
    assert answer.words == "Revealed: −0.590."
    predictions.reveal_all()
    assert not state.covered
    assert predictions.score == "0 right, 9 revealed; 0 numbers to go"
    predictions.set_on(False)
    predictions.set_on(True)
    assert predictions.score == "0 right; 9 numbers to go"


def test_what_is_no_number_costs_nothing(state: CircuitState, predictions: Predictions) -> None:
    predictions.set_on(True)
    answer = predictions.guess(W0, "gradient", "half")
    assert answer.words == "“half” is no number; type one such as −0.25."
    assert predictions.score == "0 right; 9 numbers to go"


def test_values_are_covered_while_stepping_forward(
    state: CircuitState, predictions: Predictions
) -> None:
    predictions.set_on(True)
    state.go_to(0)
    assert not state.covered
    assert not state.covered_values
    state.go_to(2)  # both products
    assert state.covered_values == {P0, P1}
    assert state.value_text(P1) == "?"
    assert predictions.guess(P1, "value", "6").is_right
    assert state.value_text(P1) == "6.00"
    state.go_to(5)
    assert state.covered_values == {P0, S, A, Z}
    state.go_to(6)  # backward they are needed
    assert not state.covered_values
    assert state.covered == {A}


def test_gradients_that_have_not_come_yet_are_dashes(
    state: CircuitState, predictions: Predictions
) -> None:
    predictions.set_on(True)
    state.go_to(7)  # back through the sigmoid and the last add
    assert state.covered == {A, S, B}
    assert state.gradient_text(W0) == "–"


def test_what_was_told_stays_told_while_numbers_are_dragged(
    state: CircuitState, predictions: Predictions, document: CircuitDocument
) -> None:
    predictions.set_on(True)
    predictions.guess(W0, "gradient", "-0.2")
    document.edit("Change value", edits.set_number(document.diagram, X0, 1.0))
    assert W0 not in state.covered
    assert W1 in state.covered


def test_another_circuit_begins_anew(
    state: CircuitState, predictions: Predictions, wire: Callable[[str], dict[str, int]]
) -> None:
    predictions.set_on(True)
    predictions.reveal_all()
    wire("L = w x")
    assert predictions.score == "0 right; 2 numbers to go"


def test_an_example_and_another_expression_are_covered_too(
    state: CircuitState, predictions: Predictions, document: CircuitDocument
) -> None:
    predictions.set_on(True)
    predictions.reveal_all()
    document.edit("Wire", parse_expression("L = max(w0, x0) b"))
    assert len(state.covered) == 4
    predictions.reveal_all()
    document.try_out(placed(NEURON), "Sigmoid neuron")
    assert predictions.score == "0 right; 9 numbers to go"
