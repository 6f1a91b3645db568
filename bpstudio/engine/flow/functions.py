"""Gates of one input: squares, exponentials, activations."""

from __future__ import annotations

import math

from bpstudio.engine.flow.gate import Gate, Inputs, Trouble
from bpstudio.engine.flow.tex import base, product


def sigmoid(x: float) -> float:
    """Return 1/(1 + e^-x), without overflow at either end."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def _log(inputs: Inputs, number: float) -> float:
    (x,) = inputs
    if x <= 0:
        what = "0" if x == 0 else "a negative number"
        raise Trouble(f"The logarithm of {what} isn’t defined: the input must be above 0.")
    return math.log(x)


def _exp(inputs: Inputs, number: float) -> float:
    try:
        return math.exp(inputs[0])
    except OverflowError:
        raise Trouble("eˣ is too large for a number: the input must be below 709.") from None


SIGMOID = Gate(
    name="sigmoid",
    label="Sigmoid",
    symbol="σ",
    fewest=1,
    most=1,
    value=lambda inputs, number: sigmoid(inputs[0]),
    slopes=lambda inputs, number, z: (z * (1 - z),),
    formula=lambda texts, number: rf"\sigma({texts[0]})",
    local=lambda texts, number, z, slot: f"{z} (1 - {z})",
    rule="The input receives z(1 − z) times the incoming gradient, z being the output.",
    local_name="z(1 − z)",
    title="Rule 5, sigmoid",
)

SQUARE = Gate(
    name="square",
    label="Square",
    symbol="x²",
    fewest=1,
    most=1,
    value=lambda inputs, number: inputs[0] * inputs[0],
    slopes=lambda inputs, number, z: (2 * inputs[0],),
    formula=lambda texts, number: f"{base(texts[0])}^2",
    local=lambda texts, number, z, slot: product(["2", texts[0]]),
    rule="The input receives twice its value times the incoming gradient.",
    local_name="2x",
)

EXP = Gate(
    name="exp",
    label="Exp",
    symbol="eˣ",
    fewest=1,
    most=1,
    value=_exp,
    slopes=lambda inputs, number, z: (z,),
    formula=lambda texts, number: f"e^{{{texts[0]}}}",
    local=lambda texts, number, z, slot: z,
    rule="The input receives the output eˣ times the incoming gradient.",
    local_name="output",
)

LOG = Gate(
    name="log",
    label="Log",
    symbol="log",
    fewest=1,
    most=1,
    value=_log,
    slopes=lambda inputs, number, z: (1 / inputs[0],),
    formula=lambda texts, number: rf"\log {base(texts[0])}",
    local=lambda texts, number, z, slot: rf"\frac{{1}}{{{texts[0]}}}",
    rule="The input receives the incoming gradient divided by its value.",
    local_name="1/x",
)

TANH = Gate(
    name="tanh",
    label="Tanh",
    symbol="tanh",
    fewest=1,
    most=1,
    value=lambda inputs, number: math.tanh(inputs[0]),
    slopes=lambda inputs, number, z: ((1 - z) * (1 + z),),
    formula=lambda texts, number: rf"\tanh({texts[0]})",
    local=lambda texts, number, z, slot: f"1 - {base(z)}^2",
    rule="The input receives 1 − z² times the incoming gradient, z being the output.",
    local_name="1 − z²",
)

RELU = Gate(
    name="relu",
    label="ReLU",
    symbol="relu",
    fewest=1,
    most=1,
    value=lambda inputs, number: max(inputs[0], 0.0),
    slopes=lambda inputs, number, z: (1.0 if inputs[0] > 0 else 0.0,),
    formula=lambda texts, number: rf"\mathrm{{relu}}({texts[0]})",
    local=lambda texts, number, z, slot: rf"\left[{texts[0]} > 0\right]",
    rule="The input receives the incoming gradient if it is above 0, otherwise 0.",
    local_name="1 if above 0",
    pick=lambda inputs: int(inputs[0] > 0),
)
