"""How long a vector is: also where its squares have no room in float32, and where it is covered."""

import math

import numpy as np
import pytest

from bpstudio.ui.length import length
from bpstudio.ui.numbers import HIDDEN, is_hidden


@pytest.mark.parametrize("size", [1e-40, 1e-30, 1e-3, 1.0, 1e30])
def test_a_length_is_that_of_its_numbers_however_small_or_large(size: float) -> None:
    sides = np.array([3 * size, -4 * size], np.float32)
    assert length(sides) == pytest.approx(5 * size, rel=1e-4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("beside", [0.0, 1e30, math.inf, math.nan])
def test_a_length_is_covered_where_one_of_its_numbers_is(dtype: type, beside: float) -> None:
    assert is_hidden(length(np.array([beside, HIDDEN, 1.0], dtype)))


def test_what_has_no_length_is_not_covered() -> None:
    assert length(np.zeros(0, np.float32)) == 0
    assert length(np.array([1.0, math.inf], np.float32)) == math.inf
    lost = length(np.array([1.0, math.nan], np.float32))
    assert math.isnan(lost)
    assert not is_hidden(lost)
