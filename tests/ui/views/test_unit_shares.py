import numpy as np
import pytest

from bpstudio.ui.views.unit_shares import BLANK, UnitShares, sampled_shares
from tests.ui.views.runs import layer, output, recorded, snapshot


def shares(*rows: list[float], first: int = 0) -> UnitShares:
    """A layer sampled at steps `first`, `first` + 10, ..."""
    steps = first + 10.0 * np.arange(len(rows))
    values = np.array(rows, np.float32)
    return UnitShares("layer 1", steps, values[:-1], values[-1])


def test_the_nearest_sample_is_taken() -> None:
    found = shares([0, 0], [1, 1], [0.5, 0.5]).at(np.array([4, 6, 14, 16, 99]))
    assert found[:, 0].tolist() == [0, 1, 1, 0.5, 0.5]


def test_before_the_first_sample_there_is_nothing() -> None:
    one = shares([1.0], first=50)
    assert np.isnan(one.at(np.array([49.0]))).all()
    assert one.pixels(np.array([10.0, 50.0]), 2).tolist() == [[BLANK, 254]] * 2


def test_a_unit_has_several_rows_or_a_row_several_units() -> None:
    one = shares([0.0, 1.0, 0.0, 0.0])
    assert one.pixels(np.array([0.0]), 8)[:, 0].tolist() == [0, 0, 254, 254, 0, 0, 0, 0]
    assert one.pixels(np.array([0.0]), 2)[:, 0].tolist() == [127, 0]
    assert one.units_of_row(3, 8) == range(1, 2)
    assert one.units_of_row(0, 2) == range(2)


def test_what_is_not_finite_is_blank() -> None:
    one = shares([np.nan, 0.5])
    assert one.pixels(np.array([0.0]), 2)[:, 0].tolist() == [BLANK, 127]
    assert np.isnan(one.mean)


def test_the_newest_sample_follows_the_recorded_ones() -> None:
    newest, recorder = recorded(
        snapshot(1, layer(1, [0.0, 0.2]), output()), snapshot(2, layer(1, [1.0, 0.4]), output())
    )
    found = sampled_shares(newest.layers[0], recorder.saturation[1], 2)
    assert found.steps.tolist() == [1, 2]
    assert found.at(np.array([1.0, 2.0])) == pytest.approx(np.array([[0, 0.2], [1, 0.4]]))
    assert found.mean == pytest.approx(0.7)


def test_a_track_of_other_units_is_not_mixed_in() -> None:
    _, recorder = recorded(snapshot(1, layer(1, [0.0, 0.2])))
    found = sampled_shares(layer(1, [1.0, 1.0, 1.0]), recorder.saturation[1], 2)
    assert found.steps.tolist() == [2]
