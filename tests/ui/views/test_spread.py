from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.views.spread import readable, spread, thinned


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([50, 10, 90], 12, 0, 100) == [50, 10, 90]


def test_two_on_one_spot_move_apart_equally() -> None:
    assert spread([50, 50], 12, 0, 100) == pytest.approx([44, 56])


def test_labels_are_kept_within_the_room() -> None:
    assert spread([99, 100, 101], 10, 0, 100) == pytest.approx([80, 90, 100])


@given(st.lists(st.floats(0, 200), min_size=1, max_size=15))
def test_labels_never_overlap_nor_swap(wanted: list[float]) -> None:
    places = spread(wanted, 12, 0, 200)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    assert all(places[b] - places[a] >= 12 - 1e-6 for a, b in pairwise(order))
    assert min(places) >= -1e-6
    assert max(places) <= 200 + 1e-6


@given(st.integers(1, 1000), st.integers(2, 40))
def test_thinned_keeps_both_ends_and_never_more_than_asked(many: int, most: int) -> None:
    chosen = thinned(many, most)
    assert len(chosen) <= most
    assert chosen[0] == 0
    assert chosen[-1] == many - 1
    assert all(a < b for a, b in pairwise(chosen))


def test_with_room_for_one_the_last_is_kept() -> None:
    assert thinned(9, 1) == [8]
    assert thinned(9, 0) == []


@given(st.integers(1, 1000), st.integers(2, 40))
def test_what_is_left_is_as_far_apart_at_the_end(many: int, most: int) -> None:
    steps = [b - a for a, b in pairwise(thinned(many, most))]
    assert not steps or min(steps) == steps[0]


@given(st.lists(st.floats(0, 500), min_size=1, max_size=60))
def test_labels_that_are_written_can_be_read(places: list[float]) -> None:
    places = sorted(places)
    chosen = readable(places, 12)
    assert all(places[b] - places[a] >= 12 for a, b in pairwise(chosen))
    assert chosen[0] == 0
    if places[-1] - places[0] >= 12:
        assert chosen[-1] == len(places) - 1
