"""A sample that is an image, as a picture in greys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.drawable import drawable
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from bpstudio.ui.theme import Colors

GRAYS = 64


def gray_image(pixels: NDArray[np.floating]) -> QImage:
    """Return (height, width) values from 0 to 1 as a picture, ink on the card's ground."""
    levels = np.rint(GRAYS * np.clip(drawable(pixels), 0, 1)).astype(np.intp)
    return image_of(_grays(theme().colors)[levels])


@cache
def _grays(in_colors: Colors) -> NDArray[np.uint32]:
    colors = theme().colors
    shades = [blend(colors.raised, colors.text, level / GRAYS) for level in range(GRAYS + 1)]
    return np.array([shade.rgb() for shade in shades], np.uint32)
