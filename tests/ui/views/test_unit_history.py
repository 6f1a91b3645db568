"""The figures of a unit through the run."""

import numpy as np

from bpstudio.runtime.snapshot import UnitRow
from bpstudio.ui.views.unit_history import curves

STEPS = np.array([1.0, 2.0, 5.0])
VALUES = np.array([[0.2, 0.1, 1.0], [0.1, 0.0, 2.0], [0.3, 0.4, 3.0]])


def test_a_curve_ends_with_the_newest_figure() -> None:
    made = curves(STEPS, VALUES, 7, np.array([0.25, 0.5, 4.0]))
    assert list(made) == list(UnitRow)
    gradient = made[UnitRow.GRADIENT]
    assert gradient.steps.tolist() == [1, 2, 5, 7]
    assert gradient.values.tolist() == [1, 2, 3, 4]
    assert gradient.now == 4
    assert np.isnan(made[UnitRow.DELTA].logs[1])  # 0 has no place on a logarithmic axis


def test_what_was_sampled_later_is_not_shown() -> None:
    made = curves(STEPS, VALUES, 2, np.array([0.25, 0.5, 4.0]))
    assert made[UnitRow.SLOPE].steps.tolist() == [1, 2]
    assert made[UnitRow.SLOPE].values.tolist() == [0.2, 0.25]


def test_the_output_has_no_slope() -> None:
    without = VALUES.copy()
    without[:, UnitRow.SLOPE] = np.nan
    made = curves(STEPS, without, 7, np.array([np.nan, 0.5, 4.0]))
    assert list(made) == [UnitRow.DELTA, UnitRow.GRADIENT]
    assert curves(np.empty(0), np.empty((0, 3)), 0, np.full(3, np.nan)) == {}
