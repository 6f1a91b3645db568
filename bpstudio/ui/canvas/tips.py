"""What a tooltip says: a title and rows of exact numbers, as rich text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = tuple[str, str]
RULE: Row = ("", "")  # a line between two groups of rows


def table(title: str, rows: Iterable[Row], hint: str = "") -> str:
    """Return a tooltip: `title`, a table of names and numbers, and what can be done here."""
    colors = theme().colors
    cells = "".join(map(_cells, rows))
    parts = [f"<b>{escape(title)}</b>"]
    if cells:
        parts.append(f"<table cellspacing='0'>{cells}</table>")
    if hint:
        parts.append(f"<div style='color:{colors.text3.name()}'>{escape(hint)}</div>")
    return "<qt>" + "".join(parts) + "</qt>"


def _cells(row: Row) -> str:
    if row == RULE:
        return "<tr><td colspan='2'><hr></td></tr>"
    name, value = row
    return (
        f"<tr><td style='color:{theme().colors.text2.name()}'>{escape(name)}&nbsp;&nbsp;</td>"
        f"<td align='right'>{escape(value)}</td></tr>"
    )
