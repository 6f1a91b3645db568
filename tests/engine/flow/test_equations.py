"""The rules as equations: with names, with numbers, and whatever is put into them."""

import re
import warnings

import pytest

from bpstudio.engine.flow import GATES, numbers_equation, rule_equation, value_equation

D = r"\frac{\partial L}{\partial %s}"


@pytest.mark.parametrize(
    ("name", "inputs", "slot", "number", "local"),
    [
        ("multiply", ["w_1", "x_1"], 0, "", "x_1"),
        ("multiply", ["a", "b", "c"], 1, "", r"a \, c"),
        ("scale", ["x"], 0, "k", "k"),
        ("sigmoid", ["a"], 0, "", "z (1 - z)"),
        ("tanh", ["a"], 0, "", r"\left(1 - z^2\right)"),
        ("max", ["x", "y"], 0, "", r"\left[x > y\right]"),
        ("max", ["x", "y"], 1, "", r"\left[y \geq x\right]"),
        ("relu", ["a"], 0, "", r"\left[a > 0\right]"),
        ("divide", ["x", "y"], 1, "", r"\left(-\frac{x}{y^2}\right)"),
        ("square", ["x"], 0, "", r"2 \, x"),
        ("exp", ["x"], 0, "", "z"),
        ("log", ["x"], 0, "", r"\frac{1}{x}"),
        ("softmax", ["a_1", "a_2"], 0, "1", "z (1 - z)"),
        ("softmax", ["a_1", "a_2"], 1, "1", r"\left(-z \, y_{2}\right)"),
        ("cross_entropy", ["y_1", "y_2", "t_1", "t_2"], 1, "", r"\left(-\frac{t_2}{y_2}\right)"),
    ],
)
def test_rules_with_names(name, inputs, slot, number, local) -> None:
    rule = rule_equation(GATES[name], inputs, slot, number)
    assert rule == rf"{D % inputs[slot]} = {local} \cdot {D % 'z'}"


def test_unchanged_and_reversed() -> None:
    assert rule_equation(GATES["add"], ["x", "y"], 1) == f"{D % 'y'} = {D % 'z'}"
    assert rule_equation(GATES["subtract"], ["x", "y"], 1) == f"{D % 'y'} = -{D % 'z'}"


@pytest.mark.parametrize(
    ("name", "inputs", "slot", "rest", "equation"),
    [
        (
            "multiply", ["−3.00", "2.00"], 1,
            {"z": "−6.00", "upstream": "0.50", "gradient": "−1.50"},
            r"\left(-3.00\right) \times 0.50 = -1.50",
        ),
        (
            "sigmoid", ["1.00"], 0, {"z": "0.731", "upstream": "−1.00", "gradient": "−0.197"},
            r"0.731 (1 - 0.731) \times \left(-1.00\right) = -0.197",
        ),
        (
            "square", ["−3.00"], 0, {"z": "9.00", "upstream": "0.50", "gradient": "−3.00"},
            r"2 \times \left(-3.00\right) \times 0.50 = -3.00",
        ),
        (
            "softmax", ["0.00", "1.10"], 1,
            {"number": "1", "z": "0.25", "upstream": "2.00", "gradient": "−0.375",
             "slope": "−0.188"},
            r"\left(-0.188\right) \times 2.00 = -0.375",
        ),
    ],
)  # fmt: skip
def test_rules_with_numbers(name, inputs, slot, rest, equation) -> None:
    rest = {"number": "", **rest}
    assert numbers_equation(GATES[name], inputs, slot, **rest) == equation


def test_values() -> None:
    assert value_equation(GATES["multiply"], ["w_1", "x_1"], "", "a") == r"a = w_1 \, x_1"
    assert value_equation(GATES["multiply"], ["−3.00", "2.00"], "", "−6.00") == (
        r"-6.00 = \left(-3.00\right) \times 2.00"
    )
    assert value_equation(GATES["add"], ["x", "−2"], "", "z") == r"z = x + \left(-2\right)"
    assert value_equation(GATES["input"], [], "−1.00", "x") == "x = -1.00"


@pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.name)
def test_all_can_be_set(gate) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ziamath = pytest.importorskip("ziamath")
    count = gate.fewest if gate.most is not None else 4
    for texts in ([f"x_{{{k}}}" for k in range(1, count + 1)], ["−0.50"] * count):
        equations = [value_equation(gate, texts, "1")]
        for slot in sorted({0, count - 1}) if count else ():
            equations.append(rule_equation(gate, texts, slot, "1"))
            numbers = {"number": "1", "z": "0.25", "upstream": "−2", "gradient": "4.5 · 10^{-8}"}
            equations.append(numbers_equation(gate, texts, slot, **numbers))
        for equation in equations:
            assert equation.count("{") == equation.count("}")
            assert len(re.findall(r"\\left", equation)) == len(re.findall(r"\\right", equation))
            assert ziamath.Latex(equation).svg()
