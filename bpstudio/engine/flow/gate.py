"""What a gate is: a forward value, the local derivatives, and the rule in words and as an equation.

A gate's `number` is its own: an input's or a constant's value, the k of "Times k", the class of a
softmax. Gates without one get 0 and look away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Inputs = tuple[float, ...]

MAX_INPUTS = 1_000  # of one gate: more can't be drawn, and a file can't ask for more
_TOO_LARGE = "The value is too large for a number."


class Trouble(ArithmeticError):
    """A gate has no value for these inputs; the message says why, for the user to read."""


@dataclass(frozen=True)
class Gate:
    """One kind of gate, z = f(x_1, ..., x_n).

    Parameters
    ----------
    name, label, symbol
        As in a file; as in the palette; as on the gate itself.
    fewest, most
        How many inputs it takes; with None, `most` has no bound but `MAX_INPUTS`.
    value
        ``value(inputs, number)`` returns z. It raises `Trouble`, or any other ArithmeticError,
        where there is none.
    slopes
        ``slopes(inputs, number, z)`` returns the local derivatives dz/dx, one an input.
    formula
        ``formula(texts, number)`` writes z in TeX, of the inputs' names or numbers.
    local
        ``local(texts, number, z, slot)`` writes dz/dx of the input at `slot` in TeX, of names or
        of numbers.
    rule
        What the gate does with the gradient that comes in, in a sentence.
    rule_many
        The same for more than two inputs, where that is another sentence.
    local_name
        What the local derivative is, in a word or two: ``"other value"``.
    title
        "Rule 3, multiply" for the five rules of the chapter, which the palette has first.
    number_name
        What its own number is called; empty where it has none.
    first_number, first_inputs
        The number and how many inputs a new gate has.
    folds
        Whether it takes its inputs one by one, however many: with one fewer it is the same.
    needs_more
        Whether `local` names values that are neither an input nor the output.
    pick
        ``pick(inputs)`` tells on which side of a kink the inputs are; None where it has no kink.
    """

    name: str
    label: str
    symbol: str
    fewest: int
    most: int | None
    value: Callable[[Inputs, float], float]
    slopes: Callable[[Inputs, float, float], Inputs]
    formula: Callable[[Sequence[str], str], str]
    local: Callable[[Sequence[str], str, str, int], str]
    rule: str
    rule_many: str = ""
    local_name: str = ""
    title: str = ""
    number_name: str = ""
    first_number: float = 0.0
    first_inputs: int = 0
    folds: bool = False
    needs_more: bool = False
    pick: Callable[[Inputs], int] | None = None

    @property
    def is_source(self) -> bool:
        """Whether it takes no inputs, and its value is its number: an input or a constant."""
        return self.most == 0

    @property
    def has_number(self) -> bool:
        """Whether it has a number of its own."""
        return bool(self.number_name)

    @property
    def can_grow(self) -> bool:
        """Whether it takes more inputs than it must have."""
        return self.most is None

    @property
    def limit(self) -> int:
        """How many inputs it takes at most."""
        return MAX_INPUTS if self.most is None else self.most

    @property
    def takes(self) -> str:
        """How many inputs it takes, in words: ``"1 input"``, ``"2 to 1,000 inputs"``."""
        if self.fewest == self.limit:
            return f"{self.fewest} input" + "s" * (self.fewest != 1)
        return f"{self.fewest} to {self.limit:,} inputs"

    def rule_for(self, inputs: int) -> str:
        """Return the rule in words, for a gate with so many inputs."""
        return self.rule_many if inputs > 2 and self.rule_many else self.rule

    def evaluate(self, inputs: Inputs, number: float) -> float:
        """Return the value, which is finite.

        Raises
        ------
        Trouble
            With the reason in words where there is no value.
        """
        try:
            value = self.value(inputs, number)
        except Trouble:
            raise
        except ArithmeticError:
            raise Trouble(_TOO_LARGE) from None
        if not math.isfinite(value):
            raise Trouble(_TOO_LARGE)
        return value

    def trouble(self, inputs: Inputs, number: float) -> str:
        """Return why there is no value for these inputs, in a sentence; "" where there is one."""
        try:
            self.evaluate(inputs, number)
        except Trouble as trouble:
            return str(trouble)
        return ""
