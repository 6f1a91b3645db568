"""Expressions that are refused: in words, with the column, at once."""

import time

import pytest

from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.tokens import ExpressionFault


def fault(text: str) -> ExpressionFault:
    with pytest.raises(ExpressionFault) as caught:
        parse_expression(text)
    assert str(caught.value).isprintable()
    return caught.value


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
