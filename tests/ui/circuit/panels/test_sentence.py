from collections.abc import Callable

from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.panels.sentence import circuit_sentence, circuit_summary, has_trouble
from bpstudio.ui.circuit.state import CircuitState

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
Wire = Callable[[str], dict[str, int]]


def test_the_largest_gradient_is_named(state: CircuitState) -> None:
    assert circuit_sentence(state) == "Of 5 inputs x₁ moves L most: −0.590 per unit."
    assert circuit_summary(state.circuit) == "5 inputs · 5 gates · float64"


def test_multiply_swaps(state: CircuitState) -> None:
    state.selection.set((P1,))
    assert circuit_sentence(state) == (
        "Multiply swaps its inputs: the larger |w₁| = 3.00 makes x₁ the input that moves L more: "
        "−0.590 per unit."
    )


def test_each_step_is_told(state: CircuitState) -> None:
    state.go_to(0)
    assert circuit_sentence(state).startswith("Before the forward pass")
    state.go_to(2)
    assert circuit_sentence(state) == "Forward: Multiply 6 works out its value, 6.00."
    state.go_to(6)
    assert circuit_sentence(state).startswith("Backward: 1.000 comes in at z. The input receives")


def test_trouble_comes_first(state: CircuitState, wire: Wire) -> None:
    wire("x = -1; L = log(x)")
    assert "The logarithm of a negative number isn’t defined" in circuit_sentence(state)
    assert has_trouble(state)


def test_nothing_yet(state: CircuitState, document: CircuitDocument) -> None:
    document.new()
    assert circuit_sentence(state).startswith("The circuit is empty")
    assert not has_trouble(state)
    assert circuit_summary(state.circuit) == "0 inputs · 0 gates · float64"


def test_no_gradient_no_input(state: CircuitState, wire: Wire) -> None:
    wire("x = -1; L = relu(x)")
    assert circuit_sentence(state) == "No input moves L: all gradients are 0."
    wire("L = exp(2)")
    assert circuit_sentence(state) == "No input leads to L: nothing could be moved."


def test_what_is_to_be_predicted(state: CircuitState, predictions: Predictions) -> None:
    predictions.set_on(True)
    assert circuit_sentence(state) == "9 gradients to predict: type one on its “?”."
