import numpy as np
import pytest
from PySide6.QtGui import QColor

from bpstudio.ui.builder.unit_marks import cells_image
from bpstudio.ui.theme import theme


def colours(image, y):
    return [image.pixelColor(x, y).name() for x in range(image.width())]


def test_cells_are_filled_by_their_share(qapp):
    image = cells_image(np.array([0.0, 0.5, 1.0]), 3, 4, 30, QColor("#112233"))
    empty = theme().colors.sunken.name().lower()
    full = "#112233"
    assert colours(image, 5) == [empty] * 4
    assert colours(image, 15) == [full] * 2 + [empty] * 2
    assert colours(image, 25) == [full] * 4


def test_tall_cells_have_gaps_and_low_ones_none(qapp):
    ground = theme().colors.raised.name().lower()
    tall = cells_image(np.ones(3), 3, 1, 30, QColor("#112233"))
    low = cells_image(np.ones(15), 15, 1, 30, QColor("#112233"))
    assert [y for y in range(30) if colours(tall, y) == [ground]] == [9, 19]
    assert all(colours(low, y) == ["#112233"] for y in range(30))


@pytest.mark.parametrize("units", [100, 12345])
def test_many_units_share_a_cell_by_their_mean(qapp, units):
    shares = np.zeros(units)
    shares[: units // 2] = 1
    image = cells_image(shares, units, 2, 20, QColor("#112233"))
    assert colours(image, 0) == ["#112233"] * 2
    assert colours(image, 19) == [theme().colors.sunken.name().lower()] * 2


def test_something_shows_where_there_is_something(qapp):
    image = cells_image(np.array([0.001]), 1, 8, 10, QColor("#112233"))
    assert colours(image, 5)[0] == "#112233"
