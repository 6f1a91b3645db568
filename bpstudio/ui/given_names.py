"""Names that a user's data have given to classes and columns, as they can be shown in one line.

Files, exports and the experiment have them as they are; on the screen they are seen whole, told
apart, and never taken for markup or for an instruction.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset

MOST = 60  # characters of a name: more is never read at once
# what breaks a line is shown by a sign of its own
_SIGNS = str.maketrans({"\n": "↵", "\r": "↵", "\t": "⇥", "\v": "↵", "\f": "↵", "\x85": "↵"})
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"  # shape the letters and pictures beside them
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # categories of characters without a shape
_ISOLATE, _END = "\u2068", "\u2069"  # within a sentence, what is written right to left stays apart


def class_names(data: Dataset) -> tuple[str, ...]:
    """Return the names of the classes for the screen."""
    return _shown(data.classes)


def feature_names(data: Dataset) -> tuple[str, ...]:
    """Return the names of the features for the screen."""
    return _shown(data.features)


def target_name(data: Dataset) -> str:
    """Return the name of the target for the screen."""
    return shown(data.target)


@lru_cache(8)
def _shown(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(shown, names))


def shown(name: str) -> str:
    """Return a name in one line of at most about `MOST` characters, each of them with a shape.

    A name in which nothing can be seen is told by its characters: ``"U+200B"``.
    """
    if len(name) > MOST:
        half = MOST // 2
        name = f"{name[:half]}…{name[-half + 1 :]}"
    if name.isascii() and name.isprintable() and name.strip():
        return name
    words = name.translate(_SIGNS)
    words = "".join(letter for letter in words if _is_seen(letter))
    if not words.strip(_JOINERS + " \u00a0\u3000").strip():
        return " ".join(f"U+{ord(letter):04X}" for letter in name[:4]) or "(no name)"
    is_right_to_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words)
    return f"{_ISOLATE}{words}{_END}" if is_right_to_left else words


def _is_seen(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
