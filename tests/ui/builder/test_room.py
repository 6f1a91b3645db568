"""Where a card that comes up stands."""

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from bpstudio.ui.builder.room import Room, steps_within

SIZE = QSizeF(40, 30)


def covered(room_cards, corner):
    place = QRectF(corner, SIZE)
    parts = [place.intersected(card) for card in room_cards]
    return sum(part.width() * part.height() for part in parts)


def test_it_covers_no_more_than_any_other_place():
    draw = np.random.default_rng(0)
    cards = [QRectF(*draw.uniform(0, 150, 2), *draw.uniform(20, 90, 2)) for _ in range(6)]
    lefts, tops = steps_within(0, 160), steps_within(0, 170)
    room = Room()
    for card in cards:
        room.add_card(card)
    found = room.best(lefts, tops, SIZE, QPointF(100, 100))
    least = min(covered(cards, QPointF(x, y)) for x in lefts for y in tops)
    assert covered(cards, found) <= least + 2 * (100 + 100), "the way counts little"


def test_of_places_that_cover_no_card_it_takes_one_without_edges():
    room = Room()
    room.add_edges([QLineF(0, y, 80, y) for y in range(0, 100, 2)], weight=10)
    found = room.best(np.array([0.0, 120.0]), np.array([20.0]), SIZE, QPointF(20, 20))
    assert found == QPointF(120, 20)


def test_where_all_is_free_it_stands_near():
    lefts = steps_within(0, 400)
    found = Room().best(lefts, lefts, SIZE, QPointF(220, 115))
    assert (found.x(), found.y()) == pytest.approx((200, 100), abs=4)


def test_places_reach_from_the_first_to_the_last():
    assert steps_within(3, 30)[[0, -1]].tolist() == [3, 30]
    assert np.diff(steps_within(3, 30)).max() <= 8
    assert steps_within(5, 2).tolist() == [5]
