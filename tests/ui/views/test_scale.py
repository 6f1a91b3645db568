import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.views.scale import Scale, log_span, span

SIZES = st.floats(1e-30, 1e30)


def texts(scale: Scale, most: int) -> list[str]:
    return [tick.text for tick in scale.ticks(most)]


def test_linear_ticks_are_round() -> None:
    assert texts(Scale(1.45, 2.6), 3) == ["1.5", "2.0", "2.5"]
    assert texts(Scale(0, 540, whole=True), 3) == ["0", "200", "400"]


def test_steps_are_whole_and_grouped() -> None:
    assert texts(Scale(0, 2, whole=True), 9) == ["0", "1", "2"]
    assert texts(Scale(0, 60_000, whole=True), 3) == [
        "0",
        "20\u202f000",
        "40\u202f000",
        "60\u202f000",
    ]


def test_decades_are_written_out_where_short() -> None:
    assert texts(Scale(0.003, 1.2, log=True), 4) == ["0.01", "0.1", "1"]


def test_many_decades_are_thinned_and_written_as_powers() -> None:
    assert texts(Scale(1e-9, 2, log=True), 5) == ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]


def test_a_short_log_axis_still_has_two_ticks() -> None:
    assert len(texts(Scale(1.4, 2.6, log=True), 3)) >= 2
    assert texts(Scale(0.15, 0.9, log=True), 3) == ["0.2", "0.5"]


def test_places_on_a_log_axis() -> None:
    places = Scale(0.01, 1, log=True).places(np.array([0.01, 0.1, 1, 0, -1, np.nan, np.inf]))
    assert places[:3] == pytest.approx([0, 0.5, 1])
    assert np.isnan(places[3:]).all()


@given(SIZES, SIZES, st.booleans(), st.integers(0, 12))
def test_every_scale_has_finite_ticks_within_it(a: float, b: float, log: bool, most: int) -> None:
    scale = log_span(min(a, b), max(a, b)) if log else span(min(a, b), max(a, b))
    ticks = scale.ticks(most)
    assert len(ticks) <= max(3 * most, 12)
    assert all(-1e-6 <= tick.place <= 1 + 1e-6 for tick in ticks)
    assert [tick.place for tick in ticks] == sorted(tick.place for tick in ticks)


@given(SIZES, st.booleans(), st.floats(0, 1))
def test_a_place_and_its_value_belong_together(low: float, log: bool, place: float) -> None:
    scale = Scale(low, 7 * low, log)
    assert float(scale.places(np.array(scale.value(place)))) == pytest.approx(place, abs=1e-9)


@pytest.mark.parametrize("value", [0.0, -3.0, 2.4, 1e308, 5e-324])
def test_a_single_value_has_a_scale(value: float) -> None:
    scale = span(value, value)
    assert scale.low < scale.high
    assert math.isfinite(scale.high - scale.low)


def test_a_log_axis_keeps_still_while_values_change_a_little() -> None:
    assert log_span(0.0100, 0.40) == log_span(0.0102, 0.41)
