"""Which samples excite a unit most, and how many of them fit."""

import numpy as np
import pytest

from bpstudio.ui.views.unit_samples import ENOUGH, SIZES, largest, sample_words, thumbs
from tests.ui.views.units import dataset


def test_the_largest_come_first_and_equal_ones_in_their_order() -> None:
    a = np.array([1.0, 3.0, -2.0, 3.0, np.nan, np.inf, 0.0])
    assert largest(a, 3) == [1, 3, 0]
    assert largest(a, 99) == [1, 3, 0, 6, 2]
    assert largest(np.full(4, -1.0), 2) == [0, 1]


@pytest.mark.parametrize("width", [20, 120, 300, 700])
@pytest.mark.parametrize("height", [10, 60, 150, 400])
def test_pictures_are_as_large_as_enough_of_them_allow(width: int, height: int) -> None:
    made = thumbs(width, height)
    if made.size > SIZES[-1]:
        assert made.across * made.down >= ENOUGH
        assert made.across * (made.size + 4) - 4 <= width
        assert made.down * made.pitch - 4 <= height
    larger = [size for size in SIZES if size > made.size]
    assert not larger or (width // larger[-1]) * (height // larger[-1]) < 4 * ENOUGH


def test_samples_are_named_in_the_words_of_their_data() -> None:
    assert sample_words(dataset(2, 5, (1, 2)), 4) == "sample 14, a 1"
    assert sample_words(dataset(2, 5, classes=("setosa", "virginica")), 1) == "sample 11, virginica"
    assert sample_words(dataset(2, 5, classes=()), 3) == "sample 13, t = 103"
