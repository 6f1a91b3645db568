"""Weights as columns and as an image."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import theme
from bpstudio.ui.views.unit_weights import columns, sources_of, strongest
from bpstudio.ui.views.weight_image import image_place, largest, shrunk, weight_image


def test_each_weight_has_a_column_where_there_is_room() -> None:
    low, high = columns(np.array([1.0, -2.0, np.nan]), 10)
    assert low.tolist() == [0, -2, 0]
    assert high.tolist() == [1, 0, 0]


def test_neighbours_share_a_column_where_there_is_none() -> None:
    weights = np.random.default_rng(0).normal(size=1_000)
    low, high = columns(weights, 7)
    for column in range(7):
        shared = [weights[place] for place in sources_of(column, 7, 1_000)]
        assert low[column] == min(0, *shared)
        assert high[column] == max(0, *shared)
    assert sum(len(sources_of(column, 7, 1_000)) for column in range(7)) == 1_000


def test_the_strongest_is_finite() -> None:
    assert strongest(np.array([1.0, -3.0, np.inf, np.nan])) == 1
    assert largest(np.array([1.0, -3.0, np.inf, np.nan])) == 3
    assert largest(np.array([np.nan])) == 0


def test_the_image_runs_from_one_sign_to_the_other_by_way_of_the_ground(qtbot: QtBot) -> None:
    image = weight_image(np.array([[2.0, 0.0, -2.0], [np.nan, 1.0, -1.0]]), 2.0)
    colors = theme().colors
    assert image.pixelColor(0, 0) == colors.positive
    assert image.pixelColor(1, 0) == colors.surface == image.pixelColor(0, 1)
    assert image.pixelColor(2, 0) == colors.negative
    assert image.pixelColor(1, 1).blue() > image.pixelColor(2, 1).blue()


def test_without_a_weight_the_image_is_the_ground(qtbot: QtBot) -> None:
    assert weight_image(np.zeros((2, 2)), 0.0).pixelColor(1, 1) == theme().colors.surface


def test_of_a_large_image_the_strongest_weights_are_kept() -> None:
    pixels = np.full((300, 20), 0.1)
    pixels[123, 7] = -5
    small = shrunk(pixels, 128)
    assert small.shape == (100, 20)
    assert small.min() == -5
    assert (small == 0.1).sum() == small.size - 1


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (2, 300), (336, 448)])
def test_pixels_are_squares_within_their_room(shape: tuple[int, int]) -> None:
    room = QRectF(10.4, 20.6, 90, 70)
    place = image_place(room, shape)
    height, width = shape
    assert place.width() / width == pytest.approx(place.height() / height)
    assert place.width() <= room.width()
    assert place.height() <= room.height()
    assert place.width() >= 60 or place.height() >= 50
