"""Every gate against central differences, and where it has no value."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bpstudio.engine.flow import GATES, Gate

GATES_WITH_INPUTS = [gate for gate in GATES.values() if not gate.is_source]
KINK = 1e-2  # so far from a kink a nudge doesn't cross it


@pytest.mark.parametrize("gate", GATES_WITH_INPUTS, ids=lambda gate: gate.name)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_slopes_are_central_differences(gate: Gate, data: st.DataObject) -> None:
    inputs, number = data.draw(arguments(gate))
    slopes = gate.slopes(inputs, number, gate.evaluate(inputs, number))
    assert len(slopes) == len(inputs)
    for slot, slope in enumerate(slopes):
        h = 1e-5 * max(abs(inputs[slot]), 1)
        up, down = (moved(inputs, slot, step) for step in (h, -h))
        assume(gate.pick is None or gate.pick(up) == gate.pick(down))
        difference = (gate.evaluate(up, number) - gate.evaluate(down, number)) / (2 * h)
        scale = max(abs(slope), abs(gate.evaluate(inputs, number)), 1)
        assert abs(slope - difference) < 1e-7 * scale


@st.composite
def arguments(draw: st.DrawFn, gate: Gate) -> tuple[tuple[float, ...], float]:
    count = gate.most or draw(st.integers(gate.fewest, 5))
    positive = gate.name in ("log", "cross_entropy")
    if gate.name == "cross_entropy":
        count = 2 * draw(st.integers(1, 4))
    number = st.floats(0.2, 3) if positive else st.floats(-3, 3)
    inputs = tuple(draw(st.lists(number, min_size=count, max_size=count)))
    if gate.name == "divide":
        assume(abs(inputs[1]) > 0.2)
    own = draw(st.integers(1, count)) if gate.name == "softmax" else draw(st.floats(-3, 3))
    return inputs, float(own)


def moved(inputs: tuple[float, ...], slot: int, h: float) -> tuple[float, ...]:
    return (*inputs[:slot], inputs[slot] + h, *inputs[slot + 1 :])


@pytest.mark.parametrize(
    ("name", "inputs", "number", "value", "slopes"),
    [
        ("add", (3, -4, 2), 0, 1, (1, 1, 1)),
        ("scale", (3,), -2, -6, (-2,)),
        ("multiply", (3, -4), 0, -12, (-4, 3)),
        ("multiply", (3, 0, 2, 5), 0, 0, (0, 30, 0, 0)),
        ("max", (3, 2), 0, 3, (1, 0)),
        ("max", (2, 3), 0, 3, (0, 1)),
        ("max", (3, 3), 0, 3, (0, 1)),  # a tie: x > y fails
        ("max", (3, 1, 3, 2), 0, 3, (0, 0, 1, 0)),
        ("sigmoid", (0,), 0, 0.5, (0.25,)),
        ("sigmoid", (-1e4,), 0, 0, (0,)),
        ("subtract", (3, 5), 0, -2, (1, -1)),
        ("divide", (3, 4), 0, 0.75, (0.25, -3 / 16)),
        ("negate", (3,), 0, -3, (-1,)),
        ("square", (-3,), 0, 9, (-6,)),
        ("exp", (0,), 0, 1, (1,)),
        ("log", (4,), 0, math.log(4), (0.25,)),
        ("tanh", (0,), 0, 0, (1,)),
        ("relu", (2,), 0, 2, (1,)),
        ("relu", (-2,), 0, 0, (0,)),
        ("relu", (0,), 0, 0, (0,)),
        # softmax of (log 1, log 3) is (1/4, 3/4)
        ("softmax", (0, math.log(3)), 2, 0.75, (-3 / 16, 3 / 16)),
        ("softmax", (1000, 0), 1, 1, (0, 0)),
        # -(1 log 1/2 + 0 log 1/4)
        ("cross_entropy", (0.5, 0.25, 1, 0), 0, math.log(2), (-2, 0, math.log(2), math.log(4))),
        # an output that is no target and so small that it has become 0: 0 log 0 has the limit 0,
        # and the smallest number above 0 is 2^-1074
        ("cross_entropy", (1, 0, 1, 0), 0, 0, (-1, 0, 0, 1074 * math.log(2))),
    ],
)
def test_by_hand(name, inputs, number, value, slopes) -> None:
    gate = GATES[name]
    inputs = tuple(map(float, inputs))
    assert gate.evaluate(inputs, number) == pytest.approx(value)
    found = gate.slopes(inputs, number, gate.evaluate(inputs, number))
    assert found == pytest.approx(slopes, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "inputs", "number", "words"),
    [
        ("log", (-1.0,), 0, "logarithm of a negative number"),
        ("log", (0.0,), 0, "logarithm of 0"),
        ("divide", (1.0, 0.0), 0, "Division by 0"),
        ("divide", (1e300, 1e-300), 0, "too large"),
        ("exp", (710.0,), 0, "too large"),
        ("square", (1e200,), 0, "too large"),
        ("multiply", (1e200, 1e200), 0, "too large"),
        ("add", (1.7e308, 1.7e308, 1.0), 0, "too large"),
        ("softmax", (1.0, 2.0), 3, "no class 3"),
        ("softmax", (1.0, 2.0), 1.5, "no class 1.5"),
        ("cross_entropy", (0.5, 0.0, 0.0, 1.0), 0, "Output 2 must be above 0"),
        ("cross_entropy", (0.5, -0.1, 1.0, 0.0), 0, "Output 2 must be above 0"),
        ("cross_entropy", (0.5, 0.5, 1.0), 0, "a target for each output"),
    ],
)
def test_troubles(name, inputs, number, words) -> None:
    assert words in GATES[name].trouble(inputs, number)


def test_sigmoid_keeps_its_digits() -> None:
    # sigma(-40) = e^-40 to the last digits
    assert GATES["sigmoid"].evaluate((-40.0,), 0) == pytest.approx(math.exp(-40), rel=1e-15)


def test_every_gate_is_told() -> None:
    for gate in GATES.values():
        assert gate.rule.endswith(".")
        assert gate.label
        assert gate.symbol
    titled = [gate.title for gate in GATES.values() if gate.title]
    assert [title.partition(",")[0] for title in titled] == [f"Rule {n}" for n in range(1, 6)]


def test_values_are_floats() -> None:
    assert np.isfinite(GATES["multiply"].evaluate((2.0, 3.0, 4.0), 0))
