r"""Whether an equation can be shown as it was meant: what ziamath doesn't know, it writes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpstudio.ui.tex.parse import NotTex, parse
from bpstudio.ui.tex.setting import set_equation
from bpstudio.ui.tex.words import COMMANDS
from bpstudio.ui.theme import LIGHT, TITLE, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.ui.tex.parse import Formula

_COLORS = re.compile(r"\\textcolor\s*\{([^}]*)\}")


def can_be_set(tex: str) -> bool:
    """Whether all of `tex` is known, its colours are the theme's, and it can be set."""
    try:
        names = set(_names(parse(tex)))
    except NotTex:
        return False
    commands = {name for name in names if name.startswith("\\")}
    colors = set(_COLORS.findall(tex))
    known = commands <= COMMANDS and colors <= tokens(LIGHT).keys()
    return known and set_equation(tex, TITLE) is not None


def _names(formula: Formula) -> Iterator[str]:
    for atom in formula:
        yield atom.name
        for part in (*atom.parts, atom.below or (), atom.above or ()):
            yield from _names(part)
