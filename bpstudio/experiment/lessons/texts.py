"""The texts of a lesson: what can't be seen, or turns round what stands beside it, isn't taken."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOREIGN = ("experiment", "circuit", "changes", "numbers")  # values whose texts others check
_OF_LINES = ("text", "question", "task", "hint", "then")
_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def check_texts(fields: dict[str, Any]) -> None:
    """Refuse texts of a lesson's plain value that nobody could read, with the place of the first.

    Those have control characters in them, half a character, nothing but blanks, or what has Qt
    write in another direction; some may have several lines.
    """
    for place, key, text in _texts(fields, ""):
        if text and not text.strip():
            raise Refusal(place, "is empty")
        breaks = "\n" if key in _OF_LINES else ""
        if bad := next((one for one in text if one not in breaks and _is_unseen(one)), None):
            raise Refusal(place, f"has a character in it that can’t be shown, U+{ord(bad):04X}")


def _texts(fields: dict[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    """Yield the texts with their places, and the names of the fields that they are in."""
    for key, value in fields.items():
        if key in _FOREIGN:
            continue
        where = f"{place}.{key}" if place else key
        several = isinstance(value, list | tuple)
        for at, one in enumerate(value if several else [value]):
            inner = f"{where}[{at}]" if several else where
            if isinstance(one, dict):
                yield from _texts(one, inner)
            elif isinstance(one, str):
                yield inner, key, one


def _is_unseen(letter: str) -> bool:
    category, direction = unicodedata.category(letter), unicodedata.bidirectional(letter)
    return category in _CATEGORIES or direction in _DIRECTIONS
