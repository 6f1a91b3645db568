"""Gates over classes: one output of a softmax, and the cross-entropy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.engine.flow.gate import Gate, Inputs, Trouble
from bpstudio.engine.flow.tex import base, factor

if TYPE_CHECKING:
    from collections.abc import Sequence


SMALLEST = math.ulp(0.0)


def _shares(logits: Inputs) -> list[float]:
    """Return softmax(a); taking the largest logit off keeps exp finite."""
    largest = max(logits)
    powers = [math.exp(a - largest) for a in logits]
    total = math.fsum(powers)
    return [power / total for power in powers]


def _class(number: float, classes: int) -> int:
    """Return the place, from 0, of the class whose number, from 1, the gate has."""
    if not (number == int(number) and 1 <= number <= classes):
        raise Trouble(f"Softmax has no class {number:g}: there are classes 1 to {classes}.")
    return int(number) - 1


def _softmax(inputs: Inputs, number: float) -> float:
    return _shares(inputs)[_class(number, len(inputs))]


def _softmax_slopes(inputs: Inputs, number: float, z: float) -> Inputs:
    own = _class(number, len(inputs))
    return tuple(z * ((place == own) - share) for place, share in enumerate(_shares(inputs)))


def _softmax_formula(texts: Sequence[str], number: str) -> str:
    return rf"\mathrm{{softmax}}_{{{number}}}({', '.join(texts)})"


def _softmax_local(texts: Sequence[str], number: str, z: str, slot: int) -> str:
    if number == str(slot + 1):
        return f"{z} (1 - {z})"
    return rf"-{factor(z)} \, y_{{{slot + 1}}}"


def _halves(inputs: Inputs) -> tuple[Inputs, Inputs]:
    """Return the outputs y and the targets t."""
    classes, odd = divmod(len(inputs), 2)
    if odd:
        raise Trouble("Cross-entropy needs a target for each output: y₁ … and as many t₁ … .")
    return inputs[:classes], inputs[classes:]


def _cross_entropy(inputs: Inputs, number: float) -> float:
    """Return -sum t log y; an output that is no target may be 0, as 0 log 0 has the limit 0."""
    y, t = _halves(inputs)
    for place, (share, target) in enumerate(zip(y, t, strict=True), start=1):
        if share < 0 or (share == 0 and target):
            raise Trouble(f"Output {place} must be above 0, since its logarithm is taken.")
    return -math.fsum(target * _log(share) for share, target in zip(y, t, strict=True))


def _log(share: float) -> float:
    """Return log y; of a y so small that it has become 0, that of the smallest number above 0."""
    return math.log(share or SMALLEST)


def _cross_entropy_slopes(inputs: Inputs, number: float, z: float) -> Inputs:
    y, t = _halves(inputs)
    outputs = (-target / share if target else 0.0 for share, target in zip(y, t, strict=True))
    return (*outputs, *(-_log(share) for share in y))


def _cross_entropy_formula(texts: Sequence[str], number: str) -> str:
    classes = len(texts) // 2
    terms = (
        rf"{factor(t)} \, \log {base(y)}"
        for y, t in zip(texts[:classes], texts[classes:], strict=False)
    )
    return rf"-\left({' + '.join(terms)}\right)"


def _cross_entropy_local(texts: Sequence[str], number: str, z: str, slot: int) -> str:
    classes = len(texts) // 2
    if slot < classes:
        return rf"-\frac{{{texts[slot + classes]}}}{{{texts[slot]}}}"
    return rf"-\log {base(texts[slot - classes])}"


SOFTMAX = Gate(
    name="softmax",
    label="Softmax",
    symbol="eᵃ/Σ",
    fewest=2,
    most=None,
    value=_softmax,
    slopes=_softmax_slopes,
    formula=_softmax_formula,
    local=_softmax_local,
    rule=(
        "y, the share of one class: its own logit receives y(1 − y) times the incoming gradient, "
        "the logit of class j −y yⱼ times it."
    ),
    local_name="y(1 − y) or −y yⱼ",
    number_name="class",
    first_number=1.0,
    needs_more=True,
)

CROSS_ENTROPY = Gate(
    name="cross_entropy",
    label="Cross-entropy",
    symbol="−Σ",
    fewest=2,
    most=None,
    value=_cross_entropy,
    slopes=_cross_entropy_slopes,
    formula=_cross_entropy_formula,
    local=_cross_entropy_local,
    rule=(
        "Output yₖ receives −tₖ/yₖ times the incoming gradient, "
        "target tₖ receives −log yₖ times it."
    ),
    local_name="−t/y or −log y",
    first_inputs=4,
)
