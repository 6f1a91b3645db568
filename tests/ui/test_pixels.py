"""Pictures made pixel by pixel."""

import numpy as np
from PySide6.QtGui import QColor

from bpstudio.ui.pixels import image_of


def test_the_picture_keeps_its_colours_when_the_numbers_are_gone() -> None:
    colors = ("#000000", "#123456", "#ff0000", "#00ff00", "#0000ff", "#ffffff")
    pixels = np.array([QColor(color).rgb() for color in colors], np.uint32).reshape(2, 3)
    image = image_of(pixels[::-1])
    pixels[:] = 0
    assert (image.width(), image.height()) == (3, 2)
    seen = [image.pixelColor(column, row).name() for row in (1, 0) for column in range(3)]
    assert tuple(seen) == colors
