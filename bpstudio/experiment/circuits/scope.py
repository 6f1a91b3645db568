"""What the words of an expression stand for: the gates wired so far, and their names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bpstudio.engine.flow import GATES, Node
from bpstudio.experiment.circuits.checks import check_room
from bpstudio.experiment.circuits.names import EULER, MAX_NAME, NAME, OUTPUT_NAME, RESERVED
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.experiment.circuits.tokens import Cursor, Token

FUNCTIONS = {
    **{name: name for name, gate in GATES.items() if not gate.is_source and name != "scale"},
    "sigma": "sigmoid",
    "σ": "sigmoid",
    "ln": "log",
}
_INSTEAD = {"e": "e^x or exp(x)", "scale": "2 x for a multiple"}


class Literal(NamedTuple):
    """A number as it is written: a constant, or the k of what it multiplies."""

    value: float


Operand = int | Literal


class Scope:
    """The gates that an expression has wired so far.

    Attributes
    ----------
    nodes
        The gates; the id of one is its place, from 1.
    given
        The names of the inputs whose numbers are written in the text.
    output
        The id of the node that L is; the last value until L is defined.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._names: dict[str, int] = {}
        self._defined: set[str] = set()
        self.nodes: list[Node] = []
        self.given: set[str] = set()
        self.output: int | None = None

    def node(self, gate: str, operands: Sequence[Operand] = (), number: float = 0.0) -> int:
        """Wire a gate and return its id."""
        inputs = tuple(self.wired(operand) for operand in operands)
        try:
            check_room(len(self.nodes) + 1)
        except Refusal as refusal:
            raise self._cursor.fault(refusal.reason) from None
        self.nodes.append(Node(len(self.nodes) + 1, gate, inputs, number))
        return len(self.nodes)

    def wired(self, operand: Operand) -> int:
        """Return the id of what an operand is: a number becomes a constant."""
        if isinstance(operand, Literal):
            return self.node("constant", number=operand.value)
        return operand

    def named(self, token: Token) -> int:
        """Return the id of what a name stands for: an input, where it stands for nothing yet."""
        self.check_name(token)
        if token.text == OUTPUT_NAME and OUTPUT_NAME not in self._names:
            raise self._cursor.fault("L is the output; it is used before it is defined", token)
        return self._names.get(token.text) or self._input(token)

    def define(self, name: Token, meaning: Operand) -> None:
        """Let a name stand for a value: ``a = w x``, ``w = 2``, ``L = a``."""
        if name.text == OUTPUT_NAME:
            self.output = self._names[OUTPUT_NAME] = self.wired(meaning)
        elif isinstance(meaning, Literal):
            self._give(name, meaning.value)
        else:
            self._call(name, meaning)
        self._defined.add(name.text)

    def end_with(self, meaning: Operand) -> None:
        """Let L be a value, unless it is defined."""
        node = self.wired(meaning)
        if OUTPUT_NAME not in self._defined:
            self.output = node

    def check_definable(self, name: Token) -> None:
        """Refuse to define a name twice, or what can be none."""
        self.check_name(name)
        if name.text in self._defined:
            raise self._cursor.fault(f"{name.text} is defined already", name)

    def check_name(self, name: Token) -> None:
        """Refuse what can be no name."""
        self.check_length(name)
        match = NAME.fullmatch(name.text)
        word = match["word"] if match else name.text
        if match and not word.isalpha():
            raise self._cursor.fault(
                "a name is letters with an index behind them, such as w0", name
            )
        if word in FUNCTIONS:
            raise self._cursor.fault(f"{word} is a gate: write {word}(…)", name)
        if word in RESERVED or name.text == EULER:
            raise self._cursor.fault(f"{word} can’t be a name here; write {_INSTEAD[word]}", name)

    def check_length(self, name: Token) -> None:
        """Refuse a name, be it a gate's, that is longer than any can be."""
        if len(name.text) > MAX_NAME:
            raise self._cursor.fault(f"a name has at most {MAX_NAME} characters", name)

    def _give(self, name: Token, value: float) -> None:
        """Give an input its number."""
        node = self._names.get(name.text) or self._input(name)
        self.nodes[node - 1] = replace(self.nodes[node - 1], number=value)
        self.given.add(name.text)
        if self.output is None:
            self.output = node

    def _call(self, name: Token, node: int) -> None:
        if name.text in self._names:
            raise self._cursor.fault(f"{name.text} is used before it is defined", name)
        self._names[name.text] = node
        if not self.nodes[node - 1].name:
            self.nodes[node - 1] = replace(self.nodes[node - 1], name=name.text)
        if OUTPUT_NAME not in self._defined:
            self.output = node

    def _input(self, name: Token) -> int:
        node = self.node("input", number=GATES["input"].first_number)
        self.nodes[node - 1] = replace(self.nodes[node - 1], name=name.text)
        self._names[name.text] = node
        return node
