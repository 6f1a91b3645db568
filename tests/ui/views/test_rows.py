from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.views.rows import share_height


def test_height_goes_by_units() -> None:
    first, second = share_height([32, 16], 148)
    assert (first.top, second.top + second.height) == (0, 148)
    assert first.height > second.height >= 28


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=200), st.integers(1, 400))
def test_bands_are_visible_in_order_and_within(units: list[int], height: int) -> None:
    bands = share_height(units, height)
    assert len(bands) == min(len(units), max(height // 2, 1))
    assert all(band.height >= min(height, 2) for band in bands)
    assert bands[0].top == 0
    assert bands[-1].top + bands[-1].height == height
    for above, below in pairwise(bands):
        assert above.layer < below.layer
        assert above.top + above.height <= below.top


def test_no_layers_no_bands() -> None:
    assert share_height([], 100) == []
