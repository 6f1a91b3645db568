"""The figures of a unit through the run."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from bpstudio.runtime.snapshot import UnitRow
from bpstudio.ui.views.frame import LINE
from bpstudio.ui.views.unit_history import History, curves
from bpstudio.ui.views.unit_subject import Subject
from tests.ui.views.runs import layer
from tests.ui.views.units import portrait

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


def test_looking_back_shows_all_that_is_recorded_and_the_numbers_of_that_step() -> None:
    now = np.array([0.1, 0.5, 4.0])
    made = curves(STEPS, VALUES, 2, now, is_past=True)
    delta = made[UnitRow.DELTA]
    assert delta.steps.tolist() == sorted({*STEPS.tolist(), 2.0})
    assert delta.now == 0.5
    assert delta.values[delta.steps == 2] == 0.5


def history(step: int, newest: int | None, first: int = 1) -> History:
    """The pane of a unit that was sampled at every hundredth step from `first` on, to 1,000."""
    one = layer(1, [0.5])
    one = replace(one, by_unit=np.full((3, 3), 0.1), a=np.zeros(3))
    made, steps = History(), np.arange(first, 1_001, 100, dtype=float)
    told = portrait([1.0, 2.0], np.zeros(4))
    made.subject = Subject(told, one, "input", None, step, None, newest)
    made.show_history((steps, np.full((len(steps), 3), 0.1)))
    made.place(QRectF(0, 0, 220, 66))
    return made


def test_the_axis_takes_in_the_whole_run_while_one_looks_back() -> None:
    assert (history(300, None).frame.x.low, history(300, None).frame.x.high) == (0, 300)
    back = history(300, 1_000)
    assert (back.frame.x.low, back.frame.x.high) == (0, 1_000)
    assert back.curves[UnitRow.DELTA].steps[-1] == 901


def test_the_axis_begins_where_it_was_looked_at_first_if_that_was_late() -> None:
    late = history(1_000, None, first=900)
    assert (late.frame.x.low, late.frame.x.high) == (900, 1_000)
    assert history(200, 1_000, first=900).frame.x.low == 0  # the step looked at is in sight


def test_a_low_pane_has_both_axes_and_cuts_no_name_off() -> None:
    low = history(1_000, None)
    frame = low.frame
    assert frame.below + LINE <= frame.bottom  # the steps are written within the pane
    assert len(frame._y_ticks) >= 2
    assert len(frame._x_ticks) >= 2
