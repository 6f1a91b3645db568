"""Colours that are kept from one refresh to the next are those that would be worked out anew."""

import numpy as np
import pytest

from bpstudio.runtime.track import Track
from bpstudio.ui.views.levels import Levels, levels


@pytest.mark.parametrize(("units", "height"), [(20, 3), (3, 20), (7, 7)])
def test_a_track_that_grows_thins_goes_back_or_is_edited(units: int, height: int) -> None:
    rng, known = np.random.default_rng(0), Levels()
    track, others = Track(units, cells=units * 40), Track(units, cells=units * 40)
    step = 0
    for _ in range(300):
        shown = others if rng.random() < 0.1 else track
        if rng.random() < 0.9:
            step += int(rng.integers(0, 3))  # 0: the same step again, with other numbers
        else:
            step = max(step - 20, 1)
            shown.truncate(step)
        shown.append(step, rng.random(units))
        now = rng.random(units).astype(np.float32)
        found = known.of(shown.steps, shown.values, now, height)
        expected = levels(np.concatenate([shown.values, now[None]]), height)
        np.testing.assert_array_equal(found, expected)


def test_the_same_steps_again_with_other_numbers_are_not_taken_for_the_old_ones() -> None:
    track, known, now = Track(2), Levels(), np.zeros(2)
    for share in (0.25, 0.75):
        track.truncate(1)
        for step in range(1, 6):
            track.append(step, np.full(2, share))
        found = known.of(track.steps, track.values, now, 2)
        assert found[0].tolist() == [round(254 * share)] * 2


def test_a_row_of_several_units_is_their_mean_and_what_is_no_number_is_blank() -> None:
    shares = np.array([[0.0, 1.0, 0.25, 0.25], [np.nan, 1.0, 1.0, 1.0]])
    assert levels(shares, 2).tolist() == [[127, 64], [255, 254]]
    assert levels(shares, 4)[0].tolist() == [0, 254, 64, 64]
