"""The lines on which a quantity is zero, against curves that are known."""

import numpy as np
import pytest

from bpstudio.runtime.studies.contour import zero_lines


def grid(side=61):
    place = np.arange(side, dtype=float)
    return np.meshgrid(place, place)


def test_a_straight_line_is_found_exactly():
    columns, rows = grid(20)
    strokes = zero_lines(3 * columns - 2 * rows - 7.5)
    ends = strokes.reshape(-1, 2)
    np.testing.assert_allclose(3 * ends[:, 0] - 2 * ends[:, 1], 7.5, atol=1e-4)
    lengths = np.hypot(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1])
    # from (2.5, 0) to (15.1667, 19), the grid's edge
    assert lengths.sum() == pytest.approx(np.hypot(19 * 2 / 3, 19), rel=1e-4)


def test_a_circle_is_as_long_as_it_should_be():
    columns, rows = grid()
    strokes = zero_lines(np.hypot(columns - 30, rows - 30) - 20)
    lengths = np.hypot(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1])
    assert lengths.sum() == pytest.approx(2 * np.pi * 20, rel=2e-3)
    radii = np.hypot(strokes[:, [0, 2]] - 30, strokes[:, [1, 3]] - 30)
    assert np.abs(radii - 20).max() < 0.02


def test_what_has_one_sign_has_no_line_and_what_is_not_finite_breaks_it():
    columns, rows = grid(12)
    assert zero_lines(columns + rows + 1).shape == (0, 4)
    assert zero_lines(np.full((5, 5), np.nan)).shape == (0, 4)
    values = columns - 5.5
    whole = len(zero_lines(values))
    values[4, 5] = np.inf
    broken = zero_lines(values)
    assert 0 < len(broken) < whole
    assert np.isfinite(broken).all()


def test_lines_hang_together():
    rng = np.random.default_rng(3)
    strokes = zero_lines(rng.normal(size=(15, 15)))
    ends, times = np.unique(np.round(strokes.reshape(-1, 2), 4), axis=0, return_counts=True)
    on_edge = (ends == 0).any(axis=1) | (ends == 14).any(axis=1)
    assert (times[~on_edge] == 2).all()
