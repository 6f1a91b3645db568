"""TeX set by ziamath: a picture in the theme's colours, its size and its baseline.

ziamath is imported when the first equation is set, or before by `prepare`. What can't be set is
None, never an error.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bpstudio.ui.tex.parse import is_too_deep
from bpstudio.ui.theme import theme, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

INK = "ink"  # stands in the SVG for the colour that the whole equation has
MARGIN = 1.0  # px around what is drawn, for the edges' smoothing
KEPT = 512  # settings: of a page of equations, in some sizes
# a minus that is a sign: at the beginning, after an opening, a relation, another operator
_BEFORE_SIGN = r"^|[=<>+(\[,{]|\\(?:times|cdot|approx|leftarrow|le|ge|quad)(?![a-zA-Z])"
_SIGN = re.compile(rf"({_BEFORE_SIGN})(\s*)-")
_PAINTS = re.compile(r'\b(fill|stroke)="([^"]*)"')

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Setting:
    """An equation as it was set; lengths are px.

    Attributes
    ----------
    svg
        The picture, with names for colours: ``ink`` or one of the theme's.
    width, ascent, descent
        From the left edge to the right, from the baseline up to the top, down to the bottom.
    """

    svg: str
    width: float
    ascent: float
    descent: float

    def colored(self, ink: QColor) -> bytes:
        """Return the SVG in `ink`; what names a colour of the theme is in that."""
        known = tokens(theme().colors) | {INK: ink.name()}

        def painted(found: re.Match[str]) -> str:
            return f'{found[1]}="{known.get(found[2], found[2])}"'

        return _PAINTS.sub(painted, self.svg).encode()


@lru_cache(KEPT)
def set_equation(tex: str, size: int) -> Setting | None:
    r"""Return `tex` set in letters of `size` px, or None where it can't be set.

    ``\textcolor{forward_text}{0.73}`` takes one of the theme's colours by its name.
    """
    if is_too_deep(tex):
        return None
    try:
        close = _SIGN.sub(r"\1\2{-}", tex)  # else it stands apart from its number
        picture = _ziamath().Latex(close, size=size, color=INK, margin=MARGIN)
        width, height = picture.getsize()
        descent = -picture.getyofst()
        return Setting(
            picture.svg(), width + 2 * MARGIN, height - descent + MARGIN, descent + MARGIN
        )
    except Exception as error:  # whatever a foreign parser may raise: the plain text is shown
        log.debug("%r can't be set: %r", tex, error)
        return None


def prepare() -> threading.Thread:
    """Import ziamath in a thread of its own, so that the first equation needn't wait for it.

    Half a second, which the window would stand still.
    """
    thread = threading.Thread(target=_ziamath, name="equations", daemon=True)
    thread.start()
    return thread


@cache
def _ziamath() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it reads its own font
        import ziamath
        from ziamath.config import config
    config.svg2 = False  # Qt doesn't place what is drawn by reference
    return ziamath
