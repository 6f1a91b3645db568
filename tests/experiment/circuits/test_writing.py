"""Circuits as expressions: what is written is wired the same again, and can be set as TeX."""

import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpstudio.engine.flow import Circuit, Node, backward, forward
from bpstudio.experiment.circuits.edits import rename, set_number
from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.circuits.writing import expression_tex, expression_text
from bpstudio.refusal import Refusal
from tests.experiment.circuits.diagrams import circuits, neuron


@given(st.text("xy2.(+-*/^),;=e\nσ ₁²_", max_size=25) | st.text(max_size=10))
@settings(max_examples=200, deadline=None)
@example("e^e")
def test_any_text_is_wired_or_refused(text: str) -> None:
    try:
        diagram = parse_expression(text)
    except Refusal:
        return
    again = parse_expression(expression_text(diagram.circuit, numbers=True))
    assert output_of(again.circuit) == output_of(diagram.circuit)


def output_of(circuit: Circuit) -> float | None:
    return forward(circuit).values.get(circuit.output)


@given(circuits(15, whole=True))
@settings(max_examples=60, deadline=None)
def test_a_circuit_comes_back_from_its_text(circuit: Circuit) -> None:
    text = expression_text(circuit, numbers=True)
    again = parse_expression(text).circuit
    lead = [node for node in circuit.nodes if node.id in circuit.leading]
    assert gates_of(again.nodes) == gates_of(lead)
    values, back = forward(circuit), forward(again)
    assert back.values.get(again.output) == values.values.get(circuit.output)
    gradients, again_gradients = backward(circuit, values), backward(again, back)
    if gradients.gradients and circuit.incoming:
        found = {n.name: again_gradients.gradients[n.id] for n in again.nodes if n.gate == "input"}
        for node in lead:
            if node.gate == "input" and node.name:
                expected = gradients.gradients[node.id] / circuit.incoming
                assert found[node.name] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def gates_of(nodes) -> list[str]:
    """Return the kinds of gates; a constant that is used twice is written twice."""
    return sorted(node.gate for node in nodes if node.gate != "constant")


@given(circuits(15))
@settings(max_examples=20, deadline=None)
def test_what_is_open_is_a_question(circuit: Circuit) -> None:
    is_open = any(None in circuit.by_id[number].inputs for number in circuit.leading)
    assert ("?" in expression_text(circuit)) == is_open


@pytest.mark.parametrize(
    "text",
    [
        "a / (b c)", "a / (b / c)", "a / b / c", "a * (b / c)", "a * (2 b)", "2 (3 a)", "(2 a) b",
        "-(2 a)", "-(2)", "negate(2)", "multiply(2, a)", "multiply(a, 2)", "multiply(a, b, 2)",
        "a - (b - c)", "a - (b + c)", "a + (b + c)", "add(a, b, c) + a", "(-a)^2", "-a^2",
        "a * (-b)", "(-a) b", "-(a b)", "(a + b)^3", "(-2)^2", "a - (-2)", "a + (-2 b)", "2 * 3",
        "(a^2)^2", "1 / (2 a)", "(a + b) (a - b)", "exp(-a) / a^2", "wide * (a + b)", "-(-a)",
        "-(a + b)",
    ],
)  # fmt: skip
def test_what_is_written_is_wired_the_same(text) -> None:
    circuit = parse_expression(text).circuit
    again = parse_expression(expression_text(circuit)).circuit
    assert [(n.gate, n.inputs, n.number) for n in again.nodes] == [
        (n.gate, n.inputs, n.number) for n in circuit.nodes
    ]


def test_a_circuit_with_very_many_wires_comes_back_too() -> None:
    text = expression_text(parse_expression("x^20" * 500).circuit)  # 20 wires each
    assert len(text) > 32_767  # what a line of text takes, if it isn’t told otherwise
    assert expression_text(parse_expression(text).circuit) == text


def test_a_deep_circuit_comes_back_too() -> None:
    nodes = [Node(0, "input", name="x", number=0.5)]
    nodes += [Node(n, "tanh", (n - 1,)) for n in range(1, 300)]
    circuit = Circuit(tuple(nodes), 299)
    assert output_of(parse_expression(expression_text(circuit, True)).circuit) == output_of(circuit)


def test_tex() -> None:
    tex = expression_tex(neuron()[0].circuit)
    assert tex == (r"L = \sigma\left(w_0 \, x_0 + w_1 \, x_1 + b\right)",)
    shared = parse_expression("q = x + 2 y; L = q^2 / (1 + e^-q)").circuit
    assert expression_tex(shared) == (r"q = x + 2 \, y", r"L = \frac{q^2}{1 + e^{-q}}")


@pytest.fixture(scope="module")
def ziamath():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own, about how it finds its font
        return pytest.importorskip("ziamath")


@given(circuit=circuits(12))
@settings(max_examples=10, deadline=None)
def test_any_tex_can_be_set(ziamath, circuit: Circuit) -> None:
    for line in expression_tex(circuit):
        assert ziamath.Latex(line).svg()


def test_an_unnamed_input_gets_a_name() -> None:
    diagram = placed(Circuit((Node(1, "input"), Node(2, "exp", (1,))), 2))
    assert expression_text(diagram.circuit) == "L = exp(v1)"
    diagram = rename(set_number(diagram, 1, 3), 1, "v1")
    assert expression_text(diagram.circuit, numbers=True) == "v1 = 3; L = exp(v1)"
    assert expression_text(Circuit()) == ""
    assert expression_tex(Circuit()) == ()
