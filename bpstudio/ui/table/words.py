"""What the table's dialog says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpstudio.ui.given_names import shown
from bpstudio.ui.numbers import NARROW, count

if TYPE_CHECKING:
    from bpstudio.refusal import Refusal

_FOR_FILES = re.compile('; (a column of categories, or one to ignore|"decimal" may name).*')
_QUOTED = re.compile(r"(‘[^’]*’|“[^”]*”|\([^)]*\))")
STOPPED = "Stopped; nothing was changed."
GAVE_WAY = "What was still being read is given up: something else was opened."
FATES = {
    "refused": "The table isn’t read like this: choose what is done with such cells, or mend it.",
    "left out": "Its row will be left out.",
    "filled": "It will be filled in, by what the training part says.",
}


def seen(text: str) -> str:
    """Return the text of a cell in one line; what has a shape is seen, an empty one stays so."""
    return shown(text) if text.strip(" ") else ""


def fate_words(fate: str) -> str:
    """Return what becomes of a cell."""
    return FATES.get(fate, "")


def tidy(reason: str) -> str:
    """Return the reason of a refusal as it stands on the screen: without what is for files."""
    words = _FOR_FILES.sub("", reason)
    return told(re.sub(r"'([^']*)'", r"“\1”", words).rstrip(".").replace("'", "’"))


def told(words: str) -> str:
    """Return a sentence of the data’s with its figures in groups; what it quotes stays as it is."""
    parts = _QUOTED.split(words)
    parts[::2] = [_grouped(part) for part in parts[::2]]
    return "".join(parts)


def _grouped(words: str) -> str:
    words = re.sub(r"(?<=\d),(?=\d{3})", NARROW, words)
    return re.sub(r"\bline (\d+)", lambda found: f"line {count(int(found[1]))}", words)


def problem_words(refusal: Refusal, file: str) -> str:
    """Return what is wrong with a table, with its place in it."""
    place = refusal.place.removeprefix(file).lstrip(", ")
    place = "" if place.startswith("data.") else told(place)
    reason = tidy(refusal.reason)
    if refusal.place == file:
        return f"The table {reason}."
    if not place:
        return f"{reason[:1].upper()}{reason[1:]}."
    return f"{place[:1].upper()}{place[1:]}: {reason}."
