"""The instructions of both passes and the update, as they are stepped through.

They are made from the engine's own programs. What the engine does in one call and a reader wants
apart is taken apart: dL/dW and dL/db are one product there, the update of all layers one
subtraction; the slopes, which it works out first, belong to the delta that takes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bpstudio.runtime.walking.names import Kind, Name, made_by
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.runtime.walking.words import sentence, takes_gradient_off, update_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.engine.passes import Network
    from bpstudio.engine.program import Instruction
    from bpstudio.engine.rule import Rule
    from bpstudio.runtime.walking.numbers import Numbers

Phase = Literal["forward", "backward", "update"]


@dataclass(frozen=True)
class Part:
    """An array in an equation; `transposed` is how it stands there, `label` what it is called."""

    name: Name
    transposed: bool = False
    label: str = ""

    @property
    def text(self) -> str:
        """How the equation writes it."""
        if self.label:
            return self.label
        if self.name.kind is Kind.PULLED:
            return f"W{self.name.layer + 1}ᵀ δ{self.name.layer + 1}"
        return self.name.text + "ᵀ" * self.transposed


@dataclass(frozen=True)
class WalkStep:
    """One instruction: its equation, what it does in words, its arrays.

    Parameters
    ----------
    phase
        Which of the programs it belongs to.
    layer
        Its layer, from 1; 0 is the input.
    equation, tex
        The equation as plain text and as TeX.
    sentence
        What it does.
    made
        The arrays that it makes.
    line
        The equation once more, in arrays and the signs between them.
    rule
        How the optimizer comes to what an update takes off, where it isn't η times the gradient.
    """

    phase: Phase
    layer: int
    equation: str
    sentence: str
    made: tuple[Name, ...]
    line: tuple[Part | str, ...]
    rule: str = ""

    @property
    def makes(self) -> str:
        """What it makes, as its equation has it at the left: ``"δ2"``."""
        return re.split(" = | ← ", self.equation)[0].strip()

    @property
    def tex(self) -> str:
        """The equation as TeX."""
        return tex_of(self.equation)

    @property
    def rule_tex(self) -> str:
        """The optimizer's rule as TeX."""
        return tex_of(self.rule.replace(",  ", ",\u00a0 "))

    @property
    def names(self) -> Iterator[Name]:
        """The arrays in its line."""
        return (part.name for part in self.line if isinstance(part, Part))


def steps_of(numbers: Numbers) -> tuple[WalkStep, ...]:
    """Return all instructions in their order."""
    made = [_input(numbers)]
    for instruction in numbers.forward:
        made += _steps("forward", instruction, numbers)
    for instruction in numbers.backward:
        made += _steps("backward", instruction, numbers)
    made += [_update(numbers, layer) for layer in range(1, numbers.network.layers + 1)]
    return tuple(made)


def _input(numbers: Numbers) -> WalkStep:
    name = Name(Kind.Z, 0)
    words = sentence(name, numbers)
    return WalkStep("forward", 0, "z0 = x", words, (name,), (Part(name),))


def _steps(phase: Phase, instruction: Instruction, numbers: Numbers) -> Iterator[WalkStep]:
    for equation in re.split(", (?=∂)", instruction.equation):
        name = made_by(equation, instruction.layer)
        if name is not None:
            whole = _of_one(equation) if numbers.batch == 1 else equation
            words, line = sentence(name, numbers), tuple(_line(name, numbers))
            yield WalkStep(phase, instruction.layer, whole, words, (name,), line)


def _of_one(equation: str) -> str:
    """Return the equation for a single sample: no mean, and nothing to add up."""
    return equation.replace("(y − t)/B", "y − t").replace("Σ δ", "δ")


def _line(name: Name, numbers: Numbers) -> list[Part | str]:
    kind, layer = name
    network = numbers.network
    into, part = Name(Kind.Z, layer - 1), Part(name)
    match kind:
        case Kind.A:
            return [
                part,
                "=",
                Part(Name(Kind.W, layer)),
                Part(into),
                "+",
                Part(Name(Kind.B, layer)),
            ]
        case Kind.Z:
            arriving: list[Part | str] = ["+", Part(into)] if network.has_skip(layer) else []
            sign = _function(network.activations[layer - 1].value_equation.format(l=""))
            return [part, "=", sign, Part(Name(Kind.A, layer)), *arriving]
        case Kind.Y:
            sign = "softmax" if network.loss.output == "softmax" else ""
            return [part, "=", sign, Part(Name(Kind.A, layer))]
        case Kind.LOSS:
            return _loss_line(part, numbers)
        case Kind.DW:
            return [part, "=", Part(Name(Kind.DELTA, layer)), Part(into, transposed=True)]
        case Kind.DB:
            sign = "=" if numbers.batch == 1 else "= Σ"
            return [part, sign, Part(Name(Kind.DELTA, layer))]
    return _delta_line(part, numbers)


def _function(equation: str) -> str:
    """Return how f is written before its argument: ``"σ"`` of ``"σ(a)"``, else all with a dot."""
    name, bracket, rest = equation.partition("(")
    if rest == "a)":
        return name
    return re.sub(r"\ba\b", "·", equation) if bracket else ""


def _loss_line(part: Part, numbers: Numbers) -> list[Part | str]:
    layer = numbers.network.layers
    y, t = Part(Name(Kind.Y, layer)), Part(Name(Kind.T, layer))
    mean = "" if numbers.batch == 1 else "1/B "
    if numbers.network.loss.output == "softmax":
        return [part, f"= −{mean}Σ", t, "log", y]
    return [part, f"= {mean}½ Σ (", y, "−", t, ")²"]


def _delta_line(part: Part, numbers: Numbers) -> list[Part | str]:
    network, layer = numbers.network, part.name.layer
    if layer == network.layers:
        signs = ("=", "") if numbers.batch == 1 else ("= (", ") / B")
        y, t = Part(Name(Kind.Y, layer)), Part(Name(Kind.T, layer))
        return [part, signs[0], y, "−", t, *([signs[1]] if signs[1] else [])]
    back, slope = Part(Name(Kind.W, layer + 1), transposed=True), _slope(network, layer)
    behind = Part(Name(Kind.DELTA, layer + 1))
    if network.has_skip(layer + 1):
        dz, handed = Part(Name(Kind.DZ, layer)), Part(Name(Kind.DZ, layer + 1))
        return [part, "= (", back, behind, "+", handed, ") ∘", slope, "=", dz, "∘", slope]
    pulled = Part(Name(Kind.PULLED, layer))
    return [part, "=", back, behind, "∘", slope, "=", pulled, "∘", slope]


def _slope(network: Network, layer: int) -> Part:
    f = f"f{layer}" if network.has_skip(layer) else f"z{layer}"
    equation = network.activations[layer - 1].slope_equation.format(a=f"a{layer}", f=f)
    return Part(Name(Kind.SLOPE, layer), label=equation)


def _update(numbers: Numbers, layer: int) -> WalkStep:
    new = Name(Kind.NEW_W, layer), Name(Kind.NEW_B, layer)
    rule = numbers.rule
    plain = takes_gradient_off(rule)
    taken = (Kind.DW, Kind.DB) if plain else (Kind.CHANGE_W, Kind.CHANGE_B)
    minus = "− η" if plain else "−"
    line: list[Part | str] = []
    for made, old, change in zip(new, (Kind.W, Kind.B), taken, strict=True):
        line += [*([";"] if line else []), Part(made), "=", Part(Name(old, layer)), minus]
        line.append(Part(Name(change, layer)))
    words = update_sentence(rule, numbers.rate, numbers.batch)
    equation = update_equation(rule, layer)
    how = "" if rule.optimizer.is_plain else rule.optimizer.equation
    return WalkStep("update", layer, equation, words, new, tuple(line), how)


def update_equation(rule: Rule, layer: int) -> str:
    """Return how the update of a layer's parameters is written."""
    change = "η ∂L/∂{0}{1}" if takes_gradient_off(rule) else "Δ{0}{1}"
    return ", ".join(f"{of}{layer} ← {of}{layer} − {change.format(of, layer)}" for of in "Wb")


def paths_to_loss(network: Network, layer: int) -> int:
    """Return on how many paths a weight of `layer`, from 1, reaches L.

    From its unit on, each path goes through one unit of every layer that follows: their number is
    the product of the widths. A skip adds a way to the unit straight behind.
    """
    paths = 1
    for place in range(layer + 1, network.layers + 1):
        paths *= network.shape.widths[place] + network.has_skip(place)
    return paths
