r"""The part of TeX that equations here are written in, as a tree.

A formula is a list of `Atom`s: a letter, number, sign or command with what stands below and above
it. Commands with arguments keep them as formulas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ARGUMENTS = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "textcolor"), 2),
    **dict.fromkeys(("sqrt", "hat", "bar", "tilde", "vec", "overline", "underbrace"), 1),
    **dict.fromkeys(("text", "mathrm", "mathbf", "mathit", "operatorname"), 1),
}
VERBATIM = ("text", "mathrm", "mathbf", "mathit", "operatorname")
NOTHING = (
    *("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "limits"),
    *(",", ";", ":", "!", " ", "quad", "qquad"),
)
DEEPEST = 5  # groups within groups: what sets them takes about twice as long for each
_GROUPS = re.compile(r"\\(?:(left|begin)|(right|end))(?![a-zA-Z])|\\.|([{])|([}])", re.DOTALL)
_TOKENS = re.compile(r"\\([a-zA-Z]+|.)|(\d[\d\u202f]*(?:\.\d+)?)|\s+|(.)", re.DOTALL)


class NotTex(ValueError):
    """What was read isn't a formula: a brace is missing, or an argument; or it is too deep."""


@dataclass(frozen=True)
class Atom:
    """A piece of a formula.

    Attributes
    ----------
    name
        A letter, a number, a sign; a command with its backslash; "" is a group in braces.
    parts
        The arguments of a command, the inside of a group.
    words
        The text of a command that takes text.
    below, above
        The index and the exponent, None where there is none.
    """

    name: str
    parts: tuple[Formula, ...] = ()
    words: str = ""
    below: Formula | None = None
    above: Formula | None = None


Formula = tuple[Atom, ...]


def parse(tex: str) -> Formula:
    """Return the formula of `tex`.

    Raises
    ------
    NotTex
        When a brace or an argument is missing, or it is nested too deeply.
    """
    if is_too_deep(tex):
        raise NotTex(f"groups in more than {DEEPEST} groups in {tex[:40]!r}")
    return _Reader(tex).whole()


def is_too_deep(tex: str) -> bool:
    r"""Whether there are groups in more than `DEEPEST` groups: it would take seconds, or for ever.

    A group is in braces, between ``\left`` and ``\right``, or between ``\begin`` and ``\end``.
    """
    depth = deepest = 0
    for found in _GROUPS.finditer(tex):
        depth += bool(found[1] or found[3]) - bool(found[2] or found[4])
        deepest = max(deepest, depth)
    return deepest > DEEPEST


class _Reader:
    def __init__(self, tex: str) -> None:
        self._tex = tex
        self._place = 0

    def whole(self) -> Formula:
        read = self._until("")
        if self._peek() is not None:
            raise NotTex(f"a brace too many in {self._tex!r}")
        return read

    def _peek(self) -> str | None:
        """Return the token that comes, without taking it; None at the end."""
        while found := _TOKENS.match(self._tex, self._place):
            if found[0].strip():
                return found[0]
            self._place = found.end()
        return None

    def _take(self) -> str:
        token = self._peek()
        if token is None:
            raise NotTex(f"{self._tex!r} ends too early")
        self._place += len(token)
        return token

    def _until(self, end: str) -> Formula:
        atoms: list[Atom] = []
        while (token := self._peek()) is not None and token not in ("}", end):
            if token in ("^", "_"):
                atoms.append(self._scripts(Atom("")))
            elif token.startswith("\\") and token[1:] in NOTHING:
                self._take()
            else:
                atoms.append(self._scripts(self._atom()))
        return tuple(atoms)

    def _atom(self) -> Atom:
        token = self._take()
        if token == "{":
            return Atom("", (self._rest_of_group(),))
        if token in ("}", "\\"):
            raise NotTex(f"{self._tex!r} has a {token} too many")
        command = token[1:] if token.startswith("\\") else ""
        if command in VERBATIM:
            return Atom(token, words=self._text())
        if command == "textcolor":
            self._text()
            return Atom("", (self._argument(),))
        return Atom(token, tuple(self._argument() for _ in range(ARGUMENTS.get(command, 0))))

    def _argument(self) -> Formula:
        atom = self._atom()
        return atom.parts[0] if atom.name == "" and atom.parts else (atom,)

    def _rest_of_group(self) -> Formula:
        inside = self._until("}")
        self._take()
        return inside

    def _text(self) -> str:
        """Return the argument that comes as it was written."""
        if self._take() != "{" or (end := self._tex.find("}", self._place)) < 0:
            raise NotTex(f"text in braces is missing in {self._tex!r}")
        text = self._tex[self._place : end]
        self._place = end + 1
        return text

    def _scripts(self, atom: Atom) -> Atom:
        below, above = None, None
        while self._peek() in ("^", "_", "'"):
            mark = self._take()
            if mark == "'":
                above = (*(above or ()), Atom(r"\prime"))
            elif mark == "^":
                above = (*(above or ()), *self._argument())
            else:
                below = (*(below or ()), *self._argument())
        return Atom(atom.name, atom.parts, atom.words, below, above)
