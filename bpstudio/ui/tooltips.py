"""Tooltips that are no wider than one likes to read."""

from __future__ import annotations

import html
import re

from PySide6.QtGui import Qt

from bpstudio.ui.canvas.ink import text_width
from bpstudio.ui.theme import BODY

MOST = 392  # px: with its margins a tooltip is 420 px wide at most
LINES = "<div style='white-space:pre'>"  # or Qt breaks the lines once more
OURS = (LINES, "<qt>")  # what was made to be marked, with all that is a user's escaped
EVEN = 1.12  # times the mean length: words don't end where one would like them to


def fitted(text: str) -> str:
    """Return plain text, each of its lines broken where it would be wider than `MOST`."""
    return literal("\n".join(part for line in text.split("\n") for part in _parts(line)))


def literal(text: str) -> str:
    """Return plain text so that it is shown as it stands; what we marked is left alone.

    Qt takes for HTML what looks like it, as the name of a file, a column or a run may.
    """
    if text.startswith(OURS) or not Qt.mightBeRichText(text):
        return text
    return f"{LINES}{_marked(text)}</div>"


def joined(*tips: str) -> str:
    """Return several tooltips in one, below each other."""
    if not any(map(Qt.mightBeRichText, tips)):
        return "\n\n".join(tips)
    return "<br>".join(one if Qt.mightBeRichText(one) else _marked(one) for one in tips)


def _marked(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def tip(title: str, *lines: str) -> str:
    """Return a tooltip: a title in bold, then lines of plain text, empty ones left out."""
    parts = [html.escape(part) for line in lines if line for part in _parts(line)]
    lined = "<br>".join([f"<b>{html.escape(title)}</b>", *parts])
    return f"{LINES}{lined}</div>"


def plain(text: str) -> str:
    """Return the text of a tooltip in one line, without its marks."""
    if Qt.mightBeRichText(text):
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return " ".join(text.split())


def _parts(line: str) -> list[str]:
    """Return a line in as few parts as there must be, about equally long."""
    parts = _broken(line, MOST)
    if len(parts) > 1:
        even = _broken(line, min(EVEN * text_width(line, BODY) / len(parts), MOST))
        parts = even if len(even) == len(parts) else parts
    return parts


def _broken(line: str, width: float) -> list[str]:
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts[-1] else word
        if parts[-1] and text_width(longer, BODY) > width:
            parts.append(word)
        else:
            parts[-1] = longer
    return parts
