"""Parts of equations in TeX, of names or of numbers that are written already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUS = "−"
_INDEX = r"(?:_(?:\w|\{[\w,]+\}))?"
_ATOM = re.compile(rf"[0-9.]+|\\?[^\W\d_]+{_INDEX}|\\mathrm\{{[^\W\d_]+\}}{_INDEX}")


def factor(text: str) -> str:
    """Return `text` as it may stand in a product: a sum or a negative number in parentheses."""
    return rf"\left({text}\right)" if _is_sum(text) else text


def base(text: str) -> str:
    """Return `text` as it may stand below a power or behind a function: alone or in parentheses."""
    return text if _ATOM.fullmatch(text) else rf"\left({text}\right)"


def term(text: str) -> str:
    """Return `text` as it may stand behind a plus or a minus."""
    return rf"\left({text}\right)" if text[:1] in ("-", MINUS) else text


def product(texts: Iterable[str]) -> str:
    """Return a product; a cross stands before a number, where a space would not do."""
    written = ""
    for text in texts:
        part = factor(text)
        glue = r" \times " if _begins_with_number(part) else r" \, "
        written += (glue if written else "") + part
    return written


def _is_sum(text: str) -> bool:
    """Whether a plus or a minus stands outside all parentheses and braces."""
    depth = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if not depth and letter in f"+-{MINUS}":
            return True
    return False


def _begins_with_number(text: str) -> bool:
    return text.removeprefix(r"\left(").lstrip(f"-{MINUS}")[:1].isdigit()
