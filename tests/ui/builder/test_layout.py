from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from bpstudio.ui.builder.chain import Chain, Slot
from bpstudio.ui.builder.forms import LABEL, ROOMY_STRIP, SLIM, STRIP, WIDE
from bpstudio.ui.builder.layout import (
    IMAGE_TOP,
    INPUT_FOOTER,
    arrange,
    bar_left,
    image_rect,
    source_ys,
)
from bpstudio.ui.builder.strip import NAMED_CELLS


def chain(*units, features=64, outputs=10, image=(8, 8)):
    slots = tuple(Slot(number, count) for number, count in enumerate(units, start=1))
    return Chain(features, outputs, slots, image)


def cards(layout):
    return [layout.input, *(column.rect for column in layout.columns), layout.output, layout.loss]


@given(
    units=st.lists(st.integers(1, 10**6), max_size=30),
    width=st.integers(300, 2000),
    height=st.integers(200, 1200),
    outputs=st.integers(1, 1000),
    features=st.integers(1, 1000),
)
def test_cards_stand_side_by_side_within_the_bounds(units, width, height, outputs, features):
    layout = arrange(chain(*units, features=features, outputs=outputs, image=None), width, height)
    for before, after in zip(cards(layout), cards(layout)[1:], strict=False):
        assert before.right() <= after.left() + 1e-6, "columns of a map touch"
    assert all(layout.bounds.contains(card) for card in cards(layout))


@pytest.mark.parametrize(
    ("layers", "width", "form"),
    [(2, 900, WIDE), (3, 900, SLIM), (5, 900, SLIM), (12, 900, ROOMY_STRIP), (12, 768, STRIP)],
)
def test_columns_get_slimmer_with_their_number(layers, width, form):
    layout = arrange(chain(*[8] * layers), width, 660)
    assert layout.form is form
    assert layout.bounds.width() == width


@pytest.mark.parametrize("width", [620, 926, 1400])
@pytest.mark.parametrize("layers", [1, 12, 20, 30, 60, 200, 1_000])
def test_the_whole_chain_is_in_sight_however_long(layers, width):
    layout = arrange(chain(*[24] * layers), width, 660)
    assert layout.bounds.width() == pytest.approx(width)
    assert layout.loss.right() <= width
    named = [column.rect.center().x() for column in layout.columns if column.has_label]
    assert named
    assert all(after - before >= LABEL - 1e-6 for before, after in pairwise(named))


def test_strips_beside_an_open_one_keep_their_names():
    # the canvas of a window of 1280 x 720
    wanted = chain(*[24] * 12, features=299, outputs=2, image=None)
    first, *others = wanted.slots
    layout = arrange(replace(wanted, slots=(replace(first, is_open=True), *others)), 768, 480)
    assert not layout.form.is_map
    assert all(column.has_label for column in layout.columns[1:])
    assert all(column.rect.width() >= NAMED_CELLS for column in layout.columns)
    assert layout.loss.right() <= 768


def test_a_map_has_a_band_for_each_of_its_numbers():
    column = arrange(chain(*[24] * 200), 926, 660).columns[0]
    assert column.form.is_map
    assert [column.unit_at(band.center().y() + 1) for band in column.bands] == [12, 12, 12, 12]
    assert column.unit_at(column.bands[1].top() - 5) is None
    assert column.bands[-1].bottom() == pytest.approx(column.body.bottom())


def test_units_of_rows_have_twelve_px_each():
    # 660 px high: 660 - 12 - 16 for the card, less 64 above and 46 below the units is 522
    rows = arrange(chain(43), 900, 660).columns[0]
    assert not rows.is_condensed
    assert np.diff(rows.unit_ys()) == pytest.approx(522 / 43)
    assert arrange(chain(44), 900, 660).columns[0].is_condensed


def test_unit_at_finds_the_unit_that_is_drawn_there():
    column = arrange(chain(7), 900, 660).columns[0]
    assert [column.unit_at(y) for y in column.unit_ys()] == list(range(7))
    assert column.unit_at(column.body.top() - 1) is None


def test_edges_leave_an_image_at_the_row_of_their_pixel():
    wanted = chain(4)
    ys = source_ys(wanted, arrange(wanted, 900, 660).input).reshape(8, 8)
    assert (ys == ys[:, :1]).all()
    assert np.diff(ys[:, 0]) == pytest.approx((128 - 24) / 8)


def test_place_at_counts_the_layers_to_the_left():
    layout = arrange(chain(4, 4), 900, 660)
    assert layout.place_at(0) == 0
    assert layout.place_at(layout.columns[0].rect.right()) == 1
    assert layout.place_at(899) == 2


def test_names_of_features_get_room_where_there_is_some():
    wanted = replace(chain(4, features=4, image=None), name_width=110)
    roomy, tight = arrange(wanted, 900, 660), arrange(wanted, 664, 660)
    assert bar_left(roomy.input) - roomy.input.left() >= 12 + 110 + 6
    assert tight.input.width() < roomy.input.width()
    assert arrange(replace(wanted, name_width=1), 900, 660).input.width() == 152


@given(
    height=st.floats(60, 900),
    width=st.floats(60, 200),
    image=st.sampled_from([(8, 8), (28, 28), (2, 30), (30, 2)]),
)
def test_the_picture_of_a_sample_leaves_room_for_what_is_below(
    height: float, width: float, image: tuple[int, int]
) -> None:
    card = QRectF(10, 20, width, height)
    place = image_rect(card, image)
    assert place.width() <= width - 24
    assert place.width() / place.height() == pytest.approx(image[1] / image[0])
    if height > IMAGE_TOP + INPUT_FOOTER + 1:
        assert place.bottom() <= card.bottom() - INPUT_FOOTER + 1e-6
    assert place.center().x() == pytest.approx(card.center().x())
