"""Expressions are wired: to the values that Python has, to as few gates as there can be."""

import math

import pytest

from bpstudio.engine.flow import backward, forward
from bpstudio.experiment.circuits.edits import move
from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.writing import expression_text
from tests.experiment.circuits.diagrams import neuron

NUMBERS = {"w": 2.0, "x": -1.5, "y": 3.0, "z": 0.5, "a": -0.25, "b": 4.0}
GIVEN = "; ".join(f"{name} = {number}" for name, number in NUMBERS.items())


def value(text: str) -> float:
    diagram = parse_expression(f"{GIVEN}; L = {text}")
    return forward(diagram.circuit).values[diagram.circuit.output]


def kinds(text: str) -> list[str]:
    return sorted(node.gate for node in parse_expression(text).circuit.nodes)


def test_the_neuron_is_wired() -> None:
    diagram = parse_expression("sigma(w0 x0 + w1 x1 + w2)", neuron()[0])
    circuit = diagram.circuit
    assert sorted(node.gate for node in circuit.nodes) == [
        "add", "add", "input", "input", "input", "input", "input",
        "multiply", "multiply", "sigmoid",
    ]  # fmt: skip
    numbers = {node.name: node.number for node in circuit.nodes if node.gate == "input"}
    assert numbers == {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": 1}, "kept by their names"
    assert circuit.by_id[circuit.output].gate == "sigmoid"
    assert diagram.places.keys() == circuit.by_id.keys()


@pytest.mark.parametrize(
    "text",
    [
        "w x + y", "w*x - y/z", "(w + x) y", "w (x + y)", "w(x + y)", "2(x + y)", "-w x", "-(w x)",
        "w * -x", "-2 x", "-2^2", "2 * 3", "x * 2", "x / 2", "2 / x", "a / b z", "a - b - y",
        "a - (b - y)", "x^2", "x²", "x³", "(x + y)²", "-x²", "w x² y", "2x", "2 x y", "x^1",
        "1e-1 x + .5", "−2·x×y÷z", "exp(-x)", "e^x", "e^-x y", "e^(x + y)", "1/(1 + e^-x)",
        "1/(1 + exp(-x))", "log(b) + ln(y)", "max(w, x, y)", "max(x, 0)", "relu(-x) + relu(x)",
        "tanh(x) - sigmoid(x)", "σ(x)", "sigma(sigma(x))", "square(x + 1)", "--x", "- - 3",
        "add(w, x, y) * multiply(w, x, y)", "divide(w, x) - subtract(w, x) + negate(y)",
        "softmax_2(w, x, y)", "softmax1(w, x)", "cross_entropy(y, b, w, x)", "wx + wx", "w\n+ x",
    ],
)  # fmt: skip
def test_values_are_pythons(text) -> None:
    wx = 1.0  # a name of its own, and an input's first number

    def softmax(k, *logits):
        return math.exp(logits[k - 1]) / sum(map(math.exp, logits))

    names = {
        **NUMBERS, "wx": wx, "exp": math.exp, "log": math.log, "ln": math.log, "tanh": math.tanh,
        "max": max, "relu": lambda x: max(x, 0), "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
        "square": lambda x: x * x, "add": lambda *x: sum(x), "multiply": lambda *x: math.prod(x),
        "divide": lambda x, y: x / y, "subtract": lambda x, y: x - y, "negate": lambda x: -x,
        "softmax_2": lambda *x: softmax(2, *x), "softmax1": lambda *x: softmax(1, *x), "e": math.e,
        "cross_entropy": lambda y, b, s, t: -(s * math.log(y) + t * math.log(b)),
    }  # fmt: skip
    names["sigma"] = names["σ"] = names["sigmoid"]
    assert value(text) == pytest.approx(eval(python(text), names), rel=1e-12)


def python(text: str) -> str:
    """Return the expression as Python has it, rewritten by hand where side by side is times."""
    by_hand = {
        "w x + y": "w*x + y", "(w + x) y": "(w + x)*y", "w (x + y)": "w*(x + y)",
        "w(x + y)": "w*(x + y)", "2(x + y)": "2*(x + y)", "-w x": "-w*x", "-(w x)": "-(w*x)",
        "-2 x": "-2*x", "a / b z": "a/b*z", "w x² y": "w*x**2*y", "2x": "2*x", "2 x y": "2*x*y",
        "1e-1 x + .5": "1e-1*x + .5", "−2·x×y÷z": "-2*x*y/z", "e^-x y": "e**-x*y",
        "w\n+ x": "w + x",
    }  # fmt: skip
    text = by_hand.get(text, text)
    return text.replace("²", "**2").replace("³", "**3").replace("^", "**")


@pytest.mark.parametrize(
    ("text", "gates"),
    [
        ("1/(1 + exp(-x))", ["add", "constant", "constant", "divide", "exp", "input", "negate"]),
        ("2 x", ["input", "scale"]),
        ("x * 2", ["input", "scale"]),
        ("-2 x", ["input", "scale"]),
        ("x + 2", ["add", "constant", "input"]),
        ("x x", ["input", "multiply"]),
        ("x^3", ["input", "multiply"]),
        ("x^2", ["input", "square"]),
        ("q = x + y; L = q q", ["add", "input", "input", "multiply"]),
        ("3", ["constant"]),
        ("x", ["input"]),
    ],
)
def test_what_is_wired(text, gates) -> None:
    assert kinds(text) == gates


def test_a_name_is_one_value() -> None:
    # f = (x + y) x at x = 3, y = 2: df/dx = 8
    diagram = parse_expression("x = 3; y = 2; q = x + y; L = q x")
    circuit = diagram.circuit
    gradients = backward(circuit, forward(circuit)).gradients
    assert {node.name: gradients[node.id] for node in circuit.nodes} == {
        "x": 8, "y": 3, "q": 3, "": 1,
    }  # fmt: skip


def test_lines_and_signs_of_all_kinds() -> None:
    diagram = parse_expression("\na = w·x − b\n\nz = σ(a);\n L = z\n w = 5")
    numbers = {node.name: node.number for node in diagram.circuit.nodes}
    assert numbers["w"] == 5
    assert expression_text(diagram.circuit) == "L = sigma(w x - b)"
    assert diagram.circuit.by_id[diagram.circuit.output].name == "z"


def test_what_is_wired_the_same_stays() -> None:
    diagram, ids = neuron()
    diagram = move(diagram, {ids["z"]: (900.0, 5.0)})
    again = parse_expression("σ(w0 x0 + w1 x1 + b)", diagram)
    assert {node.name for node in again.circuit.nodes} == set(ids)
    assert again.places[again.circuit.output] == (900, 5)
    more = parse_expression("x1 = 7; σ(w0 x0 + w1 x1 + b) + c", diagram)
    by_name = {node.name: node for node in more.circuit.nodes}
    assert (by_name["w0"].number, by_name["x1"].number, by_name["c"].number) == (2, 7, 1)
    assert by_name["z"].gate == "sigmoid"
