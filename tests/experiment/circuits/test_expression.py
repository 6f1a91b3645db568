"""Expressions: what is wired, what is written, what is refused with its column."""

import math
import time
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpstudio.engine.flow import Circuit, Node, backward, forward
from bpstudio.experiment.circuits.edits import move, rename, set_number
from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.circuits.tokens import ExpressionFault
from bpstudio.experiment.circuits.writing import expression_tex, expression_text
from bpstudio.refusal import Refusal
from tests.experiment.circuits.diagrams import circuits, neuron

NUMBERS = {"w": 2.0, "x": -1.5, "y": 3.0, "z": 0.5, "a": -0.25, "b": 4.0}
GIVEN = "; ".join(f"{name} = {number}" for name, number in NUMBERS.items())


def value(text: str) -> float:
    diagram = parse_expression(f"{GIVEN}; L = {text}")
    return forward(diagram.circuit).values[diagram.circuit.output]


def kinds(text: str) -> list[str]:
    return sorted(node.gate for node in parse_expression(text).circuit.nodes)


def fault(text: str) -> ExpressionFault:
    with pytest.raises(ExpressionFault) as caught:
        parse_expression(text)
    assert str(caught.value).isprintable()
    return caught.value


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


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "there is nothing to wire"),
        (" ; ", 2, "there is nothing to wire"),
        ("w0 $ x", 4, "“$” can’t stand"),
        ("x ½", 3, "“½” can’t stand"),
        ("x½", 1, "a name is letters"),
        ("x \x00", 3, "'\\x00' can’t stand"),
        ("x \ud800", 3, "'\\ud800' can’t stand"),
        ("sigma(", 7, "something is missing here"),
        ("x + ", 5, "something is missing here"),
        ("+ x", 1, "“+” can’t stand here"),
        ("x * / y", 5, "“/” can’t stand here"),
        ("2 3", 3, "a number can’t follow"),
        ("x 3", 3, "a number can’t follow"),
        ("foo(x)", 1, "there is no gate foo"),
        ("y + sigma", 5, "sigma is a gate: write sigma(…)"),
        ("scale(2, x)", 1, "scale can’t be a name here; write 2 x"),
        ("sigma(x, y)", 1, "sigma takes 1 value, not 2"),
        ("max(x)", 1, "max takes at least 2 values, not 1"),
        ("y + subtract(x)", 5, "subtract takes 2 values, not 1"),
        ("cross_entropy(x, y, z)", 1, "cross_entropy needs a target"),
        ("softmax(x, y)", 1, "which class? Write softmax_1(…) to softmax_2(…)"),
        ("softmax_3(x, y)", 1, "which class?"),
        ("max2(x, y)", 1, "max2 is no gate"),
        ("((x)", 5, "“)” is missing for the “(” in column 1"),
        ("(x 2)", 4, "“)” is missing"),
        ("x)", 2, "“)” without a “(”"),
        ("x, y", 2, "“,” can’t stand here"),
        ("a = b = c", 7, "“=” stands behind one name"),
        ("2 = x", 3, "“=” stands behind"),
        ("x^-1", 3, "a power must be a whole number"),
        ("x^0.5", 3, "a power must be"),
        ("x^99", 3, "a power must be"),
        ("x^2^2", 4, "a power of a power"),
        ("e", 1, "e stands before a power"),
        ("1e40 x", 1, "a number must be at most 1e+30"),
        ("x + 1e999", 5, "a number must be at most"),
        ("z = a; a = 2 x", 8, "a is used before it is defined"),
        ("a = a + 1", 1, "a is used before it is defined"),
        ("a = 1; a = 2", 8, "a is defined already"),
        ("L = x; L = y", 8, "L is defined already"),
        ("L + 1", 1, "L is the output"),
        ("sigma = 3", 1, "sigma is a gate"),
        ("x; y", 1, "only the last part may go without a name"),
        ("w" * 25, 1, "a name has at most 24"),
    ],
)
def test_faults_name_the_column(text, column, words) -> None:
    found = fault(text)
    assert found.place == f"column {column}"
    assert found.at == column - 1
    assert found.reason.startswith(words)


def test_a_fault_in_a_later_line() -> None:
    assert fault("a = w x\nL = sigma(a").place == "line 2, column 12"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 9_000 + "x" + ")" * 9_000,
        "-" * 15_000 + "x",
        "x * " + "-" * 15_000 + "x",
        "e^" * 9_000 + "x",
        "sigma(" * 3_000 + "x" + ")" * 3_000,
        "x^2" * 6_000,
        "x" * 20_000,
        "x " * 9_000,
        "x+" * 9_999 + "x",
        "9" * 19_000,
        "x_1" + "_1" * 9_000,
        "max(" + "x," * 9_000 + "x)",
        "a = x;" * 3_000,
        "\n" * 20_000,
        "x" + "\n" * 19_000 + "+ y + (",
        "x * y + " * 5_000 + "z",
        "softmax_" + "9" * 1_000 + "(x, y)",
    ],
    ids=lambda text: text[:8].encode("unicode-escape").decode(),
)
def test_hostile_expressions_are_refused_at_once(text) -> None:
    start = time.process_time()
    assert len(str(fault(text))) < 200
    assert time.process_time() - start < 1


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


def test_an_unnamed_input_gets_a_name() -> None:
    diagram = placed(Circuit((Node(1, "input"), Node(2, "exp", (1,))), 2))
    assert expression_text(diagram.circuit) == "L = exp(v1)"
    diagram = rename(set_number(diagram, 1, 3), 1, "v1")
    assert expression_text(diagram.circuit, numbers=True) == "v1 = 3; L = exp(v1)"
    assert expression_text(Circuit()) == ""
    assert expression_tex(Circuit()) == ()
