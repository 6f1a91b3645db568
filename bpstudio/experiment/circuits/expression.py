"""From a text to a circuit: ``sigma(w0 x0 + w1 x1 + b)`` is wired gate by gate as it is read.

    text       statement { ";" statement }
    statement  [ name "=" ] sum
    sum        [ "-" ] product { ("+" | "-") product }
    product    factor { [ "*" | "/" ] factor }          what stands side by side is multiplied
    factor     "-" factor  |  atom [ "^" whole number ]  |  "e" "^" factor
    atom       number  |  name  |  gate "(" sum { "," sum } ")"  |  "(" sum ")"

Names are inputs, or what a statement before has defined; ``L = ...`` is the output, else the last
statement is. ``w = 2`` gives an input its number. A number that multiplies is the k of "Times k",
any other a constant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import GATES, Circuit
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.kept import as_before
from bpstudio.experiment.circuits.names import EULER, NAME
from bpstudio.experiment.circuits.scope import FUNCTIONS, Literal, Scope
from bpstudio.experiment.circuits.tokens import Cursor
from bpstudio.experiment.spec import MAX_NUMBER

if TYPE_CHECKING:
    from bpstudio.experiment.circuits.scope import Operand
    from bpstudio.experiment.circuits.tokens import Token

MAX_POWER = 20
_KNOWN = "sigma, exp, log, tanh, relu, max, square, softmax_1, cross_entropy"
_MISSING = "something is missing here"


def parse_expression(text: str, before: Diagram | None = None) -> Diagram:
    """Return the diagram that an expression describes.

    Parameters
    ----------
    before
        What was there: its inputs' numbers stay by their names, and so does what is wired the
        same.

    Raises
    ------
    ExpressionFault
        With the column of what can't be understood.
    """
    cursor = Cursor(text)
    scope = Scope(cursor)
    first = cursor.next
    _Parser(cursor, scope).statements()
    if scope.output is None:
        raise cursor.fault("there is nothing to wire; try w x + b", first)
    circuit = Circuit(tuple(scope.nodes), scope.output)
    return as_before(circuit, scope.given, before or Diagram())


class _Parser:
    """Reads the words one after the other, and wires what they say."""

    def __init__(self, cursor: Cursor, scope: Scope) -> None:
        self._cursor = cursor
        self._scope = scope

    def statements(self) -> None:
        """Read all statements."""
        unnamed = None
        while self._cursor.next.kind != "stop":
            if self._cursor.next.kind == "end":
                self._cursor.take()
                continue
            if unnamed is not None:
                reason = "only the last part may go without a name: write a = … before this one"
                raise self._cursor.fault(reason, unnamed)
            unnamed = self._statement()
            if self._cursor.next.kind not in ("end", "stop"):
                raise self._cursor.fault(self._unexpected())

    def _statement(self) -> Token | None:
        """Read a statement; return its first word if it gives no name."""
        first, second = self._cursor.next, self._cursor.ahead(1)
        if first.kind == "name" and second.kind == "mark" and second.text == "=":
            self._scope.check_definable(first)
            self._cursor.take()
            self._cursor.take()
            self._scope.define(first, self._sum())
            return None
        self._scope.end_with(self._sum())
        return first

    def _sum(self) -> Operand:
        with self._cursor.deeper():
            total = self._term()
            while self._cursor.is_at("+", "-"):
                gate = "add" if self._cursor.take().text == "+" else "subtract"
                total = self._scope.node(gate, [total, self._product()])
        return total

    def _term(self) -> Operand:
        """Read the first term of a sum, which may have a sign."""
        if not self._cursor.is_at("-"):
            return self._product()
        if self._cursor.ahead(1).kind == "number":
            return self._product()  # the sign is the number's
        self._cursor.take()
        return self._scope.node("negate", [self._product()])

    def _product(self) -> Operand:
        left = self._factor()
        while True:
            if self._cursor.is_at("/"):
                self._cursor.take()
                left = self._scope.node("divide", [left, self._factor()])
            elif self._cursor.is_at("*"):
                self._cursor.take()
                left = self._times(left, self._factor())
            elif self._cursor.next.kind == "name" or self._cursor.is_at("("):
                left = self._times(left, self._factor())
            else:
                return left

    def _times(self, left: Operand, right: Operand) -> Operand:
        if isinstance(left, Literal):
            return self._scope.node("scale", [right], left.value)
        if isinstance(right, Literal):
            return self._scope.node("scale", [left], right.value)
        return self._scope.node("multiply", [left, right])

    def _factor(self) -> Operand:
        if self._cursor.is_at("-"):
            return self._negative()
        if self._cursor.next.kind == "name" and self._cursor.next.text == EULER:
            return self._exponential()
        base = self._atom()
        if not self._cursor.is_at("^"):
            return base
        self._cursor.take()
        power = self._power()
        if self._cursor.is_at("^"):
            raise self._cursor.fault("a power of a power needs parentheses")
        if power == 1:
            return base
        if power == 2:
            return self._scope.node("square", [base])
        return self._scope.node("multiply", [self._scope.wired(base)] * power)

    def _negative(self) -> Operand:
        with self._cursor.deeper():
            self._cursor.take()
            meaning = self._factor()
        if isinstance(meaning, Literal):
            return Literal(-meaning.value)
        return self._scope.node("negate", [meaning])

    def _exponential(self) -> Operand:
        name = self._cursor.take()
        if not self._cursor.is_at("^"):
            raise self._cursor.fault("e stands before a power: e^x, or exp(x)", name)
        with self._cursor.deeper():
            self._cursor.take()
            return self._scope.node("exp", [self._factor()])

    def _power(self) -> int:
        token = self._cursor.take()
        if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 2:
            power = int(token.text)
            if 1 <= power <= MAX_POWER:
                return power
        raise self._cursor.fault(
            f"a power must be a whole number from 1 to {MAX_POWER}; use 1/x, or exp(x)", token
        )

    def _atom(self) -> Operand:
        token = self._cursor.take()
        if token.kind == "number":
            return self._literal(token)
        if token.kind == "name":
            return self._named(token)
        if token.kind == "mark" and token.text == "(":
            meaning = self._sum()
            self._cursor.close(token)
            return meaning
        raise self._cursor.fault(
            _MISSING if token.kind in ("stop", "end") else _misplaced(token), token
        )

    def _literal(self, token: Token) -> Literal:
        value = float(token.text)
        if not abs(value) <= MAX_NUMBER:
            raise self._cursor.fault(f"a number must be at most {MAX_NUMBER:g} in size", token)
        return Literal(value)

    def _named(self, token: Token) -> Operand:
        self._scope.check_length(token)
        match = NAME.fullmatch(token.text)
        word, index = (match["word"], match["index"]) if match else (token.text, "")
        if word in FUNCTIONS and self._cursor.is_at("("):
            return self._call(token, FUNCTIONS[word], index.strip("_"))
        self._scope.check_name(token)
        if self._cursor.is_at("(") and len(word) > 1:
            reason = (
                f"there is no gate {word}; there are {_KNOWN}. For a product write {word} * (…)"
            )
            raise self._cursor.fault(reason, token)
        return self._scope.named(token)

    def _call(self, token: Token, gate: str, index: str) -> Operand:
        opened = self._cursor.take()
        arguments = [self._sum()]
        while self._cursor.is_at(","):
            self._cursor.take()
            arguments.append(self._sum())
        self._cursor.close(opened)
        self._check_count(token, gate, len(arguments))
        number = self._class(token, index, len(arguments)) if gate == "softmax" else 0.0
        if index and gate != "softmax":
            raise self._cursor.fault(f"{token.text} is no gate", token)
        return self._scope.node(gate, arguments, number)

    def _check_count(self, token: Token, gate: str, count: int) -> None:
        kind = GATES[gate]
        if not kind.fewest <= count <= kind.limit:
            needed = "" if kind.fewest == kind.limit else "at least "
            values = "value" if kind.fewest == kind.limit == 1 else "values"
            reason = f"{token.text} takes {needed}{kind.fewest} {values}, not {count:,}"
            raise self._cursor.fault(reason, token)
        if gate == "cross_entropy" and count % 2:
            raise self._cursor.fault(f"{token.text} needs a target for each output: y1, t1", token)

    def _class(self, token: Token, index: str, classes: int) -> float:
        if index.isdecimal() and len(index) <= 4 and 1 <= int(index) <= classes:
            return float(index)
        reason = f"which class? Write softmax_1(…) to softmax_{classes}(…)"
        raise self._cursor.fault(reason, token)

    def _unexpected(self) -> str:
        token = self._cursor.next
        if token.kind == "number":
            return "a number can’t follow here; write * before it for a product"
        if token.text == "=":
            return "“=” stands behind one name alone: a = w x + b"
        if token.text == ")":
            return "“)” without a “(”"
        return _misplaced(token)


def _misplaced(token: Token) -> str:
    return f"“{token.text}” can’t stand here"
