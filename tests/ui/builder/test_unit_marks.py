import numpy as np
import pytest

from bpstudio.ui.builder.unit_marks import Ink, cells_image
from bpstudio.ui.theme import theme


def colours(image, y):
    return [image.pixelColor(x, y).name() for x in range(image.width())]


def test_cells_are_filled_by_their_share(qapp):
    image = cells_image(np.array([0.0, 0.5, 1.0]), 3, 4, 30, Ink.DELTA, fill=True)
    empty = theme().colors.sunken.name().lower()
    full = theme().colors.backward.name().lower()
    assert colours(image, 5) == [empty] * 4
    assert colours(image, 15) == [full] * 2 + [empty] * 2
    assert colours(image, 25) == [full] * 4


def test_tall_cells_have_gaps_and_low_ones_none(qapp):
    ground = theme().colors.raised.name().lower()
    full = theme().colors.text.name().lower()
    tall = cells_image(np.ones(3), 3, 1, 30, Ink.SATURATION, fill=True)
    low = cells_image(np.ones(15), 15, 1, 30, Ink.SATURATION, fill=True)
    assert [y for y in range(30) if colours(tall, y) == [ground]] == [9, 19]
    assert all(colours(low, y) == [full] for y in range(30))


@pytest.mark.parametrize("units", [100, 12345])
def test_many_units_share_a_cell_by_their_mean(qapp, units):
    shares = np.zeros(units)
    shares[: units // 2] = 1
    image = cells_image(shares, units, 2, 20, Ink.SATURATION, fill=True)
    assert colours(image, 0) == [theme().colors.text.name().lower()] * 2
    assert colours(image, 19) == [theme().colors.sunken.name().lower()] * 2


def test_something_shows_where_there_is_something(qapp):
    image = cells_image(np.array([0.001]), 1, 8, 10, Ink.DELTA, fill=True)
    assert colours(image, 5)[0] == theme().colors.backward.name().lower()


def test_thin_cells_show_their_share_as_a_shade(qapp):
    image = cells_image(np.array([0.0, 0.5, 1.0]), 3, 2, 30, Ink.DELTA, fill=False)
    shades = [colours(image, y)[0] for y in (5, 15, 25)]
    assert shades[0] == theme().colors.sunken.name().lower()
    assert shades[2] == theme().colors.backward.name().lower()
    assert shades[1] not in (shades[0], shades[2])
