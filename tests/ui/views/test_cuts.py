import numpy as np
import pytest

from bpstudio.ui.views.cuts import find_cuts
from bpstudio.ui.views.gradient_plot import axis
from bpstudio.ui.views.scale import Scale

NAN = float("nan")


def test_a_curve_is_cut_at_its_farthest_points() -> None:
    steps = np.arange(5.0)
    cuts = find_cuts(2, steps, np.array([NAN, 1.0, 2.0, -1.0, -7.0]), Scale(1e-3, 1, log=True))
    assert [(cut.place, cut.step, cut.above) for cut in cuts] == [(2, 2, True), (2, 4, False)]
    assert [cut.value for cut in cuts] == pytest.approx([100, 1e-7])


@pytest.mark.parametrize("logs", [[], [NAN, NAN], [-3.0, 0.0]])
def test_nothing_is_cut_that_is_on_the_axis_or_nowhere(logs: list[float]) -> None:
    assert find_cuts(0, np.arange(float(len(logs))), np.array(logs), Scale(1e-3, 1, log=True)) == []


@pytest.mark.parametrize(
    ("seen", "recent", "low", "high"),
    [
        ([-3.0, -1.0], [-1.0], -3, -1),  # an old low is shown
        ([-9.0, -1.0], [-1.0], -7, -1),  # down to six decades
        ([-9.0, 0.0], [-9.0, 0.0], -9, 0),  # all of a recent one
        ([3.0, -1.0], [-1.0], -1.3, -0.3),  # of an old peak a little, and a decade at least
        ([-1.0], [-1.0], -1.5, -0.5),
    ],
)
def test_the_axis_goes_down_to_lows_and_follows_recent_peaks(
    seen: list[float], recent: list[float], low: float, high: float
) -> None:
    scale = axis(np.array(seen), np.array(recent))
    # its ends stand at quarters of a decade, a little beyond
    assert low - 0.35 <= np.log10(scale.low) < low
    assert high < np.log10(scale.high) <= high + 0.35
