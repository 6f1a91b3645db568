"""How wide words are in small text, and what of them fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.canvas import ink

if TYPE_CHECKING:
    from collections.abc import Sequence


def width_of(words: str) -> float:
    """Return how wide `words` are in small text, in px."""
    return ink.text_width(words)


def fitting(texts: Sequence[str], room: float) -> str:
    """Return the first of the `texts` that fits into `room` px; else the last, cut short."""
    return next((text for text in texts if width_of(text) <= room), elided(texts[-1], room))


def elided(words: str, room: float) -> str:
    """Return `words` in small text, cut short with an ellipsis to `room` px."""
    return ink.elided(words, max(room, 0.0))
