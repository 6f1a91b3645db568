"""Reasons of refusals as the screen says them; files and commands have other names and marks."""

from __future__ import annotations

import re

from bpstudio.engine.losses import LOSSES
from bpstudio.ui.numbers import NARROW

_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LOSS = re.compile(r"\b(" + "|".join(LOSSES) + r")\b(?!\.)")


def on_screen(reason: str) -> str:
    """Return a reason with the labels of losses, and with thin spaces in large numbers."""
    spaced = _COMMA.sub(NARROW, reason)
    return _LOSS.sub(lambda found: LOSSES[found[0]].label.lower(), spaced)
