"""Parts of equations in TeX, of names or of numbers that are written already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ATOM = re.compile(r"[0-9.]+|\\?[A-Za-z]+(_\{?[A-Za-z0-9]+\}?)?|[^\W\d_](_\{?[A-Za-z0-9]+\}?)?")


def factor(text: str) -> str:
    """Return `text` as it may stand in a product or below a power: in parentheses if need be."""
    return text if _ATOM.fullmatch(text) else rf"\left({text}\right)"


def term(text: str) -> str:
    """Return `text` as it may stand behind a plus or a minus."""
    return rf"\left({text}\right)" if text[:1] in "-−" else text


def product(texts: Iterable[str]) -> str:
    """Return a product; a cross stands before a number, where a space would not do."""
    written = ""
    for text in texts:
        part = factor(text)
        glue = r" \times " if _digits(part) or _digits(written) else r" \, "
        written += (glue if written else "") + part
    return written


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in re.sub(r"_\{?[A-Za-z0-9]+\}?", "", text))
