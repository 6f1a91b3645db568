"""How the cards share the page."""

import pytest
from PySide6.QtWidgets import QWidget

from bpstudio.ui.check.card import Card
from bpstudio.ui.check.card_view import LOW, TALL, CardView
from bpstudio.ui.check.grid import GLIMPSE, CardGrid
from bpstudio.ui.theme import GAP, MARGIN


def view(width, height=TALL, share=1):
    kind = type(
        "Plain",
        (CardView,),
        {
            "title": "A card",
            "object_name": "plainCard",
            "least_width": width,
            "least_height": height,
            "share": share,
            "grows": height == TALL,
        },
    )
    return kind(QWidget())


@pytest.fixture
def page(qtbot):
    made = QWidget()
    made.setLayout(CardGrid())
    qtbot.addWidget(made)
    return made


def laid_out(page, width, height, *views):
    cards = [Card(one) for one in views]
    for card in cards:
        page.layout().addWidget(card)
    page.layout().set_screen(height)
    page.resize(width, height)
    page.show()
    page.layout().activate()
    return [card.geometry() for card in cards]


def test_low_and_tall_cards_have_rows_of_their_own_and_fill_the_page(page):
    first, second, third, fourth = laid_out(
        page, 1000, 800, view(400, LOW, share=3), view(300, LOW), view(300), view(300)
    )
    assert first.top() == second.top() == MARGIN
    assert first.height() == second.height() == LOW
    assert third.top() == fourth.top() == MARGIN + LOW + GAP
    # 952 px within the margins: 236 are left over in the first row, three quarters to the first
    assert (first.width(), second.width()) == (400 + 177, 300 + 59)
    assert second.right() + 1 + MARGIN == 1000
    assert third.height() == 800 - 2 * MARGIN - LOW - GAP


def test_where_there_is_little_room_they_go_below_each_other(page):
    first, second = laid_out(page, 500, TALL + 2 * MARGIN, view(300), view(300))
    assert second.top() == first.bottom() + 1 + GAP
    assert page.layout().heightForWidth(500) == 2 * TALL + GAP + 2 * MARGIN


def test_the_first_rows_fill_the_screen_but_for_a_glimpse_of_the_row_below(page):
    screen = LOW + TALL + GAP + 2 * MARGIN + 100
    low, tall, below = laid_out(page, 500, screen, view(300, LOW), view(300), view(300))
    # 16 px between the rows and 48 of the row below, instead of the margin of 24, are of the 100
    assert (low.height(), tall.height(), below.height()) == (LOW, TALL + 60, TALL)
    assert below.top() == screen - GLIMPSE


def test_without_room_for_a_glimpse_the_first_rows_are_as_low_as_they_can_be(page):
    screen = LOW + TALL + GAP + 2 * MARGIN + 30
    low, tall, below = laid_out(page, 500, screen, view(300, LOW), view(300), view(300))
    assert (low.height(), tall.height()) == (LOW, TALL)
    assert below.top() == tall.bottom() + 1 + GAP


def test_a_low_card_without_room_goes_to_the_end(page):
    first, low, tall = laid_out(page, 700, 900, view(400, LOW), view(400, LOW), view(300))
    assert first.top() < tall.top() < low.top()
    assert low.left() == MARGIN


def test_the_page_is_at_least_as_wide_as_its_widest_card(page):
    laid_out(page, 900, 600, view(300), view(420))
    assert page.layout().minimumSize().width() == 420 + 2 * MARGIN
