"""A gate's rule as an equation, in TeX: with names, and with the numbers in it.

Numbers come as texts, so that whoever shows them decides on their digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow.tex import factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.engine.flow.gate import Gate


def value_equation(gate: Gate, inputs: Sequence[str], number: str, z: str = "z") -> str:
    """Return ``z = f(x, y)``, of the inputs' names or numbers."""
    if gate.is_source:
        return f"{_minus(z)} = {_minus(number)}"
    return f"{_minus(z)} = {gate.formula([_minus(text) for text in inputs], _minus(number))}"


def rule_equation(
    gate: Gate, inputs: Sequence[str], slot: int, number: str = "k", z: str = "z"
) -> str:
    r"""Return the backward rule for the input at `slot`, with names.

    ``\frac{\partial L}{\partial x} = y \cdot \frac{\partial L}{\partial z}``: local x upstream.
    """
    local = gate.local(inputs, _minus(number), z, slot)
    upstream = rf"\frac{{\partial L}}{{\partial {z}}}"
    onward = {"1": upstream, "-1": f"-{upstream}"}.get(local)
    return rf"\frac{{\partial L}}{{\partial {inputs[slot]}}} = " + (
        onward or rf"{factor(local)} \cdot {upstream}"
    )


def numbers_equation(
    gate: Gate,
    inputs: Sequence[str],
    slot: int,
    *,
    number: str,
    z: str,
    upstream: str,
    gradient: str,
    slope: str = "",
) -> str:
    r"""Return the rule with the numbers in it: ``-2.00 \times 0.197 = -0.393``.

    `slope` is the local derivative's number, where that isn't to be written of the inputs and the
    output: a gate such as softmax needs more than these, and rounded they may tell another number.
    """
    texts = [_minus(text) for text in inputs]
    local = gate.local(texts, _minus(number), _minus(z), slot)
    local = factor(_minus(slope) or local)
    return rf"{local} \times {factor(_minus(upstream))} = {_minus(gradient)}"


def _minus(text: str) -> str:
    """Return a number as TeX reads it, with an ASCII minus."""
    return text.replace("−", "-")
