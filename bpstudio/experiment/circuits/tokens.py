"""The words of an expression, one after the other: numbers, names, marks, with their columns."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from bpstudio.experiment.circuits.names import LETTER, canonical
from bpstudio.experiment.fields import shown
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 200_000  # characters: more than the text of the largest circuit has
MAX_DEPTH = 60  # of parentheses

_TOKEN = re.compile(
    r"(?P<space>[^\S\n]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>cross_entropy|{LETTER}+[0-9₀-₉]*(?:_[0-9]+)*)"
    r"|(?P<end>[;\n])"
    r"|(?P<mark>[-+*/^(),=])"
)
_SAME = str.maketrans("−–·×⋅∗÷∕", "--****//")
_RAISED = {"²": "2", "³": "3"}


class ExpressionFault(Refusal):
    """An expression that can't be wired; `at` is the place in the text, from 0."""

    def __init__(self, text: str, at: int, reason: str) -> None:
        before = text[:at]
        column = f"column {at - before.rfind(chr(10))}"
        lines = before.count("\n") + 1
        super().__init__(f"line {lines}, {column}" if "\n" in text else column, reason)
        self.at = at


class Token(NamedTuple):
    """A word of an expression.

    Parameters
    ----------
    kind
        "number", "name", "mark", "end" (of a statement) or "stop" (of the text).
    text
        As it is understood: names as they are kept, marks in ASCII.
    at
        Where it begins in the text, from 0.
    """

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """Return the words of an expression, a "stop" last.

    Raises
    ------
    ExpressionFault
        At a character that means nothing, or when the text is too long.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(text[:1], 0, f"the text has over {MAX_LENGTH:,} characters")
    read = [*_read(text), Token("stop", "", len(text))]
    return [token for place, token in enumerate(read) if not _goes_on(read, place)]


def _goes_on(read: list[Token], place: int) -> bool:
    """Whether a line's end is none: an operator before or behind it wants more."""
    if read[place].text != "\n":
        return False
    before = read[place - 1] if place else read[place]
    return before.text in _WANTS_AFTER or read[place + 1].text in _WANTS_BEFORE


_WANTS_AFTER, _WANTS_BEFORE = (*"+-*/^(,=",), (*"+-*/^),=",)


def _read(text: str) -> Iterator[Token]:
    plain, at = text.translate(_SAME), 0
    while at < len(plain):
        if power := _RAISED.get(plain[at]):
            yield Token("mark", "^", at)
            yield Token("number", power, at)
            at += 1
            continue
        match = _TOKEN.match(plain, at)
        kind, word = (str(match.lastgroup), match[0]) if match else ("none", plain[at])
        if kind == "none" or (kind == "name" and not canonical(word)[:1].isalpha()):
            sign = f"“{text[at]}”" if text[at].isprintable() else shown(text[at])
            raise ExpressionFault(text, at, f"{sign} can’t stand in an expression")
        if kind != "space":
            yield Token(kind, canonical(word) if kind == "name" else word, at)
        at += len(word)


class Cursor:
    """Goes through the words of an expression."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> Token:
        """The word that comes next."""
        return self._tokens[self._at]

    def ahead(self, places: int) -> Token:
        """Return the word so many places after the next."""
        return self._tokens[min(self._at + places, len(self._tokens) - 1)]

    def is_at(self, *marks: str) -> bool:
        """Whether one of these marks comes next."""
        return self.next.kind == "mark" and self.next.text in marks

    def take(self) -> Token:
        """Return the next word and go on."""
        token = self.next
        self._at += token.kind != "stop"
        return token

    def close(self, opened: Token) -> None:
        """Take the parenthesis that closes the one that was `opened`."""
        if not self.is_at(")"):
            column = opened.at - self._text.rfind("\n", 0, opened.at)
            raise self.fault(f"“)” is missing for the “(” in column {column}, or an operator")
        self.take()

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count how deep parentheses, signs and powers are nested, and refuse what is too deep."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            reason = f"nested more than {MAX_DEPTH} deep; give a part a name: a = …; L = … a …"
            raise self.fault(reason)
        yield
        self._depth -= 1

    def fault(self, reason: str, token: Token | None = None) -> ExpressionFault:
        """Return the fault at a word; the next one where left out."""
        return ExpressionFault(self._text, (token or self.next).at, reason)
