"""How gates are written within an expression: as one types it, and in TeX.

Each part knows how tightly it holds together, so that parentheses stand where they must.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bpstudio.experiment.circuits.names import name_tex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.engine.flow import Node

MAX_TERMS = 4  # of a cross-entropy that are written one by one
SUM, PRODUCT, POWER, ATOM = range(4)  # from loose to tight


class Part(NamedTuple):
    """A written part of an expression, and how tightly it holds together."""

    text: str
    level: int
    is_number: bool = False

    @property
    def begins_with_digit(self) -> bool:
        """Whether a number stands first."""
        return self.text[:1].isdigit() or self.text[:1] == "."


@dataclass(frozen=True)
class Style:
    """A way of writing.

    Parameters
    ----------
    name
        Writes a name.
    gates
        Write a gate from its node and its inputs, by its name; others are written as functions.
    function
        Writes a gate as a function of its inputs.
    """

    name: Callable[[str], str]
    gates: dict[str, Callable[[Node, Sequence[Part], str], Part]]
    function: Callable[[Node, Sequence[Part]], Part]

    def part(
        self, node: Node, name: str, inputs: Sequence[Part], number: Callable[[float], str]
    ) -> Part:
        """Return a node as it stands in an expression."""
        own = number(node.number) if node.kind.has_number else ""
        if node.gate == "input":
            return Part(self.name(name), ATOM)
        if node.gate == "constant":
            return Part(own, ATOM if own[:1] not in "-−" else SUM, is_number=True)
        write = self.gates.get(node.gate)
        return write(node, inputs, own) if write else self.function(node, inputs)


def _held(part: Part, level: int) -> str:
    """Return a part as it stands where at least this `level` is needed."""
    return part.text if part.level >= level else f"({part.text})"


def _tex_held(part: Part, level: int) -> str:
    return part.text if part.level >= level else rf"\left({part.text}\right)"


# as one types it


def _text_function(node: Node, inputs: Sequence[Part]) -> Part:
    name = {"sigmoid": "sigma", "softmax": f"softmax_{node.number:.0f}"}.get(node.gate, node.gate)
    return Part(f"{name}({', '.join(part.text for part in inputs)})", ATOM)


def _text_sum(node: Node, inputs: Sequence[Part], own: str) -> Part:
    if len(inputs) > 2:
        return _text_function(node, inputs)
    mark = "+" if node.gate == "add" else "-"
    return Part(f"{inputs[0].text} {mark} {_held(inputs[1], PRODUCT)}", SUM)


def _text_product(node: Node, inputs: Sequence[Part], own: str) -> Part:
    if len(set(node.inputs)) == 1 and 3 <= len(inputs) <= 9:
        return Part(f"{_held(inputs[0], ATOM)}^{len(inputs)}", POWER)
    if len(inputs) > 2 or any(part.is_number for part in inputs):
        return _text_function(node, inputs)
    return Part(_side_by_side(_held(inputs[0], PRODUCT), _held(inputs[1], POWER)), PRODUCT)


def _side_by_side(left: str, right: str) -> str:
    return f"{left} * {right}" if right[0] in "(0123456789.?" else f"{left} {right}"


def _text_scale(node: Node, inputs: Sequence[Part], own: str) -> Part:
    text = _side_by_side(own, _held(inputs[0], POWER))
    return Part(text, SUM if own[:1] == "-" else PRODUCT)


def _text_quotient(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(f"{_held(inputs[0], PRODUCT)} / {_held(inputs[1], POWER)}", PRODUCT)


def _text_negative(node: Node, inputs: Sequence[Part], own: str) -> Part:
    part = inputs[0]
    level = ATOM + 1 if part.begins_with_digit else PRODUCT  # -2 would be a number
    return Part(f"-{_held(part, level)}", SUM)


def _text_square(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(f"{_held(inputs[0], ATOM)}^2", POWER)


# in TeX


def _tex_function(node: Node, inputs: Sequence[Part]) -> Part:
    name = _TEX_NAMES.get(node.gate, rf"\mathrm{{{node.gate}}}")
    if node.gate == "softmax":
        name += f"_{{{node.number:.0f}}}"
    return Part(rf"{name}\left({', '.join(part.text for part in inputs)}\right)", ATOM)


_TEX_NAMES = {
    "sigmoid": r"\sigma",
    "log": r"\log",
    "tanh": r"\tanh",
    "max": r"\max",
}


def _tex_sum(node: Node, inputs: Sequence[Part], own: str) -> Part:
    first, *others = inputs
    level = SUM if node.gate == "add" else PRODUCT
    mark = "+" if node.gate == "add" else "-"
    terms = [_tex_held(part, PRODUCT if part.text[:1] in "-−" else level) for part in others]
    return Part(f" {mark} ".join([first.text, *terms]), SUM)


def _tex_product(node: Node, inputs: Sequence[Part], own: str) -> Part:
    if len(set(node.inputs)) == 1 and len(inputs) > 2:
        return Part(f"{_tex_held(inputs[0], ATOM)}^{{{len(inputs)}}}", POWER)
    held = [_tex_held(part, PRODUCT) for part in inputs]
    text = held[0]
    for part, written in zip(inputs[1:], held[1:], strict=True):
        text += (r" \times " if part.begins_with_digit else r" \, ") + written
    return Part(text, PRODUCT)


def _tex_scale(node: Node, inputs: Sequence[Part], own: str) -> Part:
    glue = r" \times " if inputs[0].begins_with_digit else r" \, "
    return Part(f"{own}{glue}{_tex_held(inputs[0], PRODUCT)}", SUM if own[:1] in "-−" else 1)


def _tex_quotient(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(rf"\frac{{{inputs[0].text}}}{{{inputs[1].text}}}", PRODUCT)


def _tex_negative(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(f"-{_tex_held(inputs[0], PRODUCT)}", SUM)


def _tex_square(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(f"{_tex_held(inputs[0], ATOM)}^2", POWER)


def _tex_cross_entropy(node: Node, inputs: Sequence[Part], own: str) -> Part:
    classes = len(inputs) // 2
    if classes > MAX_TERMS:
        return Part(rf"-\sum_{{k=1}}^{{{classes}}} t_k \, \log y_k", SUM)
    terms = [
        rf"{_tex_held(t, PRODUCT)} \, {_log(_tex_held(y, ATOM))}"
        for y, t in zip(inputs[:classes], inputs[classes:], strict=False)
    ]
    return Part(f"-{terms[0]}" if classes == 1 else rf"-\left({' + '.join(terms)}\right)", SUM)


def _log(text: str) -> str:
    """Return the logarithm, kept apart from another function's name."""
    return rf"\log \, {text}" if text.startswith(r"\mathrm") else rf"\log {text}"


def _tex_exp(node: Node, inputs: Sequence[Part], own: str) -> Part:
    return Part(f"e^{{{inputs[0].text}}}", POWER)


STYLES = {
    "text": Style(
        name=str,
        gates={
            "add": _text_sum,
            "subtract": _text_sum,
            "multiply": _text_product,
            "scale": _text_scale,
            "divide": _text_quotient,
            "negate": _text_negative,
            "square": _text_square,
        },
        function=_text_function,
    ),
    "tex": Style(
        name=name_tex,
        gates={
            "add": _tex_sum,
            "subtract": _tex_sum,
            "multiply": _tex_product,
            "scale": _tex_scale,
            "divide": _tex_quotient,
            "negate": _tex_negative,
            "square": _tex_square,
            "exp": _tex_exp,
            "cross_entropy": _tex_cross_entropy,
        },
        function=_tex_function,
    ),
}
