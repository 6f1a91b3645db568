"""Pictures made pixel by pixel."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from bpstudio.ui.pixels import cell_at, image_of


def test_the_picture_keeps_its_colours_when_the_numbers_are_gone() -> None:
    colors = ("#000000", "#123456", "#ff0000", "#00ff00", "#0000ff", "#ffffff")
    pixels = np.array([QColor(color).rgb() for color in colors], np.uint32).reshape(2, 3)
    image = image_of(pixels[::-1])
    pixels[:] = 0
    assert (image.width(), image.height()) == (3, 2)
    seen = [image.pixelColor(column, row).name() for row in (1, 0) for column in range(3)]
    assert tuple(seen) == colors


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [
        (10, 20, (0, 0)),
        (19.9, 20, (0, 0)),
        (20, 20, (0, 1)),
        (40, 20, (0, 2)),  # the edges belong to the last cells
        (10, 40, (1, 0)),
        (40, 40, (1, 2)),
        (9.9, 30, None),
        (30, 40.1, None),
    ],
)
def test_a_place_of_a_picture_is_one_of_its_cells(x: float, y: float, cell: object) -> None:
    assert cell_at(QPointF(x, y), QRectF(10, 20, 30, 20), (2, 3)) == cell
