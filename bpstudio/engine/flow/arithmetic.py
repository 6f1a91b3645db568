"""Gates that add, multiply and choose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.engine.flow.gate import Gate, Inputs, Trouble
from bpstudio.engine.flow.tex import base, factor, product, term

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCE = "Its gradient is how much L moves per unit that this value moves."


def _number(inputs: Inputs, number: float) -> float:
    return number


def _no_slopes(inputs: Inputs, number: float, z: float) -> Inputs:
    return ()


def _source(name: str, label: str, symbol: str, first: float) -> Gate:
    return Gate(
        name=name,
        label=label,
        symbol=symbol,
        fewest=0,
        most=0,
        value=_number,
        slopes=_no_slopes,
        formula=lambda texts, number: number,
        local=lambda texts, number, z, slot: "",
        rule=_SOURCE,
        number_name="value",
        first_number=first,
    )


def _others(inputs: Inputs, number: float, z: float) -> Inputs:
    """Return for each input the product of all others; none is divided by, since it may be 0."""
    if len(inputs) == 2:
        return inputs[1], inputs[0]
    before, after = [1.0], [1.0]
    for x in inputs[:-1]:
        before.append(before[-1] * x)
    for x in inputs[:0:-1]:
        after.append(after[-1] * x)
    return tuple(map(float.__mul__, before, reversed(after)))


def _largest(inputs: Inputs) -> int:
    """Return the place of the largest input: by the chapter's x > y, in a tie the last one."""
    largest = 0
    for place, x in enumerate(inputs):
        if not inputs[largest] > x:
            largest = place
    return largest


def _max_slopes(inputs: Inputs, number: float, z: float) -> Inputs:
    largest = _largest(inputs)
    return tuple(1.0 if place == largest else 0.0 for place in range(len(inputs)))


def _max_local(texts: Sequence[str], number: str, z: str, slot: int) -> str:
    if len(texts) > 2:
        return rf"\left[{texts[slot]} = \max\right]"
    relation = r"\geq" if slot else ">"
    return rf"\left[{texts[slot]} {relation} {texts[1 - slot]}\right]"


def _quotient(inputs: Inputs, number: float) -> float:
    x, y = inputs
    if y == 0:
        raise Trouble("Division by 0: the denominator must be another number.")
    return x / y


INPUT = _source("input", "Input", "x", 1.0)

CONSTANT = _source("constant", "Constant", "c", 1.0)

ADD = Gate(
    name="add",
    label="Add",
    symbol="+",
    fewest=2,
    most=None,
    value=lambda inputs, number: math.fsum(inputs) if len(inputs) > 2 else inputs[0] + inputs[1],
    slopes=lambda inputs, number, z: (1.0,) * len(inputs),
    formula=lambda texts, number: " + ".join([texts[0], *map(term, texts[1:])]),
    local=lambda texts, number, z, slot: "1",
    rule="Each input receives the incoming gradient unchanged.",
    local_name="1",
    title="Rule 1, add",
    folds=True,
)

SCALE = Gate(
    name="scale",
    label="Times k",
    symbol="×k",
    fewest=1,
    most=1,
    value=lambda inputs, number: number * inputs[0],
    slopes=lambda inputs, number, z: (number,),
    formula=lambda texts, number: product([number, texts[0]]),
    local=lambda texts, number, z, slot: number,
    rule="The input receives k times the incoming gradient.",
    local_name="k",
    title="Rule 2, times k",
    number_name="k",
    first_number=2.0,
)

MULTIPLY = Gate(
    name="multiply",
    label="Multiply",
    symbol="×",
    fewest=2,
    most=None,
    value=lambda inputs, number: math.prod(inputs),
    slopes=_others,
    formula=lambda texts, number: product(texts),
    local=lambda texts, number, z, slot: (
        product([*texts[:slot], *texts[slot + 1 :]]) if len(texts) > 2 else texts[1 - slot]
    ),
    rule="Each input receives the other input’s value times the incoming gradient.",
    rule_many="Each input receives the product of the other inputs times the incoming gradient.",
    local_name="other value",
    title="Rule 3, multiply",
    folds=True,
)

MAX = Gate(
    name="max",
    label="Max",
    symbol="max",
    fewest=2,
    most=None,
    value=lambda inputs, number: max(inputs),
    slopes=_max_slopes,
    formula=lambda texts, number: rf"\max({', '.join(texts)})",
    local=_max_local,
    rule=(
        "The larger input receives the whole incoming gradient, the other 0. "
        "In a tie x > y fails, and the second receives it."
    ),
    rule_many=(
        "The largest input receives the whole incoming gradient, all others 0. "
        "In a tie the last of the largest receives it."
    ),
    local_name="1 if larger",
    title="Rule 4, max",
    folds=True,
    pick=_largest,
)

SUBTRACT = Gate(
    name="subtract",
    label="Subtract",
    symbol="−",
    fewest=2,
    most=2,
    value=lambda inputs, number: inputs[0] - inputs[1],
    slopes=lambda inputs, number, z: (1.0, -1.0),
    formula=lambda texts, number: f"{texts[0]} - {term(texts[1])}",
    local=lambda texts, number, z, slot: "-1" if slot else "1",
    rule=(
        "The first input receives the incoming gradient unchanged, "
        "the second with its sign reversed."
    ),
    local_name="1 or −1",
)

DIVIDE = Gate(
    name="divide",
    label="Divide",
    symbol="÷",
    fewest=2,
    most=2,
    value=_quotient,
    slopes=lambda inputs, number, z: (1 / inputs[1], -z / inputs[1]),
    formula=lambda texts, number: rf"\frac{{{texts[0]}}}{{{texts[1]}}}",
    local=lambda texts, number, z, slot: (
        rf"-\frac{{{texts[0]}}}{{{base(texts[1])}^2}}" if slot else rf"\frac{{1}}{{{texts[1]}}}"
    ),
    rule="x ÷ y: x receives 1/y times the incoming gradient, y receives −x/y² times it.",
    local_name="1/y or −x/y²",
)

NEGATE = Gate(
    name="negate",
    label="Negate",
    symbol="−x",
    fewest=1,
    most=1,
    value=lambda inputs, number: -inputs[0],
    slopes=lambda inputs, number, z: (-1.0,),
    formula=lambda texts, number: f"-{factor(texts[0])}",
    local=lambda texts, number, z, slot: "-1",
    rule="The input receives the incoming gradient with its sign reversed.",
    local_name="−1",
)
