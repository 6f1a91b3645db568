"""Whose turn it is: what fits into a tick's time, and everybody in the end."""

import pytest

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import EMPTY
from bpstudio.ui.feed import Feed

SECONDS = 0.002  # that showing one of them takes


class Picture:
    """Counts how often it was fed."""

    def __init__(self):
        self.is_visible, self.times = True, 0

    def studies(self):
        return ()

    def isVisible(self):
        return self.is_visible

    def refresh(self, snapshot, recorder):
        self.times += 1


@pytest.fixture
def pictures():
    return [Picture() for _ in range(7)]


@pytest.fixture
def feed(pictures):
    feed = Feed()
    for picture in pictures:
        feed.add(picture)
    return feed


def tick(feed, pictures, budget, besides=0):
    """Let a tick pass with news in it; return how many were fed."""
    before = sum(picture.times for picture in pictures)
    feed.ask_for_all()
    feed.give(EMPTY, Recorder(), budget, besides=besides)
    fed = sum(picture.times for picture in pictures) - before
    feed.took(SECONDS * (fed + besides))
    return fed


@pytest.mark.parametrize(("budget", "fed"), [(0.0101, 5), (0.0201, 7), (0.001, 1), (0.0, 1)])
def test_as_many_are_fed_as_there_is_time_for_but_always_one(feed, pictures, budget, fed):
    assert tick(feed, pictures, budget) == 1, "nothing is known of what they cost"
    assert tick(feed, pictures, budget) == fed


def test_the_part_of_a_view_that_there_was_no_room_for_is_kept_for_the_next_tick(feed, pictures):
    tick(feed, pictures, 0.0)
    assert [tick(feed, pictures, 2.5 * SECONDS + 1e-9) for _ in range(4)] == [2, 3, 2, 3]


def test_what_else_is_drawn_takes_its_part_of_the_time(feed, pictures):
    tick(feed, pictures, 0.0101)
    assert tick(feed, pictures, 0.0101, besides=2) == 3
    assert tick(feed, pictures, 0.0101, besides=9) == 1


def test_news_at_every_tick_starve_nobody(feed, pictures):
    for _ in range(7 * 6):
        tick(feed, pictures, 0.0061)
    times = [picture.times for picture in pictures]
    assert max(times) - min(times) <= 1


def test_what_can_not_be_seen_costs_nothing(feed, pictures):
    pictures[0].is_visible = False
    for _ in range(9):
        tick(feed, pictures, 0.0061)
    assert pictures[0].times == 0
    assert min(picture.times for picture in pictures[1:]) >= 3


def test_a_tick_without_news_teaches_nothing(feed, pictures):
    tick(feed, pictures, 0.0201)
    tick(feed, pictures, 0.0201)  # all seven
    feed.give(EMPTY, Recorder(), 0.0201)
    feed.took(0.030)
    assert tick(feed, pictures, 0.0201) == 7


def test_one_slow_tick_hardly_counts(feed, pictures):
    tick(feed, pictures, 0.0201)
    tick(feed, pictures, 0.0201)
    feed.ask_for_all()
    feed.give(EMPTY, Recorder(), 0.0201)
    feed.took(3 * 7 * SECONDS)  # one seems to cost 0.4 times as much more: 0.0028
    assert tick(feed, pictures, 0.0201) == 7
    assert tick(feed, pictures, 0.0085) == 3


def test_what_can_not_be_seen_is_fed_once_when_its_data_are_gone(feed, pictures):
    for picture in pictures:
        picture.is_visible = False
    feed.renew()
    for _ in range(9):
        feed.give(EMPTY, Recorder(), 0.0061)
        feed.took(SECONDS)
    assert [picture.times for picture in pictures] == [1] * 7
    assert tick(feed, pictures, 0.0061) == 0


def test_what_can_be_seen_comes_before_what_is_only_owed(feed, pictures):
    for picture in pictures[:5]:
        picture.is_visible = False
    feed.renew()
    for number in (1, 2):
        feed.give(EMPTY, Recorder(), 0.0)  # one a tick
        feed.took(SECONDS)
        assert sum(picture.times for picture in pictures[5:]) == number
    assert not any(picture.times for picture in pictures[:5])
    for _ in range(9):
        feed.give(EMPTY, Recorder(), 0.0061)
        feed.took(SECONDS)
    assert [picture.times for picture in pictures] == [1] * 7


@pytest.mark.parametrize("budget", [0.0, 1.0])
def test_what_is_owed_comes_in_the_end_though_each_tick_has_news(
    feed, pictures, budget, monkeypatch
):
    now = [10.0]
    monkeypatch.setattr("bpstudio.ui.feed.monotonic", lambda: now[0])
    unseen = pictures[3:]
    for picture in unseen:
        picture.is_visible = False
    feed.renew()
    for _ in range(5):
        tick(feed, pictures, budget)
    assert [picture.times for picture in unseen] == [0, 0, 0, 0]
    now[0] += 1.5
    for _ in range(12):
        seen = sum(picture.times for picture in pictures[:3])
        tick(feed, pictures, budget)
        assert sum(picture.times for picture in pictures[:3]) > seen, "nor is that starved"
    assert [picture.times for picture in unseen] == [1, 1, 1, 1]
